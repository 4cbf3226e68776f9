public import Findings
internal import Glibc
public import Measurements

/// Current at +V over current at -V for each pairing of branches, selectivity, and what rectification says of the memory.
public struct RectificationRatio: Diagnostic {
    /// A diagnostic without settings.
    public init() {}
    /// Stable id.
    public var id: String { "hysteresis.rectification" }
    /// The current-voltage family.
    public var family: Family { .hysteresis }
    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "rectification.ratio", "RR", .none,
                "|I(+V)| over |I(-V)| for a pair of branches (fwd+/bwd-, bwd+/fwd-, fwd+/fwd-, bwd+/bwd-) or for the branch "
                    + "means; the curve rectification.curve holds it at every voltage.", source: "THEORY D.3"),
            .init(
                "rectification.selectivity", "S_{1/2}", .none,
                "I(V) over I(V/2) on one branch; 2 for a resistor.", source: "half-voltage selection of crossbars"),
        ]
    }

    /// Reads the ratio at the read voltage, at half of and at the largest voltage that both polarities reach.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let prepared = input.preparedSweeps
        for (index, sweep) in prepared.enumerated() {
            result.metrics += selectivities(sweep)
            let reach = min(largest(.positive, sweep), largest(.negative, sweep))
            guard reach > 0 else { continue }
            let read = sweep.readVoltage_V(input.options)
            var voltages: [Double] = []
            for u in [read, 0.5 * reach, reach] where u <= reach {
                if !voltages.contains(where: { abs($0 - u) < 1e-9 * reach }) { voltages.append(u) }
            }
            for u in voltages { result.metrics += ratios(at: u, of: sweep, eachCycle: u == read) }
            result.curves += curve(input.pooledLoop(index), reach, sweep)
        }
        return result
    }

    private func largest(_ sign: LobeSign, _ sweep: PreparedSweep) -> Double {
        // What every cycle that counts reaches.
        sweep.statisticalCycles.compactMap { $0.lobe(sign)?.largest_V }.min() ?? 0
    }

    /// Per cycle at the read voltage only: at the others the mean over cycles is enough for a table.
    private func ratios(at u: Double, of sweep: PreparedSweep, eachCycle: Bool) -> [Metric] {
        var series: [String: CycleSeries] = [:]
        for cycle in sweep.cycles {
            guard let plus = cycle.lobe(.positive), let minus = cycle.lobe(.negative) else { continue }
            for ratio in BranchPairs.ratios(plus, minus, at: u) {
                series[ratio.name, default: CycleSeries()].add(cycle.number, ratio.value)
            }
        }
        var place = sweep.place
        place.V = u
        return BranchPairs.names.flatMap { name -> [Metric] in
            guard let values = series[name] else { return [] }
            place.branch = name
            let all = values.metrics(
                "rectification.ratio", .none, at: place, of: sweep,
                rule: "|I(+V)|/|I(-V)|, \(name), linear interpolation")
            return eachCycle ? all : all.filter { $0.at.cycle == nil }
        }
    }

    private func selectivities(_ sweep: PreparedSweep) -> [Metric] {
        var metrics: [Metric] = []
        for sign in [LobeSign.positive, .negative] {
            let u = largest(sign, sweep)
            guard u > 0 else { continue }
            for isForward in [true, false] {
                var series = CycleSeries()
                for cycle in sweep.cycles {
                    let lobe = cycle.lobe(sign)
                    // What lies at the very vertex may have been measured on the other branch only.
                    let branch = isForward ? lobe?.fwd : lobe?.bwd
                    let at = min(u, branch?.range_V.upperBound ?? u)
                    series.add(cycle.number, BranchPairs.selectivity(branch, at: at))
                }
                var place = sweep.place
                place.V = sign.factor * u
                place.branch = (isForward ? "fwd" : "bwd") + sign.rawValue
                metrics += series.metrics(
                    "rectification.selectivity", .none, at: place, of: sweep,
                    rule: "I(V)/I(V/2) on \(place.branch ?? ""), V the largest, linear interpolation"
                ).filter { $0.at.cycle == nil }
            }
        }
        return metrics
    }

    /// All pairs over the voltage, of the cycles laid over one another: not-a-number never stands in it, gaps are left out.
    private func curve(_ loop: PooledLoop, _ reach: Double, _ sweep: PreparedSweep) -> [Curve] {
        guard let plus = loop.lobe(.positive), let minus = loop.lobe(.negative) else { return [] }
        let voltages = (1...40).map { reach * Double($0) / 40 }
        var columns: [String: (V: [Double], ratio: [Double], se: [Double])] = [:]
        for u in voltages {
            for ratio in BranchPairs.ratios(plus, minus, at: u) where ratio.value.value > 0 {
                columns[ratio.name, default: ([], [], [])].V.append(u)
                columns[ratio.name]?.ratio.append(ratio.value.value)
                columns[ratio.name]?.se.append(ratio.value.se ?? 0)
            }
        }
        return BranchPairs.names.compactMap { name in
            guard let column = columns[name], column.V.count >= 3 else { return nil }
            var place = sweep.place
            place.branch = name
            return Curve(
                "rectification.curve", at: place, from: sweep.sources,
                columns: [
                    CurveColumn("V", .volt, column.V), CurveColumn("ratio", .none, column.ratio),
                    CurveColumn("se", .none, column.se),
                ])
        }
    }
}
