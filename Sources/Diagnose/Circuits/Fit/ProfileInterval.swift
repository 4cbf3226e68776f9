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

    /// Circuits of more values get no profiles: each is dozens of fits of all the others.
    private static let mostValues = 20

    init(_ model: CircuitFitModel, _ fit: LeastSquaresFit) {
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
        let se = abs(coordinate.slope(center)) * deviations[place]
        guard se > 0.3 * abs(value), se > 0, model.parameterCount <= Self.mostValues else {
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

    /// The coordinate at which the profile has risen far enough; infinite where it never does.
    ///
    /// The root of the rise is nearly a straight line of the coordinate, so it is followed by the secant, within a
    /// bracket, to a hundredth of a standard error.
    private func end(_ place: Int, _ deviation: Double, direction: Double) -> Double {
        var inside = (at: fit.parameters[place], root: 0.0)
        var step = min(quantile * deviation, 1)
        var start = fit.parameters
        var outside: (at: Double, root: Double)?
        // A value that may change by e^25 has no end that anybody could use.
        while outside == nil, abs(inside.at - fit.parameters[place]) < 25 {
            let trial = rise(place, at: inside.at + direction * step, from: start)
            if trial.root > quantile {
                outside = (inside.at + direction * step, trial.root)
            } else {
                inside = (inside.at + direction * step, trial.root)
                start = trial.parameters
                step *= 2
            }
        }
        guard var outside else { return direction * .infinity }
        for _ in 0..<20 where min(quantile - inside.root, outside.root - quantile) > 0.01 {
            let part = (quantile - inside.root) / (outside.root - inside.root)
            let share = outside.root < .infinity ? min(max(part, 0.05), 0.95) : 0.5
            let middle = inside.at + share * (outside.at - inside.at)
            let trial = rise(place, at: middle, from: start)
            if trial.root > quantile {
                outside = (middle, trial.root)
            } else {
                inside = (middle, trial.root)
                start = trial.parameters
            }
        }
        return quantile - inside.root < outside.root - quantile ? inside.at : outside.at
    }

    /// Root of the rise of the sum of squares, in standard deviations of a residual, with the others fitted; infinite
    /// where no such circuit is finite.
    private func rise(_ place: Int, at trial: Double, from start: [Double]) -> (root: Double, parameters: [Double]) {
        guard let held = cost(place, at: trial, from: start), let variance = fit.residualVariance, variance > 0 else {
            return (.infinity, start)
        }
        return (max(0, (held.cost - fit.residualSumOfSquares) / variance).squareRoot(), held.parameters)
    }

    /// Sum of squares with one coordinate held and the others fitted; `nil` where no such circuit is finite.
    private func cost(_ place: Int, at trial: Double, from start: [Double]) -> (cost: Double, parameters: [Double])? {
        var begin = start
        begin[place] = trial
        let held = HeldModel(model: model, place: place, at: trial)
        guard held.parameterCount > 0 else {
            var residuals = Array(repeating: 0.0, count: model.residualCount)
            var jacobian = residuals
            guard model.evaluate(begin, residuals: &residuals, jacobian: &jacobian) else { return nil }
            return (residuals.reduce(0) { $0 + $1 * $1 }, begin)
        }
        var others = begin
        others.remove(at: place)
        var options = CircuitDescent.steps(held.parameterCount, points: model.z_ohm.count)
        // A hundredth of a standard error needs no more.
        options.reductionTolerance = 1e-6
        options.gradientTolerance = 1e-4
        options.maximumIterations = 60
        let again = fitLeastSquares(held, start: others, options: options)
        guard again.stop != .start else { return nil }
        return (again.residualSumOfSquares, held.whole(again.parameters))
    }
}

/// A model with one coordinate held.
private struct HeldModel: ResidualModel {
    let model: CircuitFitModel
    let place: Int
    let at: Double

    var residualCount: Int { model.residualCount }
    var parameterCount: Int { model.parameterCount - 1 }

    func whole(_ parameters: [Double]) -> [Double] {
        var whole = parameters
        whole.insert(at, at: place)
        return whole
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let m = residualCount
        var all = Array(repeating: 0.0, count: m * model.parameterCount)
        guard model.evaluate(whole(parameters), residuals: &residuals, jacobian: &all) else { return false }
        all.removeSubrange(place * m..<(place + 1) * m)
        jacobian = all
        return true
    }
}
