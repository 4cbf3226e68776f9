import Glibc

/// A system `M y' = f(t, y)` with a constant diagonal mass matrix; a zero on the diagonal makes that line algebraic.
public protocol DifferentialSystem {
    /// Number of unknowns, at least 1.
    var count: Int { get }
    /// Diagonal of `M`, each ≥ 0; shape [count].
    var mass: [Double] { get }
    /// Size below which an unknown's error does not count; shape [count], each > 0.
    var absoluteTolerance: [Double] { get }
    /// Writes `f(t, y)` into `rate`; shape [count].
    func rate(at t: Double, _ y: [Double], into rate: inout [Double])
    /// Writes `df/dy`, row by row, into `jacobian`; shape [count * count].
    func jacobian(at t: Double, _ y: [Double], into jacobian: inout [Double])
}

/// Why an integration stopped before its end.
public enum IntegrationStop: Error, Sendable, Hashable {
    /// The step had to become shorter than rounding allows, as at a singularity or an overflow.
    case stepTooSmall
    /// The limit on steps was reached.
    case tooManySteps
}

/// Integrates stiff and algebraic systems with the Radau IIA method of order 5.
///
/// Goals, in order: never hang and never give a number that is not one; then accurate; then fast. Simplified Newton
/// iterations with the Jacobian of each step's start; the embedded estimate of order 3 steers the step, with its
/// tolerance raised to the power 2/3 so that the error of the result is about `relativeTolerance`.
/// - Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, Springer 1996, IV.8 (code RADAU5).
public struct StiffIntegrator: Sendable {
    /// Error wanted relative to each unknown.
    public let relativeTolerance: Double
    /// Steps allowed in one call of `advance`.
    public let stepLimit: Int
    /// Step proposed for the next call, in the units of `t`; 0 before the first.
    private var step = 0.0

    /// An integrator that has taken no step.
    public init(relativeTolerance: Double = 1e-10, stepLimit: Int = 200_000) {
        self.relativeTolerance = relativeTolerance
        self.stepLimit = stepLimit
    }

    /// Forgets the step size, after a jump of the system.
    public mutating func restart() { step = 0 }

    /// Carries `y` from `t` to `end` (> t) and reads one unknown on the way.
    ///
    /// A reading costs no step: within a step the unknown follows the polynomial through its start and its stages, of
    /// order 3 as the estimate that steers the step. That holds for what relaxes; where a stiff unknown follows a drive,
    /// steps are longer than the estimate sees, and only their ends are good: end a stretch at each reading then.
    /// - Parameter times: from `t` to `end`, not falling; others are read at the nearest of the two.
    /// - Returns: the unknown at `times`.
    /// - Throws: `IntegrationStop`; `y` then holds the last accepted point.
    @discardableResult
    public mutating func advance(
        _ system: some DifferentialSystem, from t: Double, to end: Double, _ y: inout [Double],
        reading unknown: Int = 0, at times: [Double] = []
    ) throws(IntegrationStop) -> [Double] {
        var readings: [Double] = []
        readings.reserveCapacity(times.count)
        while readings.count < times.count, times[readings.count] <= t || end <= t { readings.append(y[unknown]) }
        guard end > t else { return readings }
        var work = RadauStep(system, tolerance: 0.02 * pow(relativeTolerance, 2.0 / 3.0))
        var now = t
        if step <= 0 { step = (end - t) * 1e-6 }
        var rejected = true
        for _ in 0..<stepLimit {
            let remaining = end - now
            let last = step >= remaining * (1 - 1e-12)
            let h = last ? remaining : step
            guard h > 1e-15 * max(abs(now), end - t) else { throw .stepTooSmall }
            let error = work.attempt(system, at: now, y, step: h, careful: rejected)
            guard error < 1 else {
                step = h * (error.isFinite ? max(0.2, min(0.9, 0.8 * pow(error, -0.25))) : 0.25)
                rejected = true
                continue
            }
            let next = last ? end : now + h
            while readings.count < times.count, last || times[readings.count] <= next {
                let part = max(0, min(1, (times[readings.count] - now) / h))
                readings.append(y[unknown] + work.increment(of: unknown, after: part))
            }
            y = work.result
            now = next
            let growth = max(0.2, min(rejected ? 1 : 8, 0.8 * pow(max(error, 1e-8), -0.25)))
            // A step cut short by the end says nothing against the longer step proposed before.
            step = last ? max(step, h * growth) : h * growth
            rejected = false
            if last { return readings }
        }
        throw .tooManySteps
    }
}

/// One step of Radau IIA with its working arrays.
private struct RadauStep {
    let n: Int
    let tolerance: Double
    var result: [Double]
    private var jacobian: [Double]
    private var stages: [Double]
    private var rates: [Double]
    private var start: [Double]
    private var point: [Double]
    private var scale: [Double]
    private var matrix: LUFactorization
    private var filter: LUFactorization

    /// Butcher matrix and abscissas (Hairer and Wanner, table IV.5.6).
    private static let root6 = 6.0.squareRoot()
    private static let a: [Double] = [
        (88 - 7 * root6) / 360, (296 - 169 * root6) / 1800, (-2 + 3 * root6) / 225,
        (296 + 169 * root6) / 1800, (88 + 7 * root6) / 360, (-2 - 3 * root6) / 225,
        (16 - root6) / 36, (16 + root6) / 36, 1.0 / 9,
    ]
    private static let c: [Double] = [(4 - root6) / 10, (4 + root6) / 10, 1]
    /// Weights of the stages in the error estimate, and the real eigenvalue of the inverse of `a`.
    private static let weights: [Double] = [-(13 + 7 * root6) / 3, (-13 + 7 * root6) / 3, -1.0 / 3]
    private static let eigenvalue: Double = {
        let third = cbrt(9.0)
        return 30 / (6 + third * (third - 1))
    }()

