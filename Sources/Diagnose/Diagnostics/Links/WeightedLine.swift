/// A straight line through points with errors.
struct WeightedLine {
    /// Change of y per x.
    let slope: Double
    /// Standard error of the slope: as the points' errors make it, or their scatter where that is larger.
    let slopeError: Double
    /// Weighted middle of the points.
    let center: (x: Double, y: Double)
    /// Variance of the value at that middle.
    private let centerVariance: Double
    /// Weighted sum of squared residuals about the line.
    let chiSquare: Double

    /// Fits; `nil` with fewer than two points, without an error above zero, or at one x.
    init?(_ rows: [(x: Double, y: Double, sd: Double)]) {
        guard rows.count >= 2, rows.allSatisfy({ $0.sd > 0 }) else { return nil }
        let weights = rows.map { 1 / ($0.sd * $0.sd) }
        let total = weights.reduce(0, +)
        func mean(_ f: ((x: Double, y: Double, sd: Double)) -> Double) -> Double {
            zip(rows, weights).reduce(0) { $0 + $1.1 * f($1.0) } / total
        }
        let (x, y) = (mean(\.x), mean(\.y))
        let spread = zip(rows, weights).reduce(0) { $0 + $1.1 * ($1.0.x - x) * ($1.0.x - x) }
        guard spread > 0, total.isFinite, spread.isFinite else { return nil }
        slope = zip(rows, weights).reduce(0) { $0 + $1.1 * ($1.0.x - x) * ($1.0.y - y) } / spread
        let b = slope
        chiSquare = zip(rows, weights).reduce(0) {
            let r = $1.0.y - y - b * ($1.0.x - x)
            return $0 + $1.1 * r * r
        }
        center = (x, y)
        let excess = rows.count > 2 ? max(1, chiSquare / Double(rows.count - 2)) : 1
        slopeError = (excess / spread).squareRoot()
        centerVariance = excess / total
    }

    /// The line at an x, with its standard error.
    func value(at x: Double) -> (value: Double, se: Double) {
        let reach = (x - center.x) * slopeError
        return (center.y + slope * (x - center.x), (centerVariance + reach * reach).squareRoot())
    }
}
