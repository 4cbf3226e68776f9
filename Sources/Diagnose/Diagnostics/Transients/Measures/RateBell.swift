import Glibc
import Kernels

/// The relaxation time against voltage as two exponential rates, `1/τ = k_0 + k_s e^{aV} + k_r e^{-bV}` (THEORY B.1).
///
/// With `k_0 = 0` this is T1 (`a = γ/V_x`, `b = (1-γ)/V_x`), a bell with its top where both rates are equal; with a
/// given `k_0` it is T2.
struct RateBell: Sendable {
    /// One measured time.
    struct Point: Sendable, Hashable {
        var V: Double
        var logTau: Double
        /// Standard deviation of `logTau`.
        var sd: Double
        /// +1 where the conductance grows (set), -1 where it falls (reset).
        var growth = 0.0
    }

    /// ln k_s, ln a, ln k_r, ln b.
    let parameters: [Double]
    /// The rate that does not depend on the voltage, 1/s.
    let constantRate_per_s: Double
    /// Weighted sum of squared residuals.
    let chiSquare: Double
    private let covariance: Matrix

    /// Fits a bell to times; `nil` with fewer than five, or where the two sides are not both determined.
    init?(_ points: [Point], constantRate_per_s: Double = 0) {
        guard points.count >= 5, let top = points.max(by: { $0.logTau < $1.logTau }) else { return nil }
        guard let rise = Self.slope(points.filter { $0.V >= top.V }), rise < 0 else { return nil }
        let fall = Self.slope(points.filter { $0.V <= top.V }) ?? 0
        // Where the top is the first point, the other side starts as steep as the one that is seen.
        let b = fall > 0 ? fall : -rise
        let start = [-top.logTau + rise * top.V, log(-rise), -top.logTau + b * top.V, log(b)]
        let model = RateBellResiduals(points: points, constantRate_per_s: constantRate_per_s)
        var options = LeastSquaresOptions()
        options.stepCaps = [3, 0.5, 3, 0.5]
        let fit = fitLeastSquares(model, start: start, options: options)
        guard fit.stop.isConverged, let inverse = fit.inverseNormal, let variance = fit.residualVariance else {
            return nil
        }
        parameters = fit.parameters
        self.constantRate_per_s = constantRate_per_s
        chiSquare = fit.residualSumOfSquares
        var scaled = inverse
        // Errors are as stated, or as large as the scatter shows them to be.
        for i in scaled.values.indices { scaled.values[i] *= max(1, variance) }
        covariance = scaled
    }

    /// ln τ at a voltage with its standard deviation.
    func logTau(at V: Double) -> (value: Double, sd: Double) {
        let (value, gradient) = Self.evaluate(parameters, V, constantRate_per_s)
        var sum = 0.0
        for i in 0..<4 {
            for j in 0..<4 { sum += gradient[i] * covariance[i, j] * gradient[j] }
        }
        return (value, max(0, sum).squareRoot())
    }

    /// Any quantity of the parameters with its standard deviation, by linear propagation (central differences).
    func quantity(_ f: ([Double]) -> Double) -> (value: Double, sd: Double) {
        let gradient = parameters.indices.map { i -> Double in
            var (up, down) = (parameters, parameters)
            let step = 1e-5 * max(1, abs(parameters[i]))
            up[i] += step
            down[i] -= step
            return (f(up) - f(down)) / (2 * step)
        }
        var sum = 0.0
        for i in 0..<4 {
            for j in 0..<4 { sum += gradient[i] * covariance[i, j] * gradient[j] }
        }
        return (f(parameters), max(0, sum).squareRoot())
    }

    /// ln τ and its derivatives.
    static func evaluate(_ p: [Double], _ V: Double, _ constant: Double) -> (Double, [Double]) {
        let (a, b) = (exp(p[1]), exp(p[3]))
        let set = p[0] + a * V
        let reset = p[2] - b * V
        let largest = max(set, reset, constant > 0 ? log(constant) : -.infinity)
        let total = exp(set - largest) + exp(reset - largest) + constant * exp(-largest)
        let w = exp(set - largest) / total
        let v = exp(reset - largest) / total
        return (-(largest + log(total)), [-w, -w * a * V, -v, v * b * V])
    }

    /// Slope of ln τ against V by least squares; `nil` with fewer than two voltages.
    private static func slope(_ points: [Point]) -> Double? {
        guard points.count > 1 else { return nil }
        let n = Double(points.count)
        let x = points.reduce(0) { $0 + $1.V } / n
        let y = points.reduce(0) { $0 + $1.logTau } / n
        let square = points.reduce(0) { $0 + ($1.V - x) * ($1.V - x) }
        guard square > 0 else { return nil }
        return points.reduce(0) { $0 + ($1.V - x) * ($1.logTau - y) } / square
    }
}

/// Residuals of ln τ, each divided by its standard deviation.
private struct RateBellResiduals: ResidualModel {
    let points: [RateBell.Point]
    let constantRate_per_s: Double
    var residualCount: Int { points.count }
    var parameterCount: Int { 4 }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        // Slopes between 1/100 V and 1/1 mV: beyond, the exponentials mean nothing.
        guard abs(parameters[1]) < 7, abs(parameters[3]) < 7 else { return false }
        for (i, point) in points.enumerated() {
            let (value, gradient) = RateBell.evaluate(parameters, point.V, constantRate_per_s)
            residuals[i] = (value - point.logTau) / point.sd
            for j in 0..<4 { jacobian[j * points.count + i] = gradient[j] / point.sd }
        }
        return residuals.allSatisfy(\.isFinite)
    }
}
