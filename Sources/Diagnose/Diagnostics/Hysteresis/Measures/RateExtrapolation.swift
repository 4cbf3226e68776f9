internal import Glibc

/// `(I_up - I_dn)/(2v)` at several rates, drawn to v = 0 (THEORY D.4, G.1).
struct RateExtrapolation: Sendable {
    /// The value at v = 0.
    let value: Estimate
    /// The rates it rests on, V/s, increasing.
    let rates_V_per_s: [Double]

    /// A reading at a rate.
    struct Reading: Sendable {
        let rate_V_per_s: Double
        let value: Estimate
    }

    /// Largest share of the value that the straight line may add on its way from the fastest rate used to v = 0.
    static let mostCorrection = 0.25

    /// Rates beyond thirty times the slowest are left out: a loop far from the steady state may meet the line by chance.
    static let mostSpread = 30.0

    /// Fits a weighted straight line against the square of the rate through the slowest rates; `nil` where no two are
    /// slow enough.
    ///
    /// About the steady state the current is a power series in dV/dt, with +v on one branch and -v on the other: in their
    /// difference the even powers cancel, and `(I_up - I_dn)/(2v) = C_lf + O(v²)`. As many of the slowest rates are used
    /// as lie on the line (chi² a degree of freedom up to 4, 2 % of each value allowed for the instrument) and change the
    /// value by at most a quarter. The error holds the noise and the next term of the series, the square of that change.
    ///
    /// - Parameter allowance: what an instrument may differ by from rate to rate, relative; what the error holds of it
    ///   is common to all rates.
    init?(_ readings: [Reading], allowance: Double = 0.02) {
        let slowest = readings.map(\.rate_V_per_s).min() ?? 0
        let sorted = readings.filter { $0.rate_V_per_s <= Self.mostSpread * slowest * (1 + 1e-6) }
            .sorted { $0.rate_V_per_s < $1.rate_V_per_s }
        var best: (fit: Line, change: Double, count: Int)?
        for count in 2...max(2, sorted.count) where count <= sorted.count {
            let used = sorted.prefix(count)
            guard let first = used.first, let last = used.last, last.rate_V_per_s > 1.2 * first.rate_V_per_s else {
                continue
            }
            let points = used.map {
                Point(v: $0.rate_V_per_s * $0.rate_V_per_s, c: $0.value.value, sd: Self.error($0.value, allowance))
            }
            guard let line = Line(points) else { continue }
            let square = last.rate_V_per_s * last.rate_V_per_s
            let change = abs(line.slope * square)
            let slow = change <= Self.mostCorrection * abs(line.intercept) + 2 * (line.slopeSe * square)
            guard slow, count == 2 || line.chiSquare <= 4 * Double(count - 2) else { continue }
            best = (line, change, count)
        }
        guard let best else { return nil }
        // Where the value passes zero, the readings give the scale. A change that noise alone makes is no sign of a next
        // term, and never counts beyond its bound.
        let read = sorted.prefix(best.count).map { abs($0.value.value) }.max() ?? 0
        let scale = max(abs(best.fit.intercept), read, .leastNormalMagnitude)
        let share = min(best.change / scale, Self.mostCorrection)
        let next = share * share * scale
        value = Estimate(best.fit.intercept, se: sqrt(best.fit.interceptSe * best.fit.interceptSe + next * next))
        rates_V_per_s = sorted.prefix(best.count).map(\.rate_V_per_s)
        guard value.isFinite else { return nil }
    }

    private static func error(_ value: Estimate, _ allowance: Double) -> Double {
        let se = value.se ?? 0
        return sqrt(se * se + allowance * allowance * value.value * value.value)
    }

    private struct Point {
        let v: Double
        let c: Double
        let sd: Double
    }

    /// A weighted straight line.
    private struct Line {
        let intercept: Double
        let interceptSe: Double
        let slope: Double
        let slopeSe: Double
        let chiSquare: Double

        init?(_ points: [Point]) {
            // Equal weights where nothing is known of the errors: all readings zero.
            let weights = points.map { $0.sd > 0 ? 1 / ($0.sd * $0.sd) : 1 }
            let w = weights.reduce(0, +)
            let middle = zip(weights, points).map { $0 * $1.v }.reduce(0, +) / w
            let mean = zip(weights, points).map { $0 * $1.c }.reduce(0, +) / w
            let square = zip(weights, points).map { $0 * ($1.v - middle) * ($1.v - middle) }.reduce(0, +)
            guard w.isFinite, square > 0 else { return nil }
            let slope = zip(weights, points).map { $0 * ($1.v - middle) * ($1.c - mean) }.reduce(0, +) / square
            self.slope = slope
            intercept = mean - slope * middle
            interceptSe = sqrt(1 / w + middle * middle / square)
            slopeSe = sqrt(1 / square)
            chiSquare = zip(weights, points).map { weight, point in
                let rest = point.c - mean - slope * (point.v - middle)
                return weight * rest * rest
            }.reduce(0, +)
        }
    }
}
