import Glibc

/// A model that is linear in some parameters and nonlinear in the others: `y ≈ Σ_j c_j φ_j(θ)`.
///
/// Columns are stored one after the other, each of `sampleCount` values, already multiplied by the root of the weights.
protocol SeparableModel {
    /// Number of samples n.
    var sampleCount: Int { get }
    /// Number of columns m.
    var columnCount: Int { get }
    /// Which column depends on which nonlinear parameter; one slope column is made for each pair.
    var slopes: [(column: Int, parameter: Int)] { get }
    /// Fills the n·m values of φ at θ.
    func fillColumns(_ theta: [Double], _ columns: inout [Double])
    /// Fills the n·s values of ∂φ/∂θ at θ, in the order of `slopes`, given the columns at θ.
    func fillSlopes(_ theta: [Double], _ columns: [Double], _ slopes: inout [Double])
}

/// What a separable fit found.
///
/// Covariances are of unit noise variance: multiply by the variance of a sample of weight one.
struct SeparableFit {
    var nonlinear: [Double]
    var linear: [Double]
    /// Of the linear parameters, then the nonlinear ones.
    var covariance: [[Double]]
    var residualSumOfSquares: Double
    var iterations: Int
    var converged: Bool
}

/// Least squares of separable models by variable projection.
///
/// Goals: correct where columns nearly coincide (a step there is refused), then accurate, then fast. The linear
/// parameters are eliminated at each step by a twice-orthogonalized Gram-Schmidt factorization; the nonlinear ones
/// follow Levenberg-Marquardt with Kaufman's simplification of the Golub-Pereyra Jacobian and Nielsen's damping.
/// Source: Golub and Pereyra, SIAM J. Numer. Anal. 10 (1973) 413; Kaufman, BIT 15 (1975) 49; Nielsen, IMM-REP-1999-05.
enum VariableProjection {
    /// Largest change of a nonlinear parameter in one step; these are logarithms in all uses here.
    private static let stepCap = 1.5

    /// The least sum of squares at given nonlinear parameters; `nil` where the columns coincide.
    static func cost(_ model: some SeparableModel, values: [Double], theta: [Double]) -> Double? {
        Projection(model, values: values, theta: theta)?.cost
    }

    /// Fits a model to values (already multiplied by the root of the weights) from a start.
    ///
    /// - Parameter tolerance: the search ends with a step that lowers the sum of squares by less than this part. The
    ///   default moves parameters by less than a thousandth of their errors at 1,000 samples.
    /// - Returns: the best point reached; `nil` where the columns coincide at the start.
    static func fit(
        _ model: some SeparableModel, values: [Double], start: [Double], bounds: [ClosedRange<Double>],
        iterationLimit: Int = 60, tolerance: Double = 1e-9
    ) -> SeparableFit? {
        guard var here = Projection(model, values: values, theta: start) else { return nil }
        var jacobian = here.jacobian(model)
        var damping = 1e-3
        var growth = 2.0
        var iterations = 0
        var converged = false
        while iterations < iterationLimit, !converged {
            iterations += 1
            guard let step = DampedStep(jacobian, here, bounds: bounds, damping: damping) else { break }
            var theta = here.theta
            for p in theta.indices {
                let moved = theta[p] + max(-stepCap, min(stepCap, step.change[p]))
                theta[p] = max(bounds[p].lowerBound, min(bounds[p].upperBound, moved))
            }
            let moved = zip(theta, here.theta).map { abs($0 - $1) }.max() ?? 0
            // Steps below 1e-11 in a logarithm change nothing that a double can show of an instrument's data.
            if moved < 1e-11 {
                converged = true
                break
            }
            if let there = Projection(model, values: values, theta: theta), there.cost < here.cost {
                let gained = here.cost - there.cost
                converged = gained <= tolerance * here.cost
                here = there
                guard !converged else { break }
                jacobian = here.jacobian(model)
                // A step that gained half of what was foreseen leaves the damping as it is, a better one lowers it.
                let surplus = 2 * gained / max(step.foreseen, .leastNormalMagnitude) - 1
                damping = max(damping * min(2, max(1 / 3, 1 - surplus * surplus * surplus)), 1e-14)
                growth = 2
            } else {
                damping *= growth
                growth *= 2
                if damping > 1e12 { converged = true }
            }
        }
        return here.finish(model, iterations: iterations, converged: converged)
    }
}

/// A step of Levenberg and Marquardt: the solution of `(JᵀJ + λ diag JᵀJ) δ = -Jᵀr`.
///
/// A parameter at a bound beyond which the step would lead stands still, and the others step as if it were fixed.
private struct DampedStep {
    /// The change of each parameter.
    var change: [Double]
    /// How much the sum of squares would fall if the model were linear.
    var foreseen: Double

