internal import Glibc
internal import Kernels

/// Current against voltage of a branch as conduction laws are fitted to it: logarithms, evenly spaced, off the noise.
struct ConductionPoints: Sendable {
    /// ln of |V| in volt, increasing; shape [n].
    private(set) var x: [Double] = []
    /// ln of |I| in ampere; shape [n].
    private(set) var y: [Double] = []
    /// Weight of each point, their mean 1: one over the variance that the noise gives ln |I|, and that of 0.3 % which no meter
    /// repeats better than; shape [n].
    private(set) var weight: [Double] = []
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
        range = why
        var bin = -1
        var sums = (x: 0.0, y: 0.0, variance: 0.0, n: 0.0)
        var variances: [Double] = []
        var means: [(x: Double, y: Double)] = []
        func close() {
            guard sums.n > 0 else { return }
            means.append((sums.x / sums.n, sums.y / sums.n))
            variances.append(sums.variance / (sums.n * sums.n) + Self.leastVariance)
            sums = (0, 0, 0, 0)
        }
        for i in branch.u_V.indices {
            let (u, current) = (branch.u_V[i], sign * branch.current_A[i])
            let noise = branch.noise_A(at: i) ?? 0
            guard u >= low, u <= high_V * (1 + 1e-9), !branch.isMasked(i), current > 5 * noise, current > 0
            else { continue }
            let own = Int(log(u / low) / width)
            if own != bin { close() }
            bin = own
            sums.x += log(u)
            sums.y += log(current)
            sums.variance += noise * noise / (current * current)
            sums.n += 1
        }
        close()
        (x, y, weight) = (means.map(\.x), means.map(\.y), Self.weights(variances))
        guard x.count >= Self.fewest, let first = x.first, let last = x.last, last - first >= log(2) * (1 - 1e-9),
            let low_A = y.first, let high_A = y.last
        else { return nil }
        // A current that hardly grows with the voltage comes from elsewhere: light, an offset, a limit.
        guard high_A - low_A >= 0.3 * (last - first) else { return nil }
    }

    private init(x: [Double], y: [Double], weight: [Double], range: String) {
        (self.x, self.y, self.weight, self.range) = (x, y, weight, range)
    }

    private static let leastVariance = 9e-6

    private static func weights(_ variances: [Double]) -> [Double] {
        let inverse = variances.map { 1 / $0 }
        let mean = inverse.reduce(0, +) / Double(max(1, inverse.count))
        return inverse.map { $0 / mean }
    }

    /// The points of a segment.
    func part(_ samples: Range<Int>) -> ConductionPoints {
        // Their mean is 1 in the part as well.
        let mean = weight[samples].reduce(0, +) / Double(max(1, samples.count))
        return ConductionPoints(
            x: Array(x[samples]), y: Array(y[samples]), weight: weight[samples].map { $0 / mean }, range: range)
    }
}
