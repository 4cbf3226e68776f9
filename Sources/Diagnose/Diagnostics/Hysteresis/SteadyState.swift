public import Findings
internal import Glibc
public import Measurements

/// Steady-state current-voltage points from step-and-hold recordings, and their rectification.
public struct SteadyState: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.steady-state" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "rectification.steady", "RR_{ss}", .none,
                "|I(+V)| over |I(-V)| of the steady states; 1 with a loop means a memory of one polarity.",
                source: "THEORY D.3")
        ]
    }

    /// Reads every recording of kind `steady`.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for recording in input.device.recordings where recording.kind == .steady {
            guard let raw = RawSweep(recording) else { continue }
            result.findings += raw.findings
            let held = HeldLevels(voltage_V: raw.voltage_V, current_A: raw.current_A, time_s: raw.time_s)
            let levels = held.levels.sorted { $0.voltage_V < $1.voltage_V }
            guard !levels.isEmpty else { continue }
            let errors = errors_A(levels)
            let place = Place(state: recording.conditions.state)
            result.curves.append(
                Curve(
                    "iv.steady", at: place, from: [recording.id],
                    columns: [
                        CurveColumn("V", .volt, levels.map(\.voltage_V)),
                        CurveColumn("I", .ampere, levels.map(\.current_A)),
                        CurveColumn("se", .ampere, errors), CurveColumn("dwell", .second, levels.map(\.dwell_s)),
                    ]))
            result.metrics += rectification(levels, errors, place, recording.id)
            let moving = levels.filter(\.isMoving)
            if !moving.isEmpty { result.findings.append(notSettled(moving, levels.count, recording)) }
        }
        return result
    }

    /// Errors of the levels; where holds are too short for one, from the scatter along the curve (0 below five levels).
    private func errors_A(_ levels: [HeldLevels.Level]) -> [Double] {
        guard levels.contains(where: { $0.se_A == nil }) else { return levels.map { $0.se_A ?? 0 } }
        let scatter = BranchNoise.variance_A2(along: levels.map(\.voltage_V), current_A: levels.map(\.current_A))
        return levels.indices.map { levels[$0].se_A ?? (scatter.isEmpty ? 0 : sqrt(scatter[$0])) }
    }

    private func rectification(_ levels: [HeldLevels.Level], _ errors: [Double], _ place: Place, _ id: String)
        -> [Metric]
    {
        let reach = levels.map { abs($0.voltage_V) }.max() ?? 0
        return levels.indices.compactMap { i -> Metric? in
            let V = levels[i].voltage_V
            // Levels are set to the same magnitude; a thousandth of the range is what sources repeat.
            guard V > 1e-3 * reach,
                let j = levels.indices.first(where: { abs(levels[$0].voltage_V + V) <= 1e-3 * reach }),
                let ratio = Estimate.ratio(
                    Estimate(abs(levels[i].current_A), se: errors[i]), Estimate(abs(levels[j].current_A), se: errors[j])
                ),
                ratio.isFinite
            else { return nil }
            var at = place
            at.V = V
            return Metric(
                "rectification.steady", ratio.value, se: ratio.se, unit: .none, at: at, from: [id],
                rule: "|I(+V)|/|I(-V)|, each the mean of the last 20 % of its hold")
        }
    }

    /// A ratio of steady states, for what is judged by it.
    struct Ratio: Sendable {
        let state: String?
        let V: Double
        let ratio: Estimate
        let recording: String
    }

    /// The ratios of all recordings of held levels.
    static func ratios(_ input: DiagnosticInput) -> [Ratio] {
        input.device.recordings.filter { $0.kind == .steady }.flatMap { recording -> [Ratio] in
            guard let raw = RawSweep(recording) else { return [] }
            let held = HeldLevels(voltage_V: raw.voltage_V, current_A: raw.current_A, time_s: raw.time_s)
            let levels = held.levels.sorted { $0.voltage_V < $1.voltage_V }
            let state = recording.conditions.state
            return SteadyState().rectification(
                levels, SteadyState().errors_A(levels), Place(state: state), recording.id
            )
            .map {
                Ratio(
                    state: state, V: $0.at.V ?? 0, ratio: Estimate($0.value, se: $0.se), recording: recording.id)
            }
        }
    }

    private func notSettled(_ moving: [HeldLevels.Level], _ count: Int, _ recording: Recording) -> Finding {
        let at = moving.prefix(5).map { QuantityText.text($0.voltage_V, unit: .volt) }.joined(separator: ", ")
        return Finding(
            .heldNotSettled,
            "\(moving.count) of \(count) levels of \(recording.id) still moved by more than 1 % in the last 20 % of the hold (\(at)"
                + (moving.count > 5 ? ", ...)" : ")"), at: recording.provenance.position(of: 0),
            fix: "hold each level longer")
    }
}

extension FindingKind {
    static let heldNotSettled = FindingKind(
        "iv.not-settled", .warning,
        "The current of a held level was still moving at its end, so that the point is not a steady state; its error holds "
            + "half of the movement.")
}
