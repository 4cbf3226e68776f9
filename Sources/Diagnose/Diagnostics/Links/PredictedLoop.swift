internal import Measurements

/// L17: the loop that the spectra predict is the loop that was measured (THEORY G.3).
///
/// The most complete of the links: it fails with any of the others, and it can fail where each of them holds.
public struct PredictedLoop: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L17`.
    public var id: String { "L17" }
    /// Short title.
    public var title: String { "Forward prediction" }
    /// What must hold.
    public var statement: String {
        "the loop integrated from R_{b}(V), R_{a}(V), τ_{k}(V), C_{m}, R_{s} and the steady curve, without a free parameter, is the "
            + "measured one: normalized rms < 0.15, same sense"
    }
    /// What a disagreement usually means.
    public var disagreement: String {
        "any link's cause: drift, history, a law of conduction or of τ that the spectra do not show, a second memory"
    }

    /// Largest normalized root mean square (THEORY G.3).
    static let bound = 0.15
    /// Beyond this many times the highest bias with a spectrum a miss is that of the extrapolation.
    private static let reach = 1.25

    /// Judges each predicted loop.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let errors = evidence.metrics("prediction.error")
        let loops = errors.filter { $0.at.definition == "loop" }
        let spectra = errors.filter { $0.at.definition == "spectrum" }
        let judged = loops.isEmpty ? [.notTested(id, needs: missing(evidence))] : loops.map { judge($0, evidence) }
        return [ownCurve(evidence)].compactMap { loops.isEmpty ? nil : $0 } + judged
            + spectra.map { judge($0, evidence) }
    }

    /// The loop that stands in for held points, or goes on beyond them: it is not put to the test by itself.
    private func ownCurve(_ evidence: Evidence) -> LinkResult? {
        let steady = SteadyCurrents.curve(in: evidence)
        guard !steady.loop.isEmpty else { return nil }
        let rate = evidence.curves("iv.branch-mean").first { $0.from == steady.loop }?.at.rate_V_per_s
        return .notTested(
            id, at: Place(rate_V_per_s: rate),
            needs: "held points at all its voltages: this loop is part of the steady curve")
    }

    private func judge(_ error: Metric, _ evidence: Evidence) -> LinkResult {
        let place = Place(
            state: error.at.state, bias_V: error.at.bias_V, rate_V_per_s: error.at.rate_V_per_s,
            definition: error.at.definition == "spectrum" ? "spectrum from a step" : nil)
        let of = error.at.definition == "spectrum" ? "|Z|" : "the current"
        let sense = evidence.labels("prediction.sense").first { $0.from.first == error.from.first }?.value
        let se = error.se ?? 0
        let percent = DecimalText.significant(100 * error.value, digits: 2) + " %"
        let verdict: Verdict
        let reason: String
        let isBeyond = (error.extrapolation ?? 1) > Self.reach
        let misses = error.value - 2 * se > Self.bound || sense == "opposite"
        if isBeyond, misses {
            let factor = DecimalText.significant(error.extrapolation ?? 1, digits: 2)
            verdict = .undecided
            reason = "misses \(percent) of \(of), but goes to \(factor) times the highest bias with a spectrum"
        } else if sense == "opposite", se < 0.5 * Self.bound {
            verdict = .inconsistent
            reason = "the predicted loop runs the other way round"
        } else if sense == "uncertain" || sense == "opposite" {
            verdict = .undecided
            reason = "misses \(percent) of \(of); which way round the loop runs hangs on the errors of the inputs"
        } else if error.value + 1.645 * se < Self.bound {
            verdict = .consistent
            reason = "misses \(percent) of \(of)" + senseText(sense)
        } else if error.value - 2 * se > Self.bound {
            verdict = .inconsistent
            reason = "misses \(percent) of \(of), more than 15 % and than its inputs' errors explain"
        } else {
            verdict = .undecided
            reason =
                "misses \(percent) of \(of), and the errors of its inputs explain \(DecimalText.significant(100 * se, digits: 2)) %"
        }
        return LinkResult(
            id, verdict, at: place,
            a: LinkSide(name: "prediction error", value: error.value, se: error.se, unit: .none, from: error.from),
            reason: reason)
    }

    private func senseText(_ sense: String?) -> String {
        switch sense {
        case "none": "; neither shows a hysteresis"
        case "same": ", same sense"
        default: ""
        }
    }

    private func missing(_ evidence: Evidence) -> String {
        if evidence.metrics("impedance.tau_k").filter({ $0.at.state == nil }).count < 2 {
            return "spectra of the memory at two or more biases, in its steady state"
        }
        let steady = SteadyCurrents.curve(in: evidence)
        if steady.points.count < 3 { return "a steady I-V, held or from a slow loop" }
        if !steady.loop.isEmpty {
            return "held points, or a second loop: the only one that is steady would be compared with itself"
        }
        return "a loop with its times, without compliance, within the voltages of the steady I-V"
    }
}
