/// A model whose residuals are to be made small: what `fitLeastSquares` minimizes.
public protocol ResidualModel {
    /// Number of residuals m, at least the number of parameters.
    var residualCount: Int { get }
    /// Number of parameters n.
    var parameterCount: Int { get }
    /// Fills the residuals (model minus data, each divided by its sd) and their derivatives.
    ///
    /// - Shape: `parameters` is [n]; `residuals` is [m]; `jacobian` is [m * n], column-major (d r_i / d p_j at i + j m).
    /// - Returns: false where the parameters are not admissible; the step is then refused and shortened.
    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool
}

/// How a fit is to stop and how far it may step; all tolerances are relative.
public struct LeastSquaresOptions: Sendable {
    /// Most accepted and refused steps together (default 100).
    public var maximumIterations = 100
    /// Largest cosine of the angle between the residuals and a column of the Jacobian at a minimum (1e-9).
    public var gradientTolerance = 1e-9
    /// Smallest step, relative to the scaled parameters (default 1e-13).
    public var stepTolerance = 1e-13
    /// Smallest relative reduction of the sum of squares worth another step (default 1e-12).
    public var reductionTolerance = 1e-12
    /// First damping, relative to the diagonal of the normal matrix (default 1e-3).
    public var initialDamping = 1e-3
    /// Largest change of each parameter in one step; empty means none, `.infinity` none for one parameter.
    public var stepCaps: [Double] = []
    /// Sum of squares at or below which the fit is perfect (default 0).
    public var perfect = 0.0
    /// Whether `inverseNormal` is wanted (default true).
    public var wantsCovariance = true

    /// The defaults.
    public init() {}
}

/// Why a fit stopped.
public enum LeastSquaresStop: String, Sendable {
    /// Residuals at right angles to every derivative: a minimum.
    case gradient
    /// Steps too small to matter.
    case step
    /// Reductions too small to matter.
    case reduction
    /// Nothing left to explain.
    case perfect
    /// The iterations ran out.
    case iterations
    /// No damping gives a smaller sum of squares: a minimum within rounding, or a wrong derivative.
    case stuck
    /// The start is not admissible or not finite.
    case start

    /// Whether the parameters stand at a minimum, as far as the fit can tell.
    public var isConverged: Bool { self != .iterations && self != .start }
}

/// Result of a nonlinear least-squares fit.
public struct LeastSquaresFit: Sendable {
    /// Parameters at the end.
    public var parameters: [Double]
    /// Sum of squared residuals there.
    public var residualSumOfSquares: Double
    /// The residuals there; shape [m].
    public var residuals: [Double]
    /// `(J^T J)^-1` there; `nil` where the data do not determine all parameters, or where it was not wanted.
    public var inverseNormal: Matrix?
    /// m - n.
    public var degreesOfFreedom: Int
    /// Steps tried.
    public var iterations: Int
    /// Why it stopped.
    public var stop: LeastSquaresStop

    /// Sum of squares by degree of freedom; `nil` without any.
    public var residualVariance: Double? {
        degreesOfFreedom > 0 ? residualSumOfSquares / Double(degreesOfFreedom) : nil
    }

    /// Covariance scaled by the residual variance: right when the weights are known up to one factor.
    public var covariance: Matrix? {
        guard var scaled = inverseNormal, let residualVariance else { return nil }
        for i in scaled.values.indices { scaled.values[i] *= residualVariance }
        return scaled
    }

    /// Standard errors from `covariance`.
    public var standardErrors: [Double]? {
        covariance.map { covariance in parameters.indices.map { covariance[$0, $0].squareRoot() } }
    }
}

/// Minimizes the sum of squared residuals from a start by damped Levenberg-Marquardt.
///
/// Goals: never leaves the admissible region and never raises the sum of squares; independent of the units of the
/// parameters (each is scaled by the largest length its column has had); then fast: normal equations for the steps,
/// no allocation within the loop. A last step that promises less than the tolerance is taken without looking at the
/// residuals again. The covariance comes from the factor of the normal equations where they keep ten digits of it, else
/// from QR of the Jacobian.
/// - Source: damping by Nielsen, IMM-REP-1999-05, section 3.2; scaling by Moré, LNM 630 (1978) 105.
public func fitLeastSquares(
    _ model: some ResidualModel, start: [Double], options: LeastSquaresOptions = LeastSquaresOptions()
) -> LeastSquaresFit {
    var descent = Descent(model, start: start, options: options)
    let stop = descent.run(model)
    return descent.result(stop)
}

/// The state of a descent, with its buffers made once.
private struct Descent {
    let m: Int
    let n: Int
    let options: LeastSquaresOptions
    var parameters: [Double]
    var residuals: [Double]
    var jacobian: [Double]
    var trialParameters: [Double]
    var trialResiduals: [Double]
    var trialJacobian: [Double]
    var normal: [Double]
    var gradient: [Double]
    var scales: [Double]
    var damped: [Double]
    var step: [Double]
    var cost = Double.infinity
    var damping: Double
    var growth = 2.0
    var iterations = 0

    init(_ model: some ResidualModel, start: [Double], options: LeastSquaresOptions) {
        m = model.residualCount
        n = model.parameterCount
        precondition(start.count == n && m >= n && (options.stepCaps.isEmpty || options.stepCaps.count == n))
        self.options = options
        parameters = start
        trialParameters = start
        residuals = Array(repeating: 0, count: m)
        trialResiduals = residuals
        jacobian = Array(repeating: 0, count: m * n)
        trialJacobian = jacobian
        normal = Array(repeating: 0, count: n * n)
        damped = normal
        gradient = Array(repeating: 0, count: n)
        step = gradient
        scales = gradient
        damping = options.initialDamping
    }

