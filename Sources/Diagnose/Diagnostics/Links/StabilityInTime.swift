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
        let patterns = evidence.labels("transient.pattern").filter { Self.restless.contains($0.value) }
        guard !steps.isEmpty || !patterns.isEmpty else { return [.notTested(id, needs: "a step in time")] }
        var results: [LinkResult] = []
        for label in classes {
            guard let bias_V = label.at.bias_V, let control = label.at.definition else { continue }
            let place = Place(state: label.at.state, bias_V: bias_V, definition: control)
            let isStable = label.value.hasPrefix("stable")
            let isKnown = isStable || label.value.hasPrefix("unstable") || label.value.hasPrefix("saddle")
            let moving = patterns.filter {
                Self.isNear($0.at, label.at, evidence) && Self.control(of: $0.from, evidence) == control
            }
            if let pattern = moving.first, isKnown {
                results.append(judge(pattern, label, isStable, place))
                continue
            }
            let settled = steps.filter { step in
                step.bound == nil && Self.isNear(step.at, label.at, evidence)
                    && Self.control(of: step.from, evidence) == control
            }
            let nearest = settled.min {
                abs((Self.voltage($0.at) ?? 0) - bias_V) < abs((Self.voltage($1.at) ?? 0) - bias_V)
            }
            guard nearest != nil else { continue }
            guard isKnown else {
                results.append(
                    LinkResult(id, .undecided, at: place, reason: "the class of the circuit is \(label.value)"))
                continue
            }
            results.append(
                LinkResult(
                    id, isStable ? .consistent : .inconsistent, at: place,
                    reason: isStable
                        ? "\(label.value), and the step settles"
                        : "the circuit is \(label.value) under \(control), yet the step settles"))
        }
        return results.isEmpty
            ? [.notTested(id, needs: "a step at the bias and under the control of a spectrum")] : results
    }

    /// Patterns of what does not settle as exponentials do.
    private static let restless: Set<String> = ["spiking", "ringing", "irregular"]

    /// A circuit beside a trace that does not simply settle.
    private func judge(_ pattern: Label, _ label: Label, _ isStable: Bool, _ place: Place) -> LinkResult {
        let circuit = "the circuit is \(label.value) under \(place.definition ?? "this control")"
        let (verdict, reason): (Verdict, String) =
            switch pattern.value {
            case "spiking":
                isStable
                    ? (.inconsistent, "\(circuit), yet the step goes on spiking")
                    : (.consistent, "\(label.value), and the step goes on spiking")
            case "ringing" where !isStable: (.inconsistent, "\(circuit), yet the step rings and settles")
            case "ringing" where label.value == "stable node":
                (.undecided, "the step rings, and settles as the circuit says; a node has no frequency to ring at")
            case "ringing": (.consistent, "\(label.value), and the step rings and settles")
            default: (.undecided, "the step is irregular: no sum of exponentials, and no oscillation")
            }
        return LinkResult(id, verdict, at: place, reason: reason)
    }

    private static func voltage(_ place: Place) -> Double? { place.V ?? place.bias_V }

    private static func isNear(_ step: Place, _ circuit: Place, _ evidence: Evidence) -> Bool {
        guard LinkPairing.sameState(step, circuit), let V = voltage(step), let bias_V = circuit.bias_V else {
            return false
        }
        return abs(V - bias_V) <= evidence.biasTolerance_V
    }

    private static func control(of from: [String], _ evidence: Evidence) -> String {
        let recording = evidence.device.recordings.first { $0.id == from.first }
        return recording?.conditions.control == .current ? "current control" : "voltage control"
    }
}
