import Glibc
import Kernels

/// A law of relaxation fitted to reads: `G = G_ref + A r(t)` (THEORY C.6).
///
/// `r` is `e^{-t/τ}`, `e^{-(t/τ)^β}`, `(1 + t/τ)^{-m}` or `1 - k ln(1 + t/τ)`; β, m or k is the exponent.
struct RelaxationLaw: Sendable {
    /// The function of time.
    enum Kind: String, Sendable, CaseIterable { case exponential, stretched, power, logarithmic }

    /// What is fitted beside the amplitude and the time.
    struct Shape: Sendable, Hashable {
        var kind: Kind
        /// Whether an exponent is fitted.
        var hasExponent: Bool { kind != .exponential }
        /// The relaxed conductance, S, where it is known; `nil` to fit it.
        var reference_S: Double?
    }

    let shape: Shape
    /// Relaxed conductance, S.
    let reference_S: Double
    /// Change from the start to the relaxed state, S.
    let amplitude_S: Double
    /// Time constant, s.
    let tau_s: Double
    /// Exponent: β, m or k; 1 for the exponential.
    let beta: Double
    /// Covariance of ln τ and ln β, residual variance included.
    let covariance: (tau: Double, both: Double, beta: Double)
    /// Standard error of the reference, S; zero where it was given.
    let referenceError_S: Double
    /// Mean squared residual per degree of freedom, S².
    let variance: Double
    /// Akaike's criterion with the correction for few reads.
    let aicc: Double

    /// The fraction of the change that is left at a time.
    func fraction(at t: Double) -> Double {
        let u = max(t, 0) / tau_s
        switch shape.kind {
        case .exponential, .stretched: return exp(-pow(u, beta))
        case .power: return exp(-beta * log1p(u))
        case .logarithmic: return 1 - beta * log1p(u)
        }
    }

    /// When a fraction is left, s.
    func time(toReach fraction: Double) -> Double {
        switch shape.kind {
        case .exponential, .stretched: return tau_s * pow(log(1 / fraction), 1 / beta)
        case .power: return tau_s * expm1(log(1 / fraction) / beta)
        case .logarithmic: return tau_s * expm1((1 - fraction) / beta)
        }
    }

    /// Standard deviation of the logarithm of that time.
    func logTimeError(toReach fraction: Double) -> Double {
        // d ln t/d ln exponent: -ln(ln(1/f))/β for a stretched exponential, -x/(1 - e^{-x}) for e^x - 1.
        let slope: Double
        switch shape.kind {
        case .exponential, .stretched: slope = -log(log(1 / fraction)) / beta
        case .power: slope = log(1 / fraction) / beta / expm1(-log(1 / fraction) / beta)
        case .logarithmic: slope = (1 - fraction) / beta / expm1(-(1 - fraction) / beta)
        }
        let variance = covariance.tau + 2 * slope * covariance.both + slope * slope * covariance.beta
        return max(0, variance).squareRoot()
    }

    /// Mean relaxation time of a (stretched) exponential, s: `(τ/β) Γ(1/β)`.
    var mean_s: Double { tau_s / beta * tgamma(1 / beta) }

    /// Fits a law; `nil` with too few reads or where the data do not determine it.
    init?(time_s: [Double], conductance_S: [Double], weights: [Double], shape: Shape) {
        let model = RelaxationResiduals(
            time_s: time_s, values: conductance_S, root: weights.map { $0.squareRoot() }, shape: shape)
        // Without a relaxed state the logarithmic law has no fractions.
        guard shape.kind != .logarithmic || shape.reference_S != nil, time_s.count > model.parameterCount + 1,
            let start = model.start
        else { return nil }
        var options = LeastSquaresOptions()
        options.stepCaps =
            [.infinity, 1] + (shape.hasExponent ? [0.5] : []) + (shape.reference_S == nil ? [.infinity] : [])
        let fit = fitLeastSquares(model, start: start, options: options)
        guard fit.stop.isConverged, let covariance = fit.covariance, let variance = fit.residualVariance else {
            return nil
        }
        self.shape = shape
        amplitude_S = fit.parameters[0] * model.scale
        tau_s = exp(fit.parameters[1])
        beta = shape.hasExponent ? exp(fit.parameters[2]) : 1
        let last = model.parameterCount - 1
        reference_S = shape.reference_S ?? fit.parameters[last] * model.scale
        referenceError_S = shape.reference_S == nil ? covariance[last, last].squareRoot() * model.scale : 0
        self.covariance =
            shape.hasExponent
            ? (covariance[1, 1], covariance[1, 2], covariance[2, 2]) : (covariance[1, 1], 0, 0)
        self.variance = variance * model.scale * model.scale
        let n = Double(time_s.count)
        // A millionth of the scale is below what any instrument resolves; k counts the noise too.
        let misfit = max(fit.residualSumOfSquares, n * 1e-18)
        let k = Double(model.parameterCount + 1)
        aicc = n * log(misfit / n) + 2 * k + (n > k + 1 ? 2 * k * (k + 1) / (n - k - 1) : .infinity)
        guard tau_s.isFinite, amplitude_S.isFinite, self.covariance.tau.isFinite, self.covariance.beta.isFinite else {
            return nil
        }
    }

