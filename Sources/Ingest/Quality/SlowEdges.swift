internal import Findings
internal import Measurements

/// Steps whose voltage settles over several samples: what the current does there is the source's doing.
struct SlowEdges: QualityCheck {
    let kinds = [Self.slow]

    /// At least so many samples between two held levels are an edge that was seen.
    private static let fewest = 3

    func findings(_ recording: Recording) -> [Finding] {
        guard recording.kind == .transient, recording.conditions.control == .voltage,
            case .trace(let trace) = recording.data, !trace.voltage_V.isEmpty
        else {
            return []
        }
        let runs = TraceShape.runs(of: trace.voltage_V)
        var first = 0
        var edges: [(first: Int, count: Int)] = []
        var moving = 0
        for run in runs {
            if run.count >= TraceShape.heldSamples {
                if moving >= Self.fewest, first > moving { edges.append((first - moving, moving)) }
                moving = 0
            } else {
                moving += run.count
            }
            first += run.count
        }
        guard let edge = edges.first, edge.first > 0 else { return [] }
        let last = edge.first + edge.count
        let time = trace.time_s[min(last, trace.time_s.count - 1)] - trace.time_s[edge.first - 1]
        let more =
            edges.count > 1 ? ", and so at \(edges.count - 1) further \(edges.count == 2 ? "step" : "steps")" : ""
        return [
            Finding(
                Self.slow,
                "the voltage takes \(QuantityText.text(time, unit: .second)) from one level to the next "
                    + "(\(recording.span(edge.first, last - 1)))\(more); the current in that time is the source's doing",
                at: recording.provenance.position(of: edge.first),
                fix: "use a faster source or range, or compare only times well above this")
        ]
    }

    static let slow = FindingKind(
        "transient.slow-edge", .note,
        "The voltage of a step settles over several samples, so relaxation times near the length of the edge are not "
            + "resolved.")
}
