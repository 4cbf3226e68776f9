internal import Glibc
internal import Kernels

/// Standard errors of fitted values, and their 95 % intervals: by the standard error in the coordinate of the fit,
/// and by profile where that error passes 30 % of the value and no longer tells the shape.
///
/// Profile: the value is held at trial places while the others are fitted again; its interval ends where the sum of
/// squares has risen by `t²` of the residual variance.
/// - Source: Bates and Watts, Nonlinear Regression Analysis, chapter 6.
struct ProfileInterval {
    /// A value's error.
    struct ValueError {
        let se: Double
        let interval: ClosedRange<Double>
        let isProfiled: Bool
    }

    private let model: CircuitFitModel
    private let fit: LeastSquaresFit
    private let quantile: Double
    /// Where no profiles are wanted, all intervals are by the standard error.
    private let isWanted: Bool

    /// Circuits of more values get no profiles: each is dozens of fits of all the others.
    private static let mostValues = 20

    init(_ model: CircuitFitModel, _ fit: LeastSquaresFit, isWanted: Bool) {
        self.isWanted = isWanted
        self.model = model
        self.fit = fit
        quantile = StudentDistribution.quantile(0.975, degreesOfFreedom: Double(max(1, fit.degreesOfFreedom)))
    }

    /// The error of a free value, by its place among the free ones; `nil` where it is not determined.
    func error(of place: Int) -> ValueError? {
        guard let deviations = fit.standardErrors, deviations[place].isFinite else { return nil }
        let coordinate = model.free[place].coordinate
        let center = fit.parameters[place]
        let value = coordinate.value(center)
        let se = abs(coordinate.slope(center, at: value)) * deviations[place]
        guard isWanted, se > 0.3 * abs(value), se > 0, model.parameterCount <= Self.mostValues else {
            let half = quantile * deviations[place]
            return ValueError(se: se, interval: range(coordinate, center - half, center + half), isProfiled: false)
        }
        let low = end(place, deviations[place], direction: -1)
        let high = end(place, deviations[place], direction: 1)
        return ValueError(se: se, interval: range(coordinate, low, high), isProfiled: true)
    }

    /// The values between two coordinates; an infinite coordinate is the end of the value's range.
    private func range(_ coordinate: ValueCoordinate, _ low: Double, _ high: Double) -> ClosedRange<Double> {
        var ends = (low, high)
        // Beyond a quarter turn the sine comes back.
        if case .between = coordinate { ends = (max(low, -.pi / 2), min(high, .pi / 2)) }
        let values = (coordinate.value(ends.0), coordinate.value(ends.1))
        return min(values.0, values.1)...max(values.0, values.1)
    }

    /// A place of the profile: the coordinate held, the others fitted to it, and how far the sum of squares has risen.
    private struct Trial {
        let at: Double
        let parameters: [Double]
        let root: Double
    }

    /// The coordinate at which the profile has risen far enough; infinite where it never does.
    ///
    /// The root of the rise is nearly a straight line of the coordinate, so it is followed by the secant, within a
    /// bracket, to a hundredth of a standard error. The others nearly move in straight lines too, so each fit starts
    /// from where the line foresees them.
    private func end(_ place: Int, _ deviation: Double, direction: Double) -> Double {
        let center = Trial(at: fit.parameters[place], parameters: fit.parameters, root: 0)
        var inside = center
        var line = tangent(place)
        var step = min(quantile * deviation, 1)
        var found: Trial?
        // A value that may change by e^25 has no end that anybody could use.
        while found == nil, abs(inside.at - center.at) < 25 {
            let trial = trial(place, at: inside.at + direction * step, from: inside, along: line)
            if trial.root > quantile {
                found = trial
            } else {
                line = Self.line(inside, trial)
                inside = trial
                step *= 2
            }
        }
        guard var outside = found else { return direction * .infinity }
        for _ in 0..<20 where min(quantile - inside.root, outside.root - quantile) > 0.01 {
            let part = (quantile - inside.root) / (outside.root - inside.root)
            let isKnown = outside.root < .infinity
            let share = isKnown ? min(max(part, 0.05), 0.95) : 0.5
            let middle = inside.at + share * (outside.at - inside.at)
            if isKnown { line = Self.line(inside, outside) }
            let trial = trial(place, at: middle, from: inside, along: line)
            if trial.root > quantile { outside = trial } else { inside = trial }
        }
        return quantile - inside.root < outside.root - quantile ? inside.at : outside.at
    }

    /// How the parameters follow one of them beside the minimum.
    private func tangent(_ place: Int) -> [Double] {
        guard let inverse = fit.inverseNormal else { return fit.parameters.map { _ in 0 } }
        return fit.parameters.indices.map { inverse[$0, place] / inverse[place, place] }
    }

    private static func line(_ from: Trial, _ to: Trial) -> [Double] {
        zip(from.parameters, to.parameters).map { ($1 - $0) / (to.at - from.at) }
    }

    /// The profile at a coordinate: root of the rise of the sum of squares, in standard deviations of a residual, with
    /// the others fitted; infinite where no such circuit is finite.
    private func trial(_ place: Int, at coordinate: Double, from known: Trial, along line: [Double]) -> Trial {
        let foreseen = zip(known.parameters, line).map { $0 + $1 * (coordinate - known.at) }
        guard let variance = fit.residualVariance, variance > 0,
            let held = cost(place, at: coordinate, from: foreseen)
                ?? cost(place, at: coordinate, from: known.parameters)
        else { return Trial(at: coordinate, parameters: known.parameters, root: .infinity) }
        let rise = max(0, (held.cost - fit.residualSumOfSquares) / variance)
        return Trial(at: coordinate, parameters: held.parameters, root: rise.squareRoot())
    }

    /// Sum of squares with one coordinate held and the others fitted; `nil` where no such circuit is finite.
    private func cost(_ place: Int, at trial: Double, from start: [Double]) -> (cost: Double, parameters: [Double])? {
        var begin = start
        begin[place] = trial
        let held = model.holding(place, at: trial)
        guard held.parameterCount > 0 else {
            var residuals = Array(repeating: 0.0, count: model.residualCount)
            var jacobian = residuals
            guard model.evaluate(begin, residuals: &residuals, jacobian: &jacobian) else { return nil }
            return (residuals.reduce(0) { $0 + $1 * $1 }, begin)
        }
        var others = begin
        others.remove(at: place)
        var options = CircuitDescent.steps(held.parameterCount, points: model.points.z_ohm.count)
        // A hundredth of a standard error needs no more.
        options.reductionTolerance = 1e-6
        options.gradientTolerance = 1e-4
        options.maximumIterations = 60
        options.wantsCovariance = false
        let again = fitLeastSquares(held, start: others, options: options)
        guard again.stop != .start else { return nil }
        var whole = again.parameters
        whole.insert(trial, at: place)
        return (again.residualSumOfSquares, whole)
    }
}
