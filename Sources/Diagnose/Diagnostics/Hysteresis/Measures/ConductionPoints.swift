internal import Glibc
internal import Kernels

/// Current against voltage of a branch as conduction laws are fitted to it: logarithms, evenly spaced, off the noise.
struct ConductionPoints: Sendable {
    /// ln of |V| in volt, increasing; shape [n].
    private(set) var x: [Double] = []
    /// ln of |I| in ampere; shape [n].
    private(set) var y: [Double] = []
    /// What of the branch is used, in words.
    let range: String

    /// Most points: more would be neighbors that share what no law has.
    static let most = 60
    /// Fewest points, over a factor of two in the voltage at least.
    static let fewest = 8

    /// Takes the part of a branch between two voltages with |I| beyond five deviations of its noise, one sign, off the limit.
    ///
    /// Means of ln |I| over up to 60 even steps of ln |V|; `nil` where that is less than eight points and a factor of two.
    init?(_ branch: Branch, from low_V: Double, to high_V: Double, why: String) {
        let reach = branch.range_V.upperBound
        let low = max(low_V, 0.02 * reach)
        guard high_V > 2 * low else { return nil }
        let sign: Double = (branch.current_A.last ?? 0) < 0 ? -1 : 1
        let width = log(high_V / low) / Double(Self.most)
        var bin = -1
        var sums = (x: 0.0, y: 0.0, n: 0.0)
        for i in branch.u_V.indices {
            let (u, current) = (branch.u_V[i], sign * branch.current_A[i])
            guard u >= low, u <= high_V * (1 + 1e-9), !branch.isMasked(i), current > 5 * (branch.noise_A(at: i) ?? 0),
                current > 0
            else { continue }
            let own = Int(log(u / low) / width)
            if own != bin, sums.n > 0 {
                x.append(sums.x / sums.n)
                y.append(sums.y / sums.n)
                sums = (0, 0, 0)
            }
            bin = own
            sums.x += log(u)
            sums.y += log(current)
            sums.n += 1
        }
        if sums.n > 0 {
            x.append(sums.x / sums.n)
            y.append(sums.y / sums.n)
        }
        range = why
        guard x.count >= Self.fewest, let first = x.first, let last = x.last, last - first >= log(2) * (1 - 1e-9),
            let low_A = y.first, let high_A = y.last
        else { return nil }
        // A current that hardly grows with the voltage comes from elsewhere: light, an offset, a limit.
        guard high_A - low_A >= 0.3 * (last - first) else { return nil }
    }

    private init(x: [Double], y: [Double], range: String) {
        self.x = x
        self.y = y
        self.range = range
    }

    /// The points of a segment.
    func part(_ samples: Range<Int>) -> ConductionPoints {
        ConductionPoints(x: Array(x[samples]), y: Array(y[samples]), range: range)
    }
}
