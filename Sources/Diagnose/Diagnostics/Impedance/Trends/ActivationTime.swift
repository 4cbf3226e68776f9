import Glibc
internal import Kernels

/// The memory time of a quasi-linear device against bias, `tau_0/(e^(gam y) + e^(-(1 - gam) y))`, `y = (u - V_h)/V_x` from
/// its resistances (THEORY B.1, form T1); for the curve of the figure.
struct ActivationTime: Sendable {
    private let law: QuasiLinearLaw
    /// ln tau_0 and gam.
    private let parameters: [Double]
    private let covariance: Matrix?

    /// Fits tau_0 and gam; `nil` for fewer than three times.
    init?(_ points: [TrendLine.Point], law: QuasiLinearLaw) {
        guard points.count > 2 else { return nil }
        let model = Residuals(points: points, y: points.map { Self.reduced($0.V, law) })
        let start = [points.map(\.y).reduce(0, +) / Double(points.count) + log(2), 0.5]
        let fit = fitLeastSquares(model, start: start)
        guard fit.stop.isConverged else { return nil }
        self.law = law
        parameters = fit.parameters
        let scale = max(1, fit.residualVariance ?? 1)
        covariance = fit.inverseNormal.map { inverse in
            var scaled = inverse
            for i in scaled.values.indices { scaled.values[i] *= scale }
            return scaled
        }
    }

    /// ln tau at an internal voltage with its standard error.
    func value(at u_V: Double) -> (y: Double, se: Double) {
        let (y, gradient) = Self.evaluate(parameters, Self.reduced(u_V, law))
        let variance = covariance?.quadraticForm(gradient) ?? 0
        return (y, max(variance, 0).squareRoot())
    }

    private static func reduced(_ u_V: Double, _ law: QuasiLinearLaw) -> Double { law.sign * (u_V - law.V_h) / law.V_x }

    private static func evaluate(_ p: [Double], _ y: Double) -> (Double, [Double]) {
        // e^(gam y) + e^(-(1 - gam) y) = e^(gam y) (1 + e^-y).
        let sum = y > 0 ? p[1] * y + log1p(exp(-y)) : (p[1] - 1) * y + log1p(exp(y))
        return (p[0] - sum, [1, -y])
    }

    private struct Residuals: ResidualModel {
        let points: [TrendLine.Point]
        let y: [Double]
        var residualCount: Int { points.count }
        var parameterCount: Int { 2 }

        func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
            for (i, point) in points.enumerated() {
                let (value, gradient) = ActivationTime.evaluate(parameters, y[i])
                residuals[i] = (value - point.y) / point.sd
                for j in 0..<2 { jacobian[i + j * points.count] = gradient[j] / point.sd }
            }
            return residuals.allSatisfy(\.isFinite)
        }
    }
}