    /// The criterion of a constant conductance, on the same scale as the laws.
    static func constantAICc(conductance_S: [Double], weights: [Double]) -> Double {
        let total = weights.reduce(0, +)
        let mean = zip(weights, conductance_S).reduce(0) { $0 + $1.0 * $1.1 } / total
        let scale = conductance_S.map { abs($0) }.max() ?? 1
        let n = Double(conductance_S.count)
        let square = zip(weights, conductance_S).reduce(0) { sum, pair in
            sum + pair.0 * (pair.1 - mean) * (pair.1 - mean) / (scale * scale)
        }
        return n * log(max(square, n * 1e-18) / n) + 4 + 12 / max(1, n - 3)
    }
}

/// Residuals of a law: amplitude, ln τ, ln β if free, reference if free; conductances in units of the largest.
private struct RelaxationResiduals: ResidualModel {
    let time_s: [Double]
    let values: [Double]
    let root: [Double]
    let shape: RelaxationLaw.Shape
    let scale: Double

    init(time_s: [Double], values: [Double], root: [Double], shape: RelaxationLaw.Shape) {
        self.time_s = time_s
        let scale = max(values.map { abs($0) }.max() ?? 1, .leastNormalMagnitude)
        self.scale = scale
        self.values = values.map { $0 / scale }
        self.root = root
        self.shape = shape
    }

    var residualCount: Int { values.count }
    var parameterCount: Int { 2 + (shape.hasExponent ? 1 : 0) + (shape.reference_S == nil ? 1 : 0) }

    /// Start: reference given or the last read, time where the change has fallen to 1/e or else the record.
    var start: [Double]? {
        guard let first = values.first, let last = values.last, let end = time_s.last, end > 0 else { return nil }
        let reference = shape.reference_S.map { $0 / scale } ?? last
        let change = first - reference
        guard change != 0 else { return nil }
        let fallen = values.indices.first { abs(values[$0] - reference) < abs(change) * 0.3679 && time_s[$0] > 0 }
        let tau = fallen.map { time_s[$0] } ?? 3 * end
        let exponent: [Double] =
            switch shape.kind {
            case .exponential: []
            case .stretched: [log(0.8)]
            case .power: [0]
            case .logarithmic: [log(0.2)]
            }
        // A logarithm begins long before it is half done.
        return [change, log(shape.kind == .logarithmic ? 0.01 * tau : tau)] + exponent
            + (shape.reference_S == nil ? [reference] : [])
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let n = values.count
        let amplitude = parameters[0]
        let beta = shape.hasExponent ? exp(parameters[2]) : 1
        // Times within 1e±15 of the record and exponents within these: beyond, nothing can be told apart.
        let range = shape.kind == .power ? 1e-3...50 : (shape.kind == .logarithmic ? 1e-4...5 : 0.1...2)
        guard let end = time_s.last, abs(parameters[1] - log(end)) < 35, range.contains(beta) else { return false }
        let reference = shape.reference_S.map { $0 / scale } ?? parameters[parameterCount - 1]
        for i in 0..<n {
            let (left, byTime, byExponent) = Self.fraction(shape.kind, time_s[i], parameters[1], beta)
            residuals[i] = root[i] * (reference + amplitude * left - values[i])
            jacobian[i] = root[i] * left
            jacobian[n + i] = root[i] * amplitude * byTime
            if shape.hasExponent { jacobian[2 * n + i] = root[i] * amplitude * byExponent }
            if shape.reference_S == nil { jacobian[(parameterCount - 1) * n + i] = root[i] }
        }
        return residuals.allSatisfy(\.isFinite)
    }

    /// The fraction left, and its derivatives by ln τ and by the logarithm of the exponent.
    private static func fraction(
        _ kind: RelaxationLaw.Kind, _ t: Double, _ logTau: Double, _ beta: Double
    ) -> (Double, Double, Double) {
        guard t > 0 else { return (1, 0, 0) }
        let logarithm = log(t) - logTau
        switch kind {
        case .exponential, .stretched:
            let power = exp(beta * logarithm)
            let left = exp(-power)
            return (left, left * beta * power, power > 0 ? -left * power * beta * logarithm : 0)
        case .power:
            let u = exp(logarithm)
            let left = exp(-beta * log1p(u))
            return (left, left * beta * u / (1 + u), -left * beta * log1p(u))
        case .logarithmic:
            let u = exp(logarithm)
            return (1 - beta * log1p(u), beta * u / (1 + u), -beta * log1p(u))
        }
    }
}
