import Glibc
import Kernels

/// T1 and T2 fitted to the same times: which one describes them, and what both say of 0 V (THEORY B.1, C.3, H).
///
/// T2 holds T1 as the case `k_0 = 0`, so where T1 describes the times T2 does as well, with every constant rate that
/// they allow; what these make of 0 V is the spread between the laws. The criterion is AICc with the excess scatter over
/// the stated errors taken out (QAICc).
/// - Source: Burnham and Anderson, Model Selection and Multimodel Inference (2002), section 2.5.
struct RateLaws: Sendable {
    /// A law of the relaxation rate.
    enum Law: String, Sendable { case T1, T2 }

    /// Fewest times for which AICc compares five parameters: two more than these.
    static let fewestCompared = 7

    /// Two exponential rates.
    let first: RateBell
    /// With a constant rate beside them; `nil` where none makes the misfit smaller.
    let second: RateBell?
    /// The law of the smaller criterion; T1 where the two cannot be compared.
    let preferred: Law
    /// Criterion of T2 less that of T1; `nil` with too few times.
    let advantage: Double?
    /// The largest constant rate within 95 % (one side), 1/s; `nil` where the profile has no end.
    let constantLimit_per_s: Double?
    /// What T1 and T2 differ by in ln τ at 0 V: root of the mean square over the constant rates that the times allow.
    let spread: Double
    /// The smallest ln τ(0 V) of T1, and of T2 with any of those.
    let least: Double

    /// Fits both; `nil` where T1 cannot be fitted.
    init?(_ points: [RateBell.Point]) {
        guard let first = RateBell(points), let slowest = points.map(\.logTau).max() else { return nil }
        self.first = first
        let slowest_per_s = exp(-slowest)
        let free = Self.free(points, first, slowest_per_s: slowest_per_s)
        let n = points.count
        let best = min(first.chiSquare, free?.chiSquare ?? .infinity)
        let isCompared = n >= Self.fewestCompared
        // Scatter beyond the stated errors, from the richer law where it leaves some freedom.
        let freedom = Double(max(1, n - (isCompared ? 5 : 4)))
        let excess = max(1, (isCompared ? best : first.chiSquare) / freedom)
        // A gain that rounding makes is none.
        second = free.flatMap { first.chiSquare - $0.chiSquare > 1e-3 * excess ? $0 : nil }
        func criterion(_ square: Double, _ k: Double) -> Double {
            square / excess + 2 * k + 2 * k * (k + 1) / (Double(n) - k - 1)
        }
        let advantage = isCompared ? criterion(best, 5) - criterion(first.chiSquare, 4) : nil
        self.advantage = advantage
        preferred = second != nil && (advantage ?? 0) < 0 ? .T2 : .T1
        let profile = Profile(points, first, slowest_per_s: slowest_per_s, excess: excess)
        constantLimit_per_s = profile.limit_per_s(below: best)
        let rest = first.value(at: 0)
        if preferred == .T2, let second {
            // Ten units refute T1, and what it says of 0 V with it.
            spread = (advantage ?? 0) > -10 ? abs(second.value(at: 0) - rest) : 0
            least = min(second.value(at: 0), spread > 0 ? rest : .infinity)
        } else {
            spread = profile.spread(about: rest, best: best)
            least = min(rest, profile.least(below: best))
        }
    }

    /// The law that is preferred.
    var bell: RateBell { preferred == .T2 ? second ?? first : first }

    /// ln τ at 0 V with its standard deviation, that of the fit and that of the law.
    var atRest: (value: Double, sd: Double) {
        let (value, sd) = bell.logTau(at: 0)
        return (value, (sd * sd + spread * spread).squareRoot())
    }

    /// T2 from several constant rates, all five parameters open; `nil` where none converges.
    private static func free(_ points: [RateBell.Point], _ first: RateBell, slowest_per_s: Double) -> RateBell? {
        [0.003, 0.03, 0.2, 0.6].compactMap { part -> RateBell? in
            // The rates of T1 leave room for the constant one first.
            let given = RateBell(points, constant: .given(part * slowest_per_s), start: first.parameters)
            return RateBell(
                points, constant: .free(start_per_s: part * slowest_per_s),
                start: given?.parameters ?? first.parameters)
        }.min { $0.chiSquare < $1.chiSquare }
    }
}

/// T2 at given constant rates, from almost none to more than the times allow.
private struct Profile {
    private var nodes: [(rate_per_s: Double, chiSquare: Double, rest: Double)] = []
    private let excess: Double

    init(_ points: [RateBell.Point], _ first: RateBell, slowest_per_s: Double, excess: Double) {
        self.excess = excess
        nodes = [(0, first.chiSquare, first.value(at: 0))]
        var start = first.parameters
        var lowest = first.chiSquare
        // From a ten thousandth of the slowest rate that was measured; no rate can exceed that by more than the scatter.
        var part = 1e-4
        while part < 3 {
            guard let bell = RateBell(points, constant: .given(part * slowest_per_s), start: start) else { break }
            nodes.append((part * slowest_per_s, bell.chiSquare, bell.value(at: 0)))
            lowest = min(lowest, bell.chiSquare)
            // Three standard deviations away, nothing is left of the likelihood.
            if bell.chiSquare > lowest + 9 * excess { break }
            start = bell.parameters
            part *= 1.3
        }
    }

    /// Root of the mean square distance of ln τ(0 V) from a value, weighted by the likelihood.
    func spread(about rest: Double, best: Double) -> Double {
        var (total, square) = (0.0, 0.0)
        for (a, b) in zip(nodes, nodes.dropFirst()) {
            func weight(_ node: (rate_per_s: Double, chiSquare: Double, rest: Double)) -> Double {
                0.5 * (b.rate_per_s - a.rate_per_s) * exp(-0.5 * max(0, node.chiSquare - best) / excess)
            }
            total += weight(a) + weight(b)
            square += weight(a) * (a.rest - rest) * (a.rest - rest) + weight(b) * (b.rest - rest) * (b.rest - rest)
        }
        return total > 0 ? (square / total).squareRoot() : 0
    }

    /// The rate beyond the best one whose misfit is larger by 2.71, the 95 % point of one side.
    func limit_per_s(below best: Double) -> Double? {
        let limit = best + 2.7055 * excess
        guard let last = nodes.lastIndex(where: { $0.chiSquare <= limit }), last + 1 < nodes.count else { return nil }
        let (a, b) = (nodes[last], nodes[last + 1])
        return a.rate_per_s + (b.rate_per_s - a.rate_per_s) * (limit - a.chiSquare) / (b.chiSquare - a.chiSquare)
    }

    /// The smallest ln τ(0 V) within that limit.
    func least(below best: Double) -> Double {
        nodes.filter { $0.chiSquare <= best + 2.7055 * excess }.map(\.rest).min() ?? .infinity
    }
}
