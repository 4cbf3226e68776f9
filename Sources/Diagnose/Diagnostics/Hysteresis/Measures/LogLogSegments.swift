internal import Glibc

/// A curve in double logarithms as one to three straight lines: the exponents `dln|I|/dln|V|` and where they hold.
struct LogLogSegments: Sendable {
    /// One line.
    struct Line: Sendable, Hashable {
        let samples: Range<Int>
        let slope: Estimate
        let intercept: Double
    }

    let lines: [Line]

    /// Fewest points of a line.
    private static let fewest = 6
    /// Deviations below 0.1 % mean nothing: no instrument is so linear over decades.
    private static let floor = 1e-6

    /// The number of lines of the lowest BIC, each by least squares, their ends where the weighted sum of squares is least.
    init(_ points: ConductionPoints) {
        let table = Table(points)
        let n = points.x.count
        var best: (bic: Double, cuts: [Int])?
        for count in 1...3 where n >= count * Self.fewest {
            let found = Self.cuts(count, n, table)
            let square = found.square / Double(n) + Self.floor
            // Two parameters a line, and the place of each cut.
            let bic = Double(n) * log(square) + Double(3 * count - 1) * log(Double(n))
            if best.map({ bic < $0.bic - 2 }) ?? true { best = (bic, found.cuts) }
        }
        let cuts = best?.cuts ?? [0, n]
        lines = zip(cuts, cuts.dropFirst()).map { a, b in table.line(a..<b) }
    }

    private static func cuts(_ count: Int, _ n: Int, _ table: Table) -> (square: Double, cuts: [Int]) {
        switch count {
        case 1: return (table.square(0..<n), [0, n])
        case 2:
            var best = (square: Double.infinity, cuts: [0, n])
            for a in fewest...(n - fewest) {
                let square = table.square(0..<a) + table.square(a..<n)
                if square < best.square { best = (square, [0, a, n]) }
            }
            return best
        default:
            var best = (square: Double.infinity, cuts: [0, n])
            for a in fewest...(n - 2 * fewest) {
                let first = table.square(0..<a)
                for b in (a + fewest)...(n - fewest) {
                    let square = first + table.square(a..<b) + table.square(b..<n)
                    if square < best.square { best = (square, [0, a, b, n]) }
                }
            }
            return best
        }
    }

    /// Running sums, from which the line of any stretch follows at once.
    private struct Table {
        private var sums: [(w: Double, x: Double, y: Double, xx: Double, xy: Double, yy: Double)] = [(0, 0, 0, 0, 0, 0)]
        private let center: (x: Double, y: Double)

        init(_ points: ConductionPoints) {
            let n = Double(max(1, points.x.count))
            center = (points.x.reduce(0, +) / n, points.y.reduce(0, +) / n)
            var sum = (w: 0.0, x: 0.0, y: 0.0, xx: 0.0, xy: 0.0, yy: 0.0)
            for i in points.x.indices {
                let (w, dx, dy) = (points.weight[i], points.x[i] - center.x, points.y[i] - center.y)
                sum = (
                    sum.w + w, sum.x + w * dx, sum.y + w * dy, sum.xx + w * dx * dx, sum.xy + w * dx * dy,
                    sum.yy + w * dy * dy
                )
                sums.append(sum)
            }
        }

        private func moments(_ r: Range<Int>) -> (x: Double, y: Double, xx: Double, xy: Double, yy: Double) {
            let (a, b) = (sums[r.lowerBound], sums[r.upperBound])
            let n = b.w - a.w
            let (x, y) = ((b.x - a.x) / n, (b.y - a.y) / n)
            return (x, y, b.xx - a.xx - n * x * x, b.xy - a.xy - n * x * y, b.yy - a.yy - n * y * y)
        }

        func square(_ r: Range<Int>) -> Double {
            let m = moments(r)
            return max(0, m.xx > 0 ? m.yy - m.xy * m.xy / m.xx : m.yy)
        }

        func line(_ r: Range<Int>) -> Line {
            let m = moments(r)
            let slope = m.xx > 0 ? m.xy / m.xx : 0
            let variance = max(square(r) / max(1, Double(r.count) - 2), LogLogSegments.floor)
            return Line(
                samples: r, slope: Estimate(slope, se: m.xx > 0 ? (variance / m.xx).squareRoot() : nil),
                intercept: center.y + m.y - slope * (center.x + m.x))
        }
    }
}
