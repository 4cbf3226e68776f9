import Glibc
import Kernels

/// The relaxation time against voltage as two exponential rates and a constant one, `1/τ = k_0 + k_s e^{aV} + k_r e^{-bV}`
/// (THEORY B.1).
///
/// With `k_0 = 0` this is T1 (`a = γ/V_x`, `b = (1-γ)/V_x`), a bell with its top where both rates are equal; with a free
/// `k_0` it is T2 (`V_s = 1/a`, `V_r = 1/b`); with a given one it is a point of T2's profile.
struct RateBell: Sendable {
    /// One measured time.
    struct Point: Sendable, Hashable {
        /// Voltage inside the device where the series resistance is known, V.
        var V: Double
        var logTau: Double
        /// Standard deviation of `logTau`.
        var sd: Double
        /// +1 where the conductance grows (set), -1 where it falls (reset).
        var growth = 0.0
    }

    /// What is done with the constant rate.
    enum Constant: Sendable {
        case given(_ rate_per_s: Double)
        case free(start_per_s: Double)
    }

    /// ln k_s, ln a, ln k_r, ln b, and ln k_0 where it is free.
    let parameters: [Double]
    /// The rate that does not depend on the voltage, 1/s.
    let constantRate_per_s: Double
    /// Weighted sum of squared residuals.
    let chiSquare: Double
    /// Number of points less that of parameters.
    let freedom: Int
    private let covariance: Matrix?

    /// Whether the constant rate was fitted.
    var isConstantFree: Bool { parameters.count == 5 }

    /// Fits the law to times; `nil` with fewer points than parameters, or where they do not determine it.
    ///
    /// - Parameter start: ln k_s, ln a, ln k_r, ln b to start from; by the slopes on both sides of the longest time
    ///   without them.
    init?(_ points: [Point], constant: Constant = .given(0), start: [Double]? = nil) {
        guard points.count >= 5, var start = start ?? Self.start(points) else { return nil }
        var given = 0.0
        switch constant {
        case .given(let rate_per_s): given = rate_per_s
        case .free(let start_per_s): start.append(log(start_per_s))
        }
        let model = RateBellResiduals(points: points, constantRate_per_s: given, parameterCount: start.count)
        var options = LeastSquaresOptions()
        options.stepCaps = [3, 0.5, 3, 0.5, 2].prefix(start.count).map { $0 }
        let fit = fitLeastSquares(model, start: start, options: options)
        guard fit.stop.isConverged else { return nil }
        parameters = fit.parameters
        constantRate_per_s = start.count == 5 ? exp(fit.parameters[4]) : given
        chiSquare = fit.residualSumOfSquares
        freedom = points.count - start.count
        guard var scaled = fit.inverseNormal else {
            covariance = nil
            return
        }
        // Errors are as stated, or as large as the scatter shows them to be; then by Student's law, in units of the normal one.
        if freedom > 0, chiSquare > Double(freedom) {
            let student = StudentDistribution.quantile(0.975, degreesOfFreedom: Double(freedom)) / 1.959964
            for i in scaled.values.indices { scaled.values[i] *= chiSquare / Double(freedom) * student * student }
        }
        covariance = scaled
    }

    /// ln τ at a voltage.
    func value(at V: Double) -> Double { Self.evaluate(parameters, V, constantRate_per_s).value }

    /// ln τ at a voltage with its standard deviation; infinite where the points leave a parameter open.
    func logTau(at V: Double) -> (value: Double, sd: Double) {
        let (value, gradient) = Self.evaluate(parameters, V, constantRate_per_s)
        return (value, deviation([gradient.0, gradient.1, gradient.2, gradient.3, gradient.4]))
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
        return (f(parameters), deviation(gradient))
    }

    private func deviation(_ gradient: [Double]) -> Double {
        covariance.map { max(0, $0.quadraticForm(Array(gradient.prefix(parameters.count)))).squareRoot() } ?? .infinity
    }

    /// ln τ and its derivatives by ln k_s, ln a, ln k_r, ln b, ln k_0.
    ///
    /// A tuple, since a fit asks for some ten thousand of them.
    static func evaluate(
        _ p: [Double], _ V: Double, _ given: Double
    ) -> (value: Double, gradient: (Double, Double, Double, Double, Double)) {
        let (a, b) = (exp(p[1]), exp(p[3]))
        let set = p[0] + a * V
        let reset = p[2] - b * V
        let constant = p.count == 5 ? p[4] : (given > 0 ? log(given) : -.infinity)
        let largest = max(set, reset, constant)
        let (s, r, c) = (exp(set - largest), exp(reset - largest), exp(constant - largest))
        let total = s + r + c
        return (
            -(largest + log(total)), (-s / total, -s / total * a * V, -r / total, r / total * b * V, -c / total)
        )
    }

    /// Where to begin: the slopes on both sides of the longest time; `nil` where none falls.
    private static func start(_ points: [Point]) -> [Double]? {
        guard let top = points.max(by: { $0.logTau < $1.logTau }) else { return nil }
        let rise = slope(points.filter { $0.V >= top.V }) ?? 0
        let fall = slope(points.filter { $0.V <= top.V }) ?? 0
        // Where the top is the first or the last point, the other side starts as steep as the one that is seen.
        guard rise < 0 || fall > 0 else { return nil }
        let a = rise < 0 ? -rise : fall
        let b = fall > 0 ? fall : -rise
        return [-top.logTau - a * top.V, log(a), -top.logTau + b * top.V, log(b)]
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
    let parameterCount: Int
    var residualCount: Int { points.count }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        // Slopes between 1/1000 V and 1/1 mV, rates that are numbers: beyond, the exponentials mean nothing.
        guard abs(parameters[1]) < 7, abs(parameters[3]) < 7, parameters.allSatisfy({ abs($0) < 300 }) else {
            return false
        }
        let n = points.count
        for (i, point) in points.enumerated() {
            let (value, gradient) = RateBell.evaluate(parameters, point.V, constantRate_per_s)
            residuals[i] = (value - point.logTau) / point.sd
            jacobian[i] = gradient.0 / point.sd
            jacobian[n + i] = gradient.1 / point.sd
            jacobian[2 * n + i] = gradient.2 / point.sd
            jacobian[3 * n + i] = gradient.3 / point.sd
            if parameterCount == 5 { jacobian[4 * n + i] = gradient.4 / point.sd }
        }
        return residuals.allSatisfy(\.isFinite)
    }
}