    init(_ system: some DifferentialSystem, tolerance: Double) {
        n = system.count
        self.tolerance = tolerance
        let zero = [Double](repeating: 0, count: n)
        (result, start, point, scale) = (zero, zero, zero, zero)
        jacobian = [Double](repeating: 0, count: n * n)
        stages = [Double](repeating: 0, count: 3 * n)
        rates = stages
        matrix = LUFactorization(3 * n)
        filter = LUFactorization(n)
    }

    /// Tries a step; the error relative to the tolerance, infinite where the iteration failed.
    mutating func attempt(
        _ system: some DifferentialSystem, at t: Double, _ y: [Double], step h: Double, careful: Bool
    ) -> Double {
        let mass = system.mass
        for i in 0..<n { scale[i] = system.absoluteTolerance[i] + tolerance * abs(y[i]) }
        system.rate(at: t, y, into: &start)
        system.jacobian(at: t, y, into: &jacobian)
        guard factor(mass, step: h), iterate(system, mass, at: t, y, step: h) else { return .infinity }
        for i in 0..<n { result[i] = y[i] + stages[2 * n + i] }
        guard result.allSatisfy(\.isFinite) else { return .infinity }
        return estimate(system, mass, at: t, y, step: h, careful: careful)
    }

    /// How far an unknown has gone after a part of the step: the polynomial through the start and the stages.
    func increment(of unknown: Int, after part: Double) -> Double {
        var sum = 0.0
        for i in 0..<3 {
            var weight = part / Self.c[i]
            for j in 0..<3 where j != i { weight *= (part - Self.c[j]) / (Self.c[i] - Self.c[j]) }
            sum += weight * stages[i * n + unknown]
        }
        return sum
    }

    /// Fills and factors the two matrices of a step length.
    private mutating func factor(_ mass: [Double], step h: Double) -> Bool {
        for i in 0..<3 {
            for j in 0..<3 {
                for r in 0..<n {
                    for s in 0..<n {
                        let diagonal = i == j && r == s ? mass[r] : 0
                        matrix[i * n + r, j * n + s] = diagonal - h * Self.a[3 * i + j] * jacobian[r * n + s]
                    }
                }
            }
        }
        for r in 0..<n {
            for s in 0..<n {
                filter[r, s] = (r == s ? Self.eigenvalue / h * mass[r] : 0) - jacobian[r * n + s]
            }
        }
        return matrix.factor() && filter.factor()
    }

    /// Simplified Newton iteration for the stages; false where it does not converge in ten rounds.
    private mutating func iterate(
        _ system: some DifferentialSystem, _ mass: [Double], at t: Double, _ y: [Double], step h: Double
    ) -> Bool {
        for k in 0..<(3 * n) { stages[k] = 0 }
        let goal = max(1e-15 / tolerance, min(0.03, tolerance.squareRoot()))
        var previous = Double.infinity
        for _ in 0..<10 {
            for j in 0..<3 {
                for r in 0..<n { point[r] = y[r] + stages[j * n + r] }
                system.rate(at: t + Self.c[j] * h, point, into: &result)
                for r in 0..<n { rates[j * n + r] = result[r] }
            }
            var residual = [Double](repeating: 0, count: 3 * n)
            for i in 0..<3 {
                for r in 0..<n {
                    var sum = 0.0
                    for j in 0..<3 { sum += Self.a[3 * i + j] * rates[j * n + r] }
                    residual[i * n + r] = h * sum - mass[r] * stages[i * n + r]
                }
            }
            matrix.solve(&residual)
            var norm = 0.0
            for k in 0..<(3 * n) {
                stages[k] += residual[k]
                let part = residual[k] / scale[k % n]
                norm += part * part
            }
            norm = (norm / Double(3 * n)).squareRoot()
            guard norm.isFinite else { return false }
            if norm <= goal * 1e-3 { return true }
            if previous.isFinite {
                let ratio = norm / previous
                if ratio >= 1 { return false }
                if norm * ratio / (1 - ratio) <= goal { return true }
            }
            previous = norm
        }
        return false
    }

    /// Filtered embedded estimate (IV.8.19 and 8.20) in units of the tolerance.
    private mutating func estimate(
        _ system: some DifferentialSystem, _ mass: [Double], at t: Double, _ y: [Double], step h: Double, careful: Bool
    ) -> Double {
        var combination = [Double](repeating: 0, count: n)
        for r in 0..<n {
            var sum = 0.0
            for j in 0..<3 { sum += Self.weights[j] * stages[j * n + r] }
            combination[r] = mass[r] / h * sum
        }
        var error = combination
        for r in 0..<n { error[r] += start[r] }
        filter.solve(&error)
        var size = norm(error)
        if size >= 1 && careful {
            for r in 0..<n { point[r] = y[r] + error[r] }
            system.rate(at: t, point, into: &start)
            for r in 0..<n { error[r] = combination[r] + start[r] }
            filter.solve(&error)
            size = norm(error)
        }
        return size.isFinite ? size : .infinity
    }

    private func norm(_ error: [Double]) -> Double {
        var sum = 0.0
        for r in 0..<n { sum += (error[r] / scale[r]) * (error[r] / scale[r]) }
        return (sum / Double(n)).squareRoot()
    }
}
