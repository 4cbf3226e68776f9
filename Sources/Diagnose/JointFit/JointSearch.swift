internal import Kernels

/// Levenberg and Marquardt over the parameters of a model and the states in which recordings begin.
///
/// A state concerns one recording only, so the normal equations have the shape of an arrow: the states are eliminated
/// recording by recording, and what is left is as small as the model.
/// Goals: reach the minimum from a start that is right within a factor of a few, then speed. Errors: at the end the sum of
/// squares changes by less than `tolerance` of itself a step, which moves parameters by less than a hundredth of their
/// errors at 1,000 readings.
enum JointSearch {
    /// Where a search ended.
    struct Found {
        var point: JointPoint
        /// Sum of squares with priors.
        var squares: Double
        var iterations: Int
        var converged: Bool
    }

    /// Largest change of a place in one step; these are logarithms, or volts.
    private static let stepCap = 1.0

    static func run<Plain, Sloped>(
        _ problem: JointProblem<Plain, Sloped>, from start: JointPoint, iterationLimit: Int, tolerance: Double,
        voltageCap_V: Double
    ) -> Found {
        var found = Found(
            point: start, squares: problem.squares(at: start), iterations: 0, converged: false)
        guard found.squares.isFinite else { return found }
        var shares = problem.shares(at: start)
        var damping = 1e-2
        var growth = 2.0
        while found.iterations < iterationLimit, !found.converged {
            found.iterations += 1
            guard let step = ArrowStep(problem, found.point, shares, damping: damping) else {
                damping *= 10
                if damping > 1e10 { break }
                continue
            }
            let next = moved(found.point, by: step, problem.model, voltageCap_V)
            let squares = problem.squares(at: next)
            guard squares < found.squares else {
                if step.foreseen < tolerance * found.squares { found.converged = true }
                damping *= growth
                growth *= 2
                if damping > 1e10 { break }
                continue
            }
            let gain = found.squares - squares
            found.converged = gain < tolerance * found.squares
            let surplus = 2 * gain / max(step.foreseen, .leastNormalMagnitude) - 1
            damping = max(damping * min(2, max(0.2, 1 - surplus * surplus * surplus)), 1e-12)
            growth = 2
            found.point = next
            found.squares = squares
            if !found.converged { shares = problem.shares(at: next) }
        }
        return found
    }

    private static func moved(
        _ point: JointPoint, by step: ArrowStep, _ model: JointModel, _ voltageCap_V: Double
    ) -> JointPoint {
        var next = point
        for (p, parameter) in model.parameters.enumerated() {
            let cap = parameter.scale == .linear ? voltageCap_V : stepCap
            next.places[p] += max(-cap, min(cap, step.places[p]))
        }
        for index in next.states.indices {
            for lane in next.states[index].indices { next.states[index][lane] += step.states[index][lane] }
        }
        return next
    }
}

/// A damped step of all unknowns, the states of the recordings eliminated.
struct ArrowStep {
    /// Change of the model's places.
    var places: [Double]
    /// Change of the recordings' states.
    var states: [[Double]]
    /// How much the sum of squares would fall if the model were linear.
    var foreseen: Double

    /// `nil` where the system is singular.
    init?<Plain, Sloped>(
        _ problem: JointProblem<Plain, Sloped>, _ point: JointPoint, _ shares: [JointCost.Share], damping: Double
    ) {
        let n = point.places.count
        let reduced = ArrowSystem(problem, point, shares, damping: damping)
        guard var reduced else { return nil }
        var change = reduced.gradient.map { -$0 }
        guard Cholesky.solve(&reduced.normal, &change), change.allSatisfy(\.isFinite) else { return nil }
        places = change
        states = []
        foreseen = 0
        for p in 0..<n { foreseen -= change[p] * reduced.fullGradient[p] }
        for (index, share) in shares.enumerated() {
            let count = point.states[index].count
            var own = (0..<count).map { lane in
                -(share.gradient[n + lane] + (0..<n).reduce(0) { $0 + share.normal[n + lane][$1] * change[$1] })
            }
            var block = ArrowSystem.block(share, n, count, damping: damping)
            if count > 0, !Cholesky.solve(&block, &own) { return nil }
            for lane in 0..<count { foreseen -= own[lane] * share.gradient[n + lane] }
            states.append(own)
        }
    }
}

/// The normal equations of the model's parameters with the recordings' states eliminated.
struct ArrowSystem {
    /// Lower triangle, column-major; shape [n * n].
    var normal: [Double]
    /// Right side; shape [n].
    var gradient: [Double]
    /// Gradient before the elimination; shape [n].
    var fullGradient: [Double]

    init?<Plain, Sloped>(
        _ problem: JointProblem<Plain, Sloped>, _ point: JointPoint, _ shares: [JointCost.Share], damping: Double
    ) {
        let n = point.places.count
        normal = [Double](repeating: 0, count: n * n)
        gradient = [Double](repeating: 0, count: n)
        for p in 0..<n {
            let prior = problem.prior[p]
            normal[p + p * n] = 1 / (prior.sd * prior.sd)
            gradient[p] = (point.places[p] - prior.place) / (prior.sd * prior.sd)
        }
        for share in shares {
            for p in 0..<n {
                gradient[p] += share.gradient[p]
                for q in 0..<n { normal[p + q * n] += share.normal[q][p] }
            }
        }
        fullGradient = gradient
        for p in 0..<n { normal[p + p * n] *= 1 + damping }
        for (index, share) in shares.enumerated() {
            let count = point.states[index].count
            guard count > 0 else { continue }
            // Columns of `D⁻¹ [B, g]`, one solution a parameter and one for the gradient.
            for p in 0...n {
                var column = (0..<count).map { p < n ? share.normal[n + $0][p] : share.gradient[n + $0] }
                var block = Self.block(share, n, count, damping: damping)
                guard Cholesky.solve(&block, &column) else { return nil }
                for q in 0..<n {
                    var sum = 0.0
                    for lane in 0..<count { sum += share.normal[n + lane][q] * column[lane] }
                    if p < n { normal[q + p * n] -= sum } else { gradient[q] -= sum }
                }
            }
        }
    }

    /// The block of a recording's own states, damped; shape [count * count].
    static func block(_ share: JointCost.Share, _ n: Int, _ count: Int, damping: Double) -> [Double] {
        var block = [Double](repeating: 0, count: count * count)
        for i in 0..<count {
            for j in 0..<count { block[i + j * count] = share.normal[n + j][n + i] * (i == j ? 1 + damping : 1) }
        }
        return block
    }
}