    /// `nil` where the system is singular.
    init?(_ jacobian: [Double], _ here: Projection, bounds: [ClosedRange<Double>], damping: Double) {
        let n = here.residual.count
        let count = here.theta.count
        guard count > 0, n > 0 else { return nil }
        var product = [Double](repeating: 0, count: count * count)
        var descent = [Double](repeating: 0, count: count)
        for q in 0..<count {
            descent[q] = -BufferView.dot(jacobian, q * n, with: here.residual, 0, n)
            for p in q..<count { product[p + q * count] = BufferView.dot(jacobian, p * n, q * n, n) }
        }
        var isFixed = [Bool](repeating: false, count: count)
        var step = descent
        while true {
            var normal = product
            step = descent
            for q in 0..<count {
                normal[q + q * count] *= 1 + damping
                guard isFixed[q] else { continue }
                step[q] = 0
                for p in 0..<count { normal[max(p, q) + min(p, q) * count] = p == q ? 1 : 0 }
            }
            guard Cholesky.solve(&normal, &step), step.allSatisfy(\.isFinite) else { return nil }
            let stopped = step.indices.filter { p in
                !isFixed[p]
                    && (here.theta[p] <= bounds[p].lowerBound && step[p] < 0
                        || here.theta[p] >= bounds[p].upperBound && step[p] > 0)
            }
            if stopped.isEmpty { break }
            for p in stopped { isFixed[p] = true }
        }
        change = step
        foreseen = step.indices.reduce(0) {
            $0 + step[$1] * (descent[$1] + damping * product[$1 + $1 * count] * step[$1])
        }
    }
}

/// The linear problem at one θ: factors, coefficients, residual.
private struct Projection {
    let theta: [Double]
    let columns: [Double]
    /// Orthonormal columns.
    let basis: [Double]
    /// Upper triangle R with columns = basis · R.
    let triangle: [[Double]]
    let coefficients: [Double]
    let residual: [Double]
    let cost: Double

    init?(_ model: some SeparableModel, values: [Double], theta: [Double]) {
        let n = model.sampleCount
        var columns = [Double](repeating: 0, count: n * model.columnCount)
        model.fillColumns(theta, &columns)
        guard let factors = Orthogonal.factor(columns, rows: n) else { return nil }
        var residual = values
        var projected = [Double](repeating: 0, count: model.columnCount)
        // Twice, so that the residual is orthogonal to rounding.
        for _ in 0..<2 {
            for j in 0..<model.columnCount {
                let part = BufferView.dot(factors.basis, j * n, with: residual, 0, n)
                projected[j] += part
                BufferView.add(-part, times: factors.basis, from: j * n, to: &residual, 0, n)
            }
        }
        let cost = BufferView.dot(residual, 0, 0, n)
        guard cost.isFinite else { return nil }
        self.theta = theta
        self.columns = columns
        basis = factors.basis
        triangle = factors.triangle
        coefficients = Orthogonal.backSubstitute(factors.triangle, projected)
        self.residual = residual
        self.cost = cost
    }

    /// Slope columns weighted by their coefficients, summed by nonlinear parameter.
    private func weightedSlopes(_ model: some SeparableModel) -> [Double] {
        let n = residual.count
        var slopes = [Double](repeating: 0, count: n * model.slopes.count)
        model.fillSlopes(theta, columns, &slopes)
        var sum = [Double](repeating: 0, count: n * theta.count)
        for (s, pair) in model.slopes.enumerated() {
            BufferView.add(
                coefficients[pair.column], times: slopes, from: s * n, to: &sum, pair.parameter * n, n)
        }
        return sum
    }

    /// Kaufman's Jacobian of the residual: minus the slopes' part orthogonal to the columns.
    func jacobian(_ model: some SeparableModel) -> [Double] {
        let n = residual.count
        var jacobian = weightedSlopes(model).map { -$0 }
        for p in theta.indices {
            for j in coefficients.indices {
                let part = BufferView.dot(basis, j * n, with: jacobian, p * n, n)
                BufferView.add(-part, times: basis, from: j * n, to: &jacobian, p * n, n)
            }
        }
        return jacobian
    }

    /// The result with the covariance of all parameters.
    func finish(_ model: some SeparableModel, iterations: Int, converged: Bool) -> SeparableFit {
        let all = columns + weightedSlopes(model)
        var covariance: [[Double]] = []
        if let factors = Orthogonal.factor(all, rows: residual.count) {
            covariance = Orthogonal.inverseGram(factors.triangle)
        }
        return SeparableFit(
            nonlinear: theta, linear: coefficients, covariance: covariance, residualSumOfSquares: cost,
            iterations: iterations, converged: converged)
    }
}
