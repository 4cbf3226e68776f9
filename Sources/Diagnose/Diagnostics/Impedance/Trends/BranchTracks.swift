internal import Circuits
import Glibc

/// Follows the two slow branches of circuits over biases, so that the memory of one bias is the memory of the next.
///
/// A branch is followed by its sign and by ln tau: the order of each circuit's two branches is chosen so that the sum of
/// their changes over the whole series is smallest (the shortest path through two orders a bias, exact). The memory is
/// the track that is the memory of most circuits taken alone.
enum BranchTracks {
    /// Cost of a branch that changes its sign, in squares of ln tau: more than a decade and a half of its time.
    private static let signChange = 12.0

    /// The memory branch of each circuit; `nil` where a circuit has other than two branches, or needs no help.
    ///
    /// - Parameter circuits: in order of bias; `nil` where there is none. Circuits of other numbers of branches are
    ///   passed over.
    static func memories(_ circuits: [MaxwellCircuit?]) -> [Int?] {
        let places = circuits.indices.filter { circuits[$0]?.branches.count == 2 }
        let pairs = places.compactMap { circuits[$0]?.branches }
        guard pairs.count > 1 else { return circuits.map { _ in nil } }
        let first = orders(pairs)
        // Position 0 of the order is track A; each circuit alone names its memory.
        let votes = zip(places, first).reduce(0) { sum, item in
            let alone = circuits[item.0]?.memoryBranch
            return sum + (alone == item.1 ? 1 : -1)
        }
        // A tie goes to the track that is the memory at the largest bias, where most current flows.
        let last = places.last.flatMap { circuits[$0]?.memoryBranch } == first.last
        let isFirst = votes > 0 || (votes == 0 && last)
        var memories: [Int?] = circuits.map { _ in nil }
        for (place, order) in zip(places, first) { memories[place] = isFirst ? order : 1 - order }
        return memories
    }

    /// Which branch of each pair is on track A: 0 in the first pair by convention of the shortest path.
    private static func orders(_ pairs: [[MaxwellCircuit.Branch]]) -> [Int] {
        var cost = [0.0, 0.0]
        var origins: [[Int]] = []
        for (before, after) in zip(pairs, pairs.dropFirst()) {
            var (next, origin) = ([0.0, 0.0], [0, 0])
            for order in 0...1 {
                let ways = (0...1).map { cost[$0] + change(before, $0, after, order) }
                origin[order] = ways[1] < ways[0] ? 1 : 0
                next[order] = ways[origin[order]]
            }
            cost = next
            origins.append(origin)
        }
        var order = cost[1] < cost[0] ? 1 : 0
        var list = [order]
        for origin in origins.reversed() {
            order = origin[order]
            list.append(order)
        }
        return list.reversed()
    }

    /// What it costs that branch `a` of one circuit goes on as branch `b` of the next, and the others likewise.
    private static func change(
        _ before: [MaxwellCircuit.Branch], _ a: Int, _ after: [MaxwellCircuit.Branch], _ b: Int
    ) -> Double {
        step(before[a], after[b]) + step(before[1 - a], after[1 - b])
    }

    private static func step(_ a: MaxwellCircuit.Branch, _ b: MaxwellCircuit.Branch) -> Double {
        guard a.time_s > 0, b.time_s > 0 else { return signChange }
        let shift = log(a.time_s / b.time_s)
        return min(shift * shift, 4 * signChange) + ((a.conductance_S < 0) != (b.conductance_S < 0) ? signChange : 0)
    }
}
