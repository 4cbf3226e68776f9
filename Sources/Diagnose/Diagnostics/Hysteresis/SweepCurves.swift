public import Findings
internal import Kernels
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
            result.curves += sweep.shownCycles.map { curve($0, of: sweep) }
            result.curves += [median(of: sweep), masked(of: sweep)].compactMap { $0 }
        }
        return result
    }

    /// Most cycles and voltages of the median: more would not be seen.
    private static let mostCycles = 101
    private static let mostVoltages = 80

    /// The median over the counted cycles of one reach at even voltages of each branch, as one loop; `nil` below three cycles.
    private func median(of sweep: PreparedSweep) -> Curve? {
        let counted = sweep.likeCycles
        guard counted.count >= 3 else { return nil }
        let stride = (counted.count + Self.mostCycles - 1) / Self.mostCycles
        let used = Swift.stride(from: 0, to: counted.count, by: stride).map { counted[$0] }
        var V: [Double] = []
        var I: [Double] = []
        for sign in [LobeSign.positive, .negative] {
            for isForward in [true, false] {
                let branches = used.compactMap { cycle in cycle.lobe(sign).flatMap { isForward ? $0.fwd : $0.bwd } }
                guard 2 * branches.count > used.count, let low = branches.map(\.range_V.lowerBound).max(),
                    let high = branches.map(\.range_V.upperBound).min(), high > low
                else { continue }
                let points = (0...Self.mostVoltages).compactMap { k -> (V: Double, I: Double)? in
                    let u = low + (high - low) * Double(k) / Double(Self.mostVoltages)
                    let all = branches.compactMap { $0.current(at: u)?.value }
                    return RobustStatistics.median(all).map { (sign.factor * u, $0) }
                }
                V += (isForward ? points : points.reversed()).map(\.V)
                I += (isForward ? points : points.reversed()).map(\.I)
            }
        }
        guard V.count > 2 else { return nil }
        return Curve(
            "iv.median", at: sweep.place, from: sweep.sources,
            columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, I)])
    }

    /// The samples of the last cycle at the current limit; `nil` where there are none.
    private func masked(of sweep: PreparedSweep) -> Curve? {
        guard let compliance = sweep.compliance, let last = sweep.cycles.last else { return nil }
        let at = last.samples.filter { compliance.masked.indices.contains($0) && compliance.masked[$0] }
        guard !at.isEmpty else { return nil }
        let stride = max(1, at.count / 500)
        let kept = Swift.stride(from: 0, to: at.count, by: stride).map { at[$0] }
        return Curve(
            "iv.masked", at: sweep.place, from: sweep.sources,
            columns: [
                CurveColumn("V", .volt, kept.map { sweep.voltage_V[$0] }),
                CurveColumn("I", .ampere, kept.map { sweep.current_A[$0] }),
            ])
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
        return Curve("iv.cycle", at: place, from: sweep.sources, columns: columns)
    }
}
