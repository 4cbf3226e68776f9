import Glibc
internal import Kernels

/// Quasi-linear conduction (CALM): `R_b = u/I`, so `G = 1/R_b = g_L + dg x(u)`, and `1/R_a = u dG/du`, with the sigmoid
/// `x = 1/(1 + e^(-(u - V_h)/V_x))`; R_a has a minimum near V_h.
///
/// Four parameters, like the exponential law. u is the voltage without the drop over R_s: `u = V/(1 + R_s/R_b)`, by the
/// law itself. Where the memory lowers the conductance (R_a < 0) the sigmoid falls.
/// - Source: THEORY B.1 (steady state, exact properties i and ii), E.6.
struct QuasiLinearLaw: Sendable {
    /// ln g_L, ln dg, V_h, ln V_x.
    let parameters: [Double]
    /// `(J^T J)^-1` of the fit; absent where the points do not determine all four.
    let inverseNormal: Matrix?
    /// Internal voltage of each point, V.
    let internal_V: [Double]
    /// How well it describes the points.
    let fit: LawFit
    /// 1 where the conductance rises with the voltage, -1 where it falls.
    let sign: Double

    /// Voltage of half activation, V.
    var V_h: Double { parameters[2] }
    /// Steepness of the activation, V.
    var V_x: Double { exp(parameters[3]) }

    /// Standard errors of V_h and V_x, scaled by the scatter; `nil` where the points do not determine all parameters.
    var scaleErrors_V: (V_h: Double, V_x: Double)? {
        guard let inverseNormal else { return nil }
        let factor = max(1, fit.chi2_nu)
        let squares = [inverseNormal[2, 2] * factor, inverseNormal[3, 3] * factor * V_x * V_x]
        guard squares.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
        return (squares[0].squareRoot(), squares[1].squareRoot())
    }

    /// Fits; `nil` where no start leads anywhere.
    init?(_ points: [LawPoint], memorySign: Double) {
        let model = QuasiLinearResiduals(points: points, sign: memorySign)
        var options = LeastSquaresOptions()
        options.stepCaps = [2, 2, 3 * model.span_V, 1]
        let fits = model.starts(most: 2).map { fitLeastSquares(model, start: $0, options: options) }
            .filter { $0.stop != .start }
        guard let best = fits.min(by: { $0.residualSumOfSquares < $1.residualSumOfSquares }) else { return nil }
        parameters = best.parameters
        inverseNormal = best.inverseNormal
        internal_V = model.voltage_V
        sign = memorySign
        let values = model.voltage_V.map { QuasiLinearResiduals.logarithms(best.parameters, $0, memorySign) }
        fit = LawFit(points, fast: values.map(\.fast.y), memory: values.map(\.memory.y), parameterCount: 4)
    }

    /// ln R_b and ln|R_a| at an internal voltage.
    func logarithms(at u_V: Double) -> (fast: Double, memory: Double) {
        let values = QuasiLinearResiduals.logarithms(parameters, u_V, sign)
        return (values.fast.y, values.memory.y)
    }

    /// Standard errors of both logarithms at an internal voltage, scaled by the scatter; `nil` where not determined.
    func standardErrors(at u_V: Double) -> (fast: Double, memory: Double)? {
        guard let inverseNormal else { return nil }
        let values = QuasiLinearResiduals.logarithms(parameters, u_V, sign)
        let scale = max(1, fit.chi2_nu)
        func variance(_ gradient: SIMD4<Double>) -> Double {
            var sum = 0.0
            for i in 0..<4 { for j in 0..<4 { sum += gradient[i] * inverseNormal[i, j] * gradient[j] } }
            return sum * scale
        }
        let (fast, memory) = (variance(values.fast.gradient), variance(values.memory.gradient))
        guard fast >= 0, memory >= 0, fast.isFinite, memory.isFinite else { return nil }
        return (fast.squareRoot(), memory.squareRoot())
    }
}

/// Residuals of the law's logarithms, of unit variance.
private struct QuasiLinearResiduals: ResidualModel {
    let points: [LawPoint]
    /// Internal voltage, V.
    let voltage_V: [Double]
    /// 1 for a conductance that rises with the voltage, -1 for one that falls.
    let sign: Double

    var residualCount: Int { 2 * points.count }
    var parameterCount: Int { 4 }
    var span_V: Double { max((voltage_V.max() ?? 0) - (voltage_V.min() ?? 0), 1e-6) }

    init(points: [LawPoint], sign: Double) {
        self.points = points
        self.sign = sign
        voltage_V = points.map { $0.V / (1 + $0.series_ohm / $0.fast_ohm) }
    }

