/// A current that the device limits by itself once it is on, without the source's limit (THEORY D.1, issue of D.5).
struct SelfCompliance: Sendable, Hashable {
    /// The mean |I| over the plateau, A, and its scatter.
    let current: Estimate
    /// Where the plateau begins, V.
    let from_V: Double

    /// Looks at the way out beyond a set; `nil` where the current goes on growing, or stands at the source's limit.
    ///
    /// From the set to the vertex, over at least a tenth of the reach and five points, none at the limit, |I| may grow by less
    /// than 0.3 of what a resistor would.
    init?(_ fwd: Branch, set_V: Double) {
        guard let reach = fwd.u_V.last, reach > 0 else { return nil }
        // A tenth of the way behind the set, where the rise itself has ended.
        let from = set_V + 0.1 * (reach - set_V)
        let used = fwd.u_V.indices.filter { fwd.u_V[$0] >= from }
        guard used.count >= 5, reach - from >= 0.1 * reach, let first = used.first,
            !used.contains(where: fwd.isMasked)
        else { return nil }
        let sizes = used.map { abs(fwd.current_A[$0]) }
        let n = Double(sizes.count)
        // Ends by thirds, so that the noise of one point decides nothing.
        let third = max(1, sizes.count / 3)
        let start = sizes.prefix(third).reduce(0, +) / Double(third)
        let end = sizes.suffix(third).reduce(0, +) / Double(third)
        let thirds = (
            fwd.u_V[used[third / 2]], fwd.u_V[used[sizes.count - 1 - third / 2]]
        )
        guard start > 0, end / start - 1 < 0.3 * (thirds.1 / thirds.0 - 1), end > 0.9 * start else { return nil }
        let mean = sizes.reduce(0, +) / n
        let variance = sizes.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 1)
        current = Estimate(mean, se: (variance / n).squareRoot())
        from_V = fwd.u_V[first]
    }
}
