internal import Glibc
internal import Kernels
internal import Measurements

/// Slope of a steady-state current-voltage curve at a voltage, from its neighboring points.
enum SteadySlope {
    /// A slope with its standard error, S, the dwell at the voltage, s, and the recordings it comes from.
    struct Value {
        var slope_S: Double
        /// `nil` where the curve states no error: none is no certainty.
        var se_S: Double?
        var dwell_s: Double
        var from: [String]
        var rule: String
    }

    /// Slope at `at_V` by a weighted local quadratic through the five nearest points (THEORY G.3, L1).
    ///
    /// The standard error adds to the statistical part the change that a further term makes: the curve's own bending.
    /// - Parameter degree: that of the polynomial, 2 or 3.
    /// - Returns: `nil` with fewer than four points, or if `at_V` lies outside them.
    static func slope(of curve: Curve, at at_V: Double, degree: Int = 2) -> Value? {
        let V = curve["V"]
        let I = curve["I"]
        let se = curve["se"]
        let dwell = curve["dwell"]
        guard V.count >= 4, let low = V.min(), let high = V.max(), at_V >= low, at_V <= high else { return nil }
        let near = V.indices.sorted { abs(V[$0] - at_V) < abs(V[$1] - at_V) }.prefix(5)
        let rows = near.map { (x: V[$0] - at_V, y: I[$0], se: $0 < se.count ? se[$0] : 0) }
        guard let local = polynomial(rows, degree: degree) else { return nil }
        let bending =
            rows.count >= degree + 2 ? polynomial(rows, degree: degree + 1).map { $0.slope - local.slope } ?? 0 : 0
        let error = local.se.map { ($0 * $0 + bending * bending).squareRoot() }
        return Value(
            slope_S: local.slope, se_S: error, dwell_s: near.map { $0 < dwell.count ? dwell[$0] : 0 }.min() ?? 0,
            from: curve.from, rule: "local \(degree == 2 ? "quadratic" : "cubic") through \(rows.count) points")
    }

    /// Slope at zero of a polynomial fitted by weighted least squares, with its standard error.
    private static func polynomial(
        _ rows: [(x: Double, y: Double, se: Double)], degree: Int
    ) -> (slope: Double, se: Double?)? {
        let count = degree + 1
        guard rows.count >= count, let span = rows.map({ abs($0.x) }).max(), span > 0 else { return nil }
        // Where some error is unknown the points weigh alike, and the fit gives no error of its own.
        let known = rows.allSatisfy { $0.se > 0 }
        var columns = [[Double](repeating: 1, count: rows.count)]
        for _ in 1..<count { columns.append(zip(columns[columns.count - 1], rows).map { $0 * $1.x / span }) }
        let weights = rows.map { known ? 1 / $0.se : 1 }
        guard let fit = fitLinear(columns: columns, right: rows.map(\.y), weights: weights), fit.rank == count else {
            return nil
        }
        let variance = known ? fit.inverseNormal?[1, 1] : nil
        return (fit.coefficients[1] / span, variance.map { $0.squareRoot() / span })
    }
}

/// The memory's relaxation time at a bias, from whatever knows it; what "steady" is measured by.
enum MemoryTime {
    /// The slowest time that spectra or steps show at a bias in a state, s; `nil` where nothing is known.
    ///
    /// The slowest, whoever saw it: a curve is steady when nothing moves any more.
    static func slowest(at bias_V: Double, state: String?, in evidence: Evidence) -> Double? {
        let ids = ["impedance.tau_k", "impedance.tau_V", "transient.tau_V", "transient.tau"]
        let near = ids.flatMap { evidence.metrics($0) }.filter {
            $0.at.state == state && abs((($0.at.V ?? $0.at.bias_V) ?? .infinity) - bias_V) <= evidence.biasTolerance_V
        }
        return near.map(\.value).max()
    }
}
