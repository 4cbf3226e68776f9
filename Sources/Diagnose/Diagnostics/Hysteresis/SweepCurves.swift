public import Findings
public import Measurements

/// The cycles as curves for figures, and what preparation found.
public struct SweepCurves: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.cycles" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// It gives curves and findings only.
    public var metrics: [MetricDefinition] { [] }

    /// Hands on the cycles: `iv.cycle` with V, I and, if known, t.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for sweep in input.preparedSweeps {
            result.findings += sweep.findings
            result.curves += sweep.cycles.map { curve($0, of: sweep) }
        }
        return result
    }

    /// At most so many points a curve: beyond that a figure shows no more.
    private static let mostPoints = 4000

    private func curve(_ cycle: SweepCycle, of sweep: PreparedSweep) -> Curve {
        let stride = max(1, cycle.samples.count / Self.mostPoints)
        // Vertices are always kept: a loop without its tips misleads.
        let vertices = Set(sweep.turningPoints.turns.map(\.first))
        let kept = cycle.samples.filter {
            stride == 1 || ($0 - cycle.samples.lowerBound) % stride == 0 || vertices.contains($0)
                || $0 == cycle.samples.upperBound
        }
        var columns = [
            CurveColumn("V", .volt, kept.map { sweep.voltage_V[$0] }),
            CurveColumn("I", .ampere, kept.map { sweep.current_A[$0] }),
        ]
        if !sweep.time_s.isEmpty { columns.append(CurveColumn("t", .second, kept.map { sweep.time_s[$0] })) }
        var place = sweep.place
        place.cycle = cycle.number
        return Curve("iv.cycle", at: place, from: [sweep.recording], columns: columns)
    }
}
