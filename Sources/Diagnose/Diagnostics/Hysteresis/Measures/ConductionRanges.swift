internal import Glibc

/// A branch as one to three ranges, each with its own law of conduction.
///
/// Ends lie where the sum of squares about the best law of every range is least, the number of ranges where BIC is least: an
/// ohmic foot, traps that fill and the square law behind them are three laws, not one.
struct ConductionRanges: Sendable {
    /// The points of each range, in order.
    let ranges: [Range<Int>]

    /// Fewest points and least ratio of the voltages of a range: over less, all laws look alike.
    private static let fewest = 6
    private static let leastRatio = log(1.25)
    /// BIC that cuts must gain: 10 is "very strong" (Kass and Raftery 1995), and logarithms of noisy currents have long tails.
    private static let gain = 16.0
    /// Most points between which ranges may end; every second point of 60 is near enough for a first place.
    private static let mostCuts = 30

    /// Cuts points into ranges; laws that the physics of the layer excludes have no say.
    init(_ points: ConductionPoints, _ physics: ConductionPhysics) {
        let n = points.x.count
        var costs = LawCosts(points, physics)
        let stride = max(1, (n + Self.mostCuts - 1) / Self.mostCuts)
        let grid = Array(Swift.stride(from: 0, to: n, by: stride)) + [n]
        var best = (bic: Self.criterion(costs.square(0..<n), n, 1), cuts: [0, n])
        for count in 2...3 where n >= count * Self.fewest {
            guard var cuts = Self.cuts(count, grid, points, &costs) else { continue }
            Self.refine(&cuts, by: stride - 1, points, &costs)
            let bic = Self.criterion(Self.sum(cuts, &costs), n, count)
            if bic < best.bic - Self.gain { best = (bic, cuts) }
        }
        ranges = zip(best.cuts, best.cuts.dropFirst()).map { $0..<$1 }
    }

    /// Two parameters a range, and the place of each cut; deviations below 0.1 % count as that.
    private static func criterion(_ square: Double, _ n: Int, _ count: Int) -> Double {
        Double(n) * log(square / Double(n) + 1e-6) + Double(3 * count - 1) * log(Double(n))
    }

    private static func sum(_ cuts: [Int], _ costs: inout LawCosts) -> Double {
        var sum = 0.0
        for (a, b) in zip(cuts, cuts.dropFirst()) { sum += costs.square(a..<b) }
        return sum
    }

    private static func isRange(_ a: Int, _ b: Int, _ points: ConductionPoints) -> Bool {
        b - a >= fewest && points.x[b - 1] - points.x[a] >= leastRatio
    }

    /// The best cuts on the grid, none where the branch is too short.
    private static func cuts(
        _ count: Int, _ grid: [Int], _ points: ConductionPoints, _ costs: inout LawCosts
    ) -> [Int]? {
        guard let end = grid.last else { return nil }
        var best: (square: Double, cuts: [Int])?
        func take(_ cuts: [Int], _ costs: inout LawCosts) {
            let square = sum(cuts, &costs)
            if best.map({ square < $0.square }) ?? true { best = (square, cuts) }
        }
        for a in grid.dropFirst() where isRange(0, a, points) {
            if count == 2 {
                if isRange(a, end, points) { take([0, a, end], &costs) }
                continue
            }
            for b in grid where b > a && b < end && isRange(a, b, points) && isRange(b, end, points) {
                take([0, a, b, end], &costs)
            }
        }
        return best?.cuts
    }

    /// Moves each inner cut by a few points to where the sum is least.
    private static func refine(_ cuts: inout [Int], by reach: Int, _ points: ConductionPoints, _ costs: inout LawCosts)
    {
        guard reach > 0 else { return }
        for k in 1..<(cuts.count - 1) {
            var best = (square: sum(cuts, &costs), cut: cuts[k])
            for cut in (cuts[k] - reach)...(cuts[k] + reach)
            where isRange(cuts[k - 1], cut, points) && isRange(cut, cuts[k + 1], points) {
                var moved = cuts
                moved[k] = cut
                let square = sum(moved, &costs)
                if square < best.square { best = (square, cut) }
            }
            cuts[k] = best.cut
        }
    }
}

/// The least sum of squares of ln I about any law, stretch by stretch; each is computed once.
private struct LawCosts {
    private let points: ConductionPoints
    private let physics: ConductionPhysics
    /// Basis and target of each law that is a line, point by point.
    private let lines: [(law: TransportLaw, rows: [LawLine.Row])]
    private var known: [Double?]
    private let n: Int

    init(_ points: ConductionPoints, _ physics: ConductionPhysics) {
        self.points = points
        self.physics = physics
        n = points.x.count
        known = [Double?](repeating: nil, count: (n + 1) * (n + 1))
        lines = TransportLaw.allCases.compactMap { law in
            let rows = law.rows(points)
            return rows.count == points.x.count ? (law, rows) : nil
        }
    }

    mutating func square(_ range: Range<Int>) -> Double {
        let place = range.lowerBound * (n + 1) + range.upperBound
        if let square = known[place] { return square }
        var least = sum(range)
        for line in lines {
            guard let found = LawLine(line.rows[range]), found.slope > 0, found.square < least,
                physics.allows(line.law, coefficient: found.slope, intercept: found.intercept)
            else { continue }
            least = found.square
        }
        known[place] = least
        return least
    }

    /// The sum of an ohmic and a square part, whose relative deviations are linear in both: near those of ln I where they are small.
    private func sum(_ range: Range<Int>) -> Double {
        var (pp, pq, qq, p1, q1, n) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        // V/I and V²/I, in units of the first point's, so that no power of ten is lost.
        let (x0, y0) = (points.x[range.lowerBound], points.y[range.lowerBound])
        for i in range {
            let p = exp(points.x[i] - x0 - points.y[i] + y0)
            let q = p * exp(points.x[i] - x0)
            let w = points.weight[i]
            pp += w * p * p
            pq += w * p * q
            qq += w * q * q
            p1 += w * p
            q1 += w * q
            n += w
        }
        let determinant = pp * qq - pq * pq
        guard determinant > 1e-9 * pp * qq else { return .infinity }
        let (a, b) = ((p1 * qq - q1 * pq) / determinant, (q1 * pp - p1 * pq) / determinant)
        let square = n - a * p1 - b * q1
        // Beyond 30 % the relative deviation understates that of the logarithm.
        guard a > 0, b > 0, square < 0.09 * n else { return .infinity }
        return max(0, square)
    }
}
