internal import Measurements

/// One quantity over the cycles of a recording, as metrics.
struct CycleSeries {
    private var entries: [(cycle: Int, estimate: Estimate, bound: Bound?)] = []

    /// Adds the value of a cycle; what is not finite is left out.
    mutating func add(_ cycle: Int, _ estimate: Estimate?, bound: Bound? = nil) {
        guard let estimate, estimate.isFinite else { return }
        entries.append((cycle, estimate, bound))
    }

    var isEmpty: Bool { entries.isEmpty }

    /// The mean over the cycles that count (all but the first where there are more).
    func overall(of sweep: PreparedSweep) -> (estimate: Estimate, n: Int, bound: Bound?)? {
        let counted = entries.filter { sweep.cycles.count < 2 || $0.cycle > 1 }
        guard let mean = Estimate.mean(counted.map(\.estimate)), mean.isFinite else { return nil }
        return (mean, counted.count, counted.lazy.compactMap(\.bound).first)
    }

    /// One metric over the cycles (no `cycle` in its place), and one a cycle where there are two or more.
    func metrics(_ id: String, _ unit: SIUnit, at place: Place, of sweep: PreparedSweep, rule: String) -> [Metric] {
        var metrics: [Metric] = []
        if let overall = overall(of: sweep) {
            let many = sweep.cycles.count >= 2
            metrics.append(
                Metric(
                    id, overall.estimate.value, se: overall.estimate.se, unit: unit, n: many ? overall.n : nil,
                    at: place,
                    from: sweep.sources, rule: rule + (many ? "; mean over cycles 2 to \(sweep.cycles.count)" : ""),
                    bound: overall.bound))
        }
        guard sweep.cycles.count >= 2 else { return metrics }
        for entry in entries {
            var at = place
            at.cycle = entry.cycle
            metrics.append(
                Metric(
                    id, entry.estimate.value, se: entry.estimate.se, unit: unit, at: at, from: sweep.sources,
                    rule: rule, bound: entry.bound))
        }
        return metrics
    }
}
