internal import Glibc
internal import Measurements

/// L2: the slow zero of the impedance is the time constant of a small voltage step (THEORY A.7, G.3).
public struct StepTimeConstant: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L2`.
    public var id: String { "L2" }
    /// Short title.
    public var title: String { "Step time constant" }
    /// What must hold.
    public var statement: String { "τ_{V} of the spectrum (slow zero of Z) = slow time of the small step" }
    /// What a disagreement usually means.
    public var disagreement: String { "the step was not small, a second state variable, or a wrong R_s" }

    /// Compares at every bias that has both.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let spectra = evidence.metrics("impedance.tau_V")
        let steps = evidence.metrics("transient.tau_V")
        guard !spectra.isEmpty else { return [.notTested(id, needs: "τ_V from an impedance spectrum")] }
        guard !steps.isEmpty else { return [.notTested(id, needs: "the slow time of a small voltage step")] }
        return spectra.map { spectrum in
            let place = Place(state: spectrum.at.state, bias_V: spectrum.at.bias_V)
            guard let bias_V = spectrum.at.bias_V, let a = spectrum.measured else {
                return .notTested(id, at: place, needs: "the bias and the error of τ_V")
            }
            guard
                let found = LinkPairing.partner(
                    of: spectrum, bias_V: bias_V, among: steps, within: evidence.biasTolerance_V)
            else {
                return .notTested(id, at: place, needs: "a small step at this bias")
            }
            let step = Self.nearest(to: spectrum.value, of: found, evidence)
            // A time changes by V/V_x at most over a distance in bias.
            let apart = abs(bias_V - (step.at.bias_V ?? bias_V)) / (evidence.steepness_V ?? .infinity)
            guard let b = step.measured,
                let test = LinkArithmetic.positive(
                    a, (b.value, (b.se * b.se + b.value * b.value * apart * apart).squareRoot()),
                    systematic: evidence.options.s_sys_tau, factor: evidence.options.k_L2)
            else {
                return .notTested(id, at: place, needs: "positive times with errors")
            }
            return LinkResult(
                id, at: place, a: spectrum.side("impedance"), b: step.side("step"), test, k: evidence.options.k_L2)
        }
    }

    /// Of the memory's times of one step that nearest to a spectrum's.
    ///
    /// Where the spectra show a slow capacitor beside the memory, the slower of the two need not be the same in both
    /// measurements. Where they show one memory only, a second time of the step is what this link is there to tell.
    private static func nearest(to time_s: Double, of step: Metric, _ evidence: Evidence) -> Metric {
        let all = SlowTimes.of(step, evidence)
        guard all.count > 1, time_s > 0, SlowTimes.areTwo(step.at.state, evidence) else { return step }
        return all.min { abs(log($0.value / time_s)) < abs(log($1.value / time_s)) } ?? step
    }
}

/// The times of a step that belong to the memory.
enum SlowTimes {
    /// The components of the step that a metric is of, without the charging spike; the metric alone where there are none.
    static func of(_ step: Metric, _ evidence: Evidence) -> [Metric] {
        func isHere(_ from: [String], _ at: Place) -> Bool { from == step.from && at.step == step.at.step }
        let pattern = evidence.labels("transient.pattern").first { isHere($0.from, $0.at) }?.value ?? ""
        let all = evidence.metrics("transient.tau").filter {
            isHere($0.from, $0.at) && $0.bound == nil && $0.value > 0 && $0.se != nil
        }.sorted { $0.value < $1.value }
        let slow = pattern.hasPrefix("spike") ? Array(all.dropFirst()) : all
        return slow.isEmpty ? [step] : slow
    }

    /// Whether spectra of a state show a memory and a slow capacitor: two times, of which a measurement may see one.
    static func areTwo(_ state: String?, _ evidence: Evidence) -> Bool {
        evidence.labels("impedance.circuit").contains {
            $0.at.state == state && ($0.value == "EC3" || $0.value == "EC4")
        }
    }
}