    /// A logarithm and its derivatives by the parameters.
    struct Value {
        var y: Double
        var gradient: SIMD4<Double>
    }

    /// ln R_b and ln|R_a|.
    static func logarithms(_ p: [Double], _ u_V: Double, _ sign: Double) -> (fast: Value, memory: Value) {
        let (g_L, dg, V_x) = (exp(p[0]), exp(p[1]), exp(p[3]))
        let y = sign * (u_V - p[2]) / V_x
        // x and 1 - x, each without losing its digits.
        let x = 1 / (1 + exp(-y))
        let rest = 1 / (1 + exp(y))
        let G = g_L + dg * x
        let bend = dg * x * rest / G
        let fast = Value(y: -log(G), gradient: SIMD4(-g_L / G, -dg * x / G, bend * sign / V_x, bend * y))
        // ln|R_a| = ln V_x - ln dg - ln u - ln x - ln(1 - x); d ln(x (1 - x))/dy = 1 - 2 x.
        let slope = rest - x
        // ln x = -ln(1 + e^-y), finite for any y.
        let logX = y > 0 ? -log1p(exp(-y)) : y - log1p(exp(y))
        let logRest = y > 0 ? -y - log1p(exp(-y)) : -log1p(exp(y))
        let memory = Value(
            y: p[3] - p[1] - log(u_V) - logX - logRest, gradient: SIMD4(0, -1, slope * sign / V_x, 1 + slope * y))
        return (fast, memory)
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        // Conductances of an instrument; a step over less than a microvolt or more than a megavolt means nothing.
        guard abs(parameters[0]) < 60, abs(parameters[1]) < 60, abs(parameters[3]) < 14 else { return false }
        let n = points.count
        for (i, point) in points.enumerated() {
            let (fast, memory) = Self.logarithms(parameters, voltage_V[i], sign)
            (residuals[i], residuals[i + n]) = point.deviations(fast: fast.y, memory: memory.y)
            let root = (1 - point.correlation * point.correlation).squareRoot()
            for j in 0..<4 {
                let (a, b) = (fast.gradient[j] / point.fast.sd, memory.gradient[j] / point.memory.sd)
                jacobian[i + 2 * n * j] = a
                jacobian[i + n + 2 * n * j] = (b - point.correlation * a) / root
            }
        }
        return residuals.allSatisfy(\.isFinite)
    }

    /// The best few of a grid of V_h and V_x, with g_L and dg solved for on it.
    func starts(most: Int) -> [[Double]] {
        let low = voltage_V.min() ?? 0
        var found: [(cost: Double, start: [Double])] = []
        for step in -1...5 {
            for width in [0.08, 0.25, 0.8] {
                let (V_h, V_x) = (low + span_V * Double(step) / 4, span_V * width)
                guard let start = start(V_h, V_x) else { continue }
                let cost = points.indices.reduce(0.0) { sum, i in
                    let (fast, memory) = Self.logarithms(start, voltage_V[i], sign)
                    let (a, b) = points[i].deviations(fast: fast.y, memory: memory.y)
                    return sum + a * a + b * b
                }
                if cost.isFinite { found.append((cost, start)) }
            }
        }
        return found.sorted { $0.cost < $1.cost }.prefix(most).map(\.start)
    }

    /// g_L and dg by least squares, each conductance relative to its measured value.
    private func start(_ V_h: Double, _ V_x: Double) -> [Double]? {
        // Normal equations of two unknowns: a start needs no more digits.
        var (aa, ab, bb, ar, br) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var least = Double.infinity
        for (point, u) in zip(points, voltage_V) {
            let x = 1 / (1 + exp(-sign * (u - V_h) / V_x))
            let (fast, memory) = (point.fast_ohm, point.memory_ohm)
            let w = 1 / (point.fast.sd * point.fast.sd)
            let (a, b) = (fast, fast * x)
            aa += w * a * a
            ab += w * a * b
            bb += w * b * b
            ar += w * a
            br += w * b
            let c = memory * u * x * (1 - x) / V_x
            let v = 1 / (point.memory.sd * point.memory.sd)
            bb += v * c * c
            br += v * c
            least = min(least, 1 / fast)
        }
        let determinant = aa * bb - ab * ab
        guard determinant > 0 else { return nil }
        var g_L = (ar * bb - br * ab) / determinant
        var dg = (br * aa - ar * ab) / determinant
        if g_L < 1e-3 * least { (g_L, dg) = (1e-3 * least, br / bb) }
        guard g_L > 0, dg > 0, g_L.isFinite, dg.isFinite else { return nil }
        return [log(g_L), log(dg), V_h, log(V_x)]
    }
}
