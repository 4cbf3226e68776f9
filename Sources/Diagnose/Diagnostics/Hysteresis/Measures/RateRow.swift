internal import Glibc
internal import Kernels
internal import Measurements

/// Area and index of one lobe at one rate and one vertex: the mean over the counted cycles of a sweep.
struct RateRow: Sendable {
    let state: String?
    let sign: LobeSign
    let rate_V_per_s: Double
    let reach_V: Double
    let area: Estimate
    let H: Estimate?
    /// The first recording it rests on, and all of them.
    let recording: String
    let sources: [String]

    /// All rows of the sweeps whose rate is known; loops with points at the current limit are bounds and left out.
    static func all(_ sweeps: [PreparedSweep]) -> [RateRow] {
        sweeps.flatMap { sweep -> [RateRow] in
            guard let rate = sweep.rate_V_per_s, rate > 0 else { return [] }
            return [LobeSign.positive, .negative].flatMap { sign in
                groups(sweep, sign).compactMap { row(sweep, sign, rate, $0) }
            }
        }
    }

    /// The counted cycles by vertex, each within 5 % of the first of its group.
    private static func groups(_ sweep: PreparedSweep, _ sign: LobeSign) -> [[Lobe]] {
        var groups: [[Lobe]] = []
        for cycle in sweep.statisticalCycles {
            guard let lobe = cycle.lobe(sign) else { continue }
            if let k = groups.firstIndex(where: { abs($0[0].largest_V - lobe.largest_V) <= 0.05 * $0[0].largest_V }) {
                groups[k].append(lobe)
            } else {
                groups.append([lobe])
            }
        }
        return groups
    }

    private static func row(_ sweep: PreparedSweep, _ sign: LobeSign, _ rate: Double, _ lobes: [Lobe]) -> RateRow? {
        let all = lobes.compactMap(\.integrals)
        guard !all.isEmpty, all.allSatisfy({ $0.maskedFraction <= 0.05 }),
            let area = Estimate.mean(all.map(\.area_W)), area.isFinite,
            let reach = RobustStatistics.median(lobes.map(\.largest_V))
        else { return nil }
        return RateRow(
            state: sweep.conditions.state, sign: sign, rate_V_per_s: rate, reach_V: reach, area: area,
            H: Estimate.mean(all.compactMap(\.H)), recording: sweep.recording,
            sources: sweep.sources)
    }

    /// The standard deviation of the area: its noise, and 2 % that instruments differ by from range to range.
    var sd_W: Double { hypot(area.se ?? 0, 0.02 * area.value) }
}

extension [RateRow] {
    /// Rows with one vertex and one rate each, slowest first: rates within 2 % are one, the first of them is kept.
    var byRate: [RateRow] {
        var kept: [RateRow] = []
        for row in sorted(by: { ($0.rate_V_per_s, $0.recording) < ($1.rate_V_per_s, $1.recording) })
        where kept.last.map({ row.rate_V_per_s > 1.02 * $0.rate_V_per_s }) ?? true { kept.append(row) }
        return kept
    }
}
