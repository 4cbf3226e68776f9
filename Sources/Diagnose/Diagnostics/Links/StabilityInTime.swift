import Measurements

/// L16: what the fitted circuit says of a small disturbance is what the traces in time show (THEORY F, G.3).
public struct StabilityInTime: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L16`.
    public var id: String { "L16" }
    /// Short title.
    public var title: String { "Stability" }
    /// What must hold.
    public var statement: String { "a circuit that is stable under a control belongs to a step that settles under it" }
    /// What a disagreement usually means.
    public var disagreement: String {
        "the wrong branch of the fit, a hidden R_s, or a spectrum that was not stationary"
    }

    /// Compares the class at every bias with the small steps there, under the same control.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let classes = evidence.labels("stability.class")
        guard !classes.isEmpty else { return [.notTested(id, needs: "the stability of a circuit, from a spectrum")] }
        let steps = evidence.metrics("transient.I_final") + evidence.metrics("transient.V_final")
        guard !steps.isEmpty else { return [.notTested(id, needs: "a step in time")] }
        var results: [LinkResult] = []
        for label in classes {
            guard let bias_V = label.at.bias_V, let control = label.at.definition else { continue }
            let place = Place(state: label.at.state, bias_V: bias_V, definition: control)
            let settled = steps.filter { step in
                guard step.bound == nil, LinkPairing.sameState(step.at, label.at), let V = step.at.V else {
                    return false
                }
                return abs(V - bias_V) <= evidence.biasTolerance_V
                    && Self.control(of: step, evidence) == control
            }
            let nearest = settled.min { abs(($0.at.V ?? 0) - bias_V) < abs(($1.at.V ?? 0) - bias_V) }
            guard let step = nearest else { continue }
            let isStable = label.value.hasPrefix("stable")
            guard isStable || label.value.hasPrefix("unstable") || label.value.hasPrefix("saddle") else {
                results.append(
                    LinkResult(id, .undecided, at: place, reason: "the class of the circuit is \(label.value)"))
                continue
            }
            let a = LinkSide(name: "settled step", value: step.value, se: step.se, unit: step.unit, from: step.from)
            results.append(
                LinkResult(
                    id, isStable ? .consistent : .inconsistent, at: place, a: a,
                    reason: isStable
                        ? "\(label.value), and the step settles"
                        : "the circuit is \(label.value) under \(control), yet the step settles"))
        }
        return results.isEmpty
            ? [.notTested(id, needs: "a step at the bias and under the control of a spectrum")] : results
    }

    private static func control(of step: Metric, _ evidence: Evidence) -> String {
        let recording = evidence.device.recordings.first { $0.id == step.from.first }
        return recording?.conditions.control == .current ? "current control" : "voltage control"
    }
}
