internal import Glibc
import Measurements

/// L14: the capacitance that opens the pinch of a loop charges in the spike of a step, and is C_m of the spectrum
/// (THEORY C.1, D.4, G.3).
public struct PinchCapacitance: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L14`.
    public var id: String { "L14" }
    /// Short title.
    public var title: String { "Fast capacitance" }
    /// What must hold.
    public var statement: String {
        "C_{pinch} = ΔI(0 V)/(2v) of a loop = C_{m} of the spectrum = charge of a step's spike per volt, (1 + R_{s}/R_{b})^{2} A_{f}τ_{f}/ΔV"
    }
    /// What a disagreement usually means.
    public var disagreement: String { "a leakage offset, the meter's zero, or a slow capacitor beside the fast one" }

    /// Compares the pinch of the surest loop, and every resolved spike, with the spectrum nearest in bias.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let fast = evidence.metrics("impedance.C_m").filter { $0.value > 0 }
        let pinches = Self.surest(evidence.metrics("hysteresis.C_pinch"))
        let spikes = SmallStep.all(evidence).compactMap { Spike($0, in: evidence) }
        guard !fast.isEmpty else { return [.notTested(id, needs: "C_m from an impedance spectrum")] }
        guard !pinches.isEmpty || !spikes.isEmpty else {
            return [.notTested(id, needs: "a loop of known rate through 0 V, or a small step whose spike is resolved")]
        }
        return pinches.map { compare($0, fast, evidence) } + spikes.map { compare($0, fast, evidence) }
    }

    /// The opening of the surest loop of each state: the fastest, as a rule, whose displacement current is the largest.
    private static func surest(_ metrics: [Metric]) -> [Metric] {
        var kept: [Metric] = []
        for metric in metrics where metric.se != nil {
            guard let index = kept.firstIndex(where: { $0.at.state == metric.at.state }) else {
                kept.append(metric)
                continue
            }
            if (metric.se ?? 0) < (kept[index].se ?? 0) { kept[index] = metric }
        }
        return kept
    }

    private func comparison(_ place: Place, _ evidence: Evidence) -> LinkComparison {
        LinkComparison(
            id: id, place: place, systematic: evidence.options.s_sys_C_lf, factor: evidence.options.k_L14 ?? 1.5)
    }

    private func compare(_ pinch: Metric, _ fast: [Metric], _ evidence: Evidence) -> LinkResult {
        let place = Place(state: pinch.at.state, V: 0, rate_V_per_s: pinch.at.rate_V_per_s, definition: "loop")
        let compare = comparison(place, evidence)
        guard let spectrum = LinkPairing.nearest(to: 0, state: pinch.at.state, among: fast) else {
            return compare.needs("a spectrum in the state of the loop")
        }
        // A memory that multiplies the voltage is pinched at 0 V; one that adds a current opens the loop there by -τ/R_a.
        let isAdditive = evidence.labels("impedance.law").contains {
            $0.at.state == pinch.at.state && ($0.value == "exponential" || $0.value == "neither")
        }
        if isAdditive {
            return compare.needs(
                "quasi-linear conduction: another memory opens the loop at 0 V as well; the spikes of steps are compared "
                    + "alone")
        }
        // A slow capacitor charges in the loop too, by what no spectrum at another bias tells.
        let slow = evidence.labels("impedance.circuit").first {
            $0.at.state == pinch.at.state && ($0.value == "EC3" || $0.value == "EC4")
        }
        if let slow {
            return compare.needs(
                "a device with one capacitor: beside C_m a slow branch (\(slow.value)) charges in the loop; "
                    + "the spikes of steps are compared alone")
        }
        return compare.signed(pinch.side("loop"), spectrum.side("impedance"), floor: spectrum.value)
    }

    private func compare(_ spike: Spike, _ fast: [Metric], _ evidence: Evidence) -> LinkResult {
        let step = spike.step
        let place = Place(state: step.place.state, bias_V: step.middle_V, definition: "step")
        let compare = comparison(place, evidence)
        guard let spectrum = LinkPairing.nearest(to: step.middle_V, state: step.place.state, among: fast) else {
            return compare.needs("a spectrum in the state of the step")
        }
        guard let value = spike.capacitance(beside: spectrum, in: evidence) else {
            return compare.needs("a spike that is over before the memory moves, and R_s below R_b")
        }
        return compare.signed(value, spectrum.side("impedance"), floor: spectrum.value)
    }
}

/// The charging spike of a small step: its charge and its time.
private struct Spike {
    let step: SmallStep
    private let amplitude: Metric
    private let time: Metric
    private let isAlone: Bool

    /// The fastest component, where it is resolved and is a spike; that of a device without a memory is its only one.
    init?(_ step: SmallStep, in evidence: Evidence) {
        func isHere(_ metric: Metric) -> Bool { metric.from == step.from && metric.at.step == step.place.step }
        let pattern = evidence.labels("transient.pattern").first {
            $0.from == step.from && $0.at.step == step.place.step
        }?.value
        let alone = pattern == "decay" && evidence.metrics("transient.amplitude").filter(isHere).count == 1
        let circuit = evidence.labels("impedance.circuit").first { $0.at.state == step.place.state }?.value
        guard let pattern, pattern.hasPrefix("spike") || (alone && circuit == "EC0"),
            let A = evidence.metrics("transient.amplitude").first(where: { isHere($0) && $0.at.component == 1 }),
            let tau = evidence.metrics("transient.tau").first(where: {
                isHere($0) && $0.at.component == 1 && $0.bound == nil
            })
        else { return nil }
        (self.step, amplitude, time, isAlone) = (step, A, tau, alone)
    }

    /// `A_f τ_f (1 + R_s/R_b)²/ΔV` with its error, F; `nil` where the memory moves within the spike.
    func capacitance(beside spectrum: Metric, in evidence: Evidence) -> LinkSide? {
        let slow = evidence.number("transient.tau_V", of: step)?.value ?? 0
        guard isAlone || slow > 10 * time.value, let sA = amplitude.se, let st = time.se else { return nil }
        func number(_ id: String) -> Double? { evidence.metrics(id).first { $0.from == spectrum.from }?.value }
        let share = (number("impedance.R_s") ?? 0) / (number("impedance.R_b") ?? .infinity)
        guard share >= 0, share < 1, share.isFinite else { return nil }
        let factor = (1 + share) * (1 + share)
        let value = amplitude.value * time.value * factor / step.height_V
        // Amplitude and time lean on each other, so that their product is surer than this; what R_b may differ by between
        // the spectrum's bias and the step's counts in full.
        let relative = [sA / amplitude.value, st / time.value, share].reduce(0) { $0 + $1 * $1 }.squareRoot()
        return LinkSide(
            name: "spike of a step", value: value, se: abs(value) * relative, unit: .farad, from: step.from)
    }
}