    mutating func run(_ model: some ResidualModel) -> LeastSquaresStop {
        guard model.evaluate(parameters, residuals: &residuals, jacobian: &jacobian) else { return .start }
        cost = BufferView.dot(residuals, 0, 0, m)
        guard cost.isFinite else { return .start }
        formNormalEquations()
        while iterations < options.maximumIterations {
            if cost <= options.perfect { return .perfect }
            if gradientIsSmall { return .gradient }
            iterations += 1
            if let stop = tryStep(model) { return stop }
        }
        return .iterations
    }

    /// `J^T J` (lower triangle), `J^T r`, and the scale of each parameter, which never shrinks.
    mutating func formNormalEquations() {
        BufferView.products(of: jacobian, m, n, into: &normal)
        for j in 0..<n {
            gradient[j] = BufferView.dot(jacobian, j * m, with: residuals, 0, m)
            scales[j] = max(scales[j], normal[j + j * n])
        }
    }

    var gradientIsSmall: Bool {
        let length = cost.squareRoot()
        return (0..<n).allSatisfy { j in
            abs(gradient[j]) <= options.gradientTolerance * length * normal[j + j * n].squareRoot()
        }
    }

    /// One damped step: taken where it lowers the cost, else the damping grows; answers when there is reason to stop.
    mutating func tryStep(_ model: some ResidualModel) -> LeastSquaresStop? {
        guard solveDamped() else { return refuse() }
        var stepSize = 0.0
        var size = 0.0
        for j in 0..<n {
            trialParameters[j] = parameters[j] + step[j]
            stepSize += scales[j] * step[j] * step[j]
            size += scales[j] * parameters[j] * parameters[j]
        }
        if stepSize.squareRoot() <= options.stepTolerance * size.squareRoot() { return .step }
        let predicted = predictedReduction
        if predicted >= 0, predicted <= options.reductionTolerance * cost {
            swap(&parameters, &trialParameters)
            cost -= predicted
            return .reduction
        }
        guard model.evaluate(trialParameters, residuals: &trialResiduals, jacobian: &trialJacobian) else {
            return refuse()
        }
        let trialCost = BufferView.dot(trialResiduals, 0, 0, m)
        let actual = cost - trialCost
        guard actual > 0, predicted > 0 else {
            // Neither side of the balance rises above rounding: this is the bottom.
            if abs(predicted) <= options.reductionTolerance * cost { return .reduction }
            return refuse()
        }
        let small = max(actual, predicted) <= options.reductionTolerance * cost
        accept(trialCost, ratio: actual / predicted)
        return small ? .reduction : nil
    }

    /// Solves `(J^T J + damping D) step = -J^T r` and shortens the step to the caps.
    mutating func solveDamped() -> Bool {
        for j in 0..<n {
            for i in j..<n { damped[i + j * n] = normal[i + j * n] }
            // A parameter without any influence stays where it is.
            damped[j + j * n] += scales[j] > 0 ? damping * scales[j] : 1
            step[j] = -gradient[j]
        }
        guard Cholesky.solve(&damped, &step) else { return false }
        var factor = 1.0
        for j in options.stepCaps.indices where abs(step[j]) * factor > options.stepCaps[j] {
            factor = options.stepCaps[j] / abs(step[j])
        }
        if factor < 1 { for j in 0..<n { step[j] *= factor } }
        return step.allSatisfy(\.isFinite)
    }

    /// Reduction of the cost that the linear model promises for the step.
    var predictedReduction: Double {
        var sum = 0.0
        for j in 0..<n {
            sum -= 2 * gradient[j] * step[j]
            for i in 0..<n { sum -= step[i] * normal[max(i, j) + min(i, j) * n] * step[j] }
        }
        return sum
    }

    mutating func accept(_ trialCost: Double, ratio: Double) {
        swap(&parameters, &trialParameters)
        swap(&residuals, &trialResiduals)
        swap(&jacobian, &trialJacobian)
        cost = trialCost
        formNormalEquations()
        let bend = 2 * ratio - 1
        damping = max(damping * max(1.0 / 3, 1 - bend * bend * bend), 1e-15)
        growth = 2
    }

    mutating func refuse() -> LeastSquaresStop? {
        damping *= growth
        growth *= 2
        return damping > 1e12 ? .stuck : nil
    }

    func result(_ stop: LeastSquaresStop) -> LeastSquaresFit {
        LeastSquaresFit(
            parameters: parameters, residualSumOfSquares: cost, residuals: residuals,
            inverseNormal: stop != .start && options.wantsCovariance ? inverseNormal : nil, degreesOfFreedom: m - n,
            iterations: iterations, stop: stop)
    }

    /// `(J^T J)^-1`; `nil` where a column depends on others.
    private var inverseNormal: Matrix? {
        // Scaled to columns of length one, a pivot is the part of a column that is new: digits lost are those of 1/pivot.
        if let inverse = Cholesky.inverse(normal, count: n, leastPivot: 1e-4) { return inverse }
        var matrix = Matrix(rows: m, columns: n)
        matrix.values = jacobian
        return QRFactorization(matrix, tolerance: 1e-13).inverseNormal
    }
}
