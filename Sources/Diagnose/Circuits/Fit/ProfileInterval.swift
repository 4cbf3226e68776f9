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
        guard se > 0.3 * abs(value), se > 0 else {
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
    private func end(_ place: Int, _ deviation: Double, direction: Double) -> Double {
        let variance = fit.residualVariance ?? 0
        let goal = fit.residualSumOfSquares + quantile * quantile * variance
        var inside = fit.parameters[place]
        var step = min(quantile * deviation, 1)
        var start = fit.parameters
        var outside: Double?
        // A value that may change by e^25 has no end that anybody could use.
        while abs(inside - fit.parameters[place]) < 25 {
            let trial = inside + direction * step
            guard let held = cost(place, at: trial, from: start) else {
                outside = trial
                break
            }
            if held.cost > goal {
                outside = trial
                break
            }
            inside = trial
            start = held.parameters
            step *= 2
        }
        guard var outside else { return direction * .infinity }
        for _ in 0..<20 where abs(outside - inside) > 1e-3 * deviation {
            let trial = 0.5 * (inside + outside)
            if let held = cost(place, at: trial, from: start), held.cost <= goal {
                inside = trial
                start = held.parameters
            } else {
                outside = trial
            }
        }
        return 0.5 * (inside + outside)
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
        let again = fitLeastSquares(held, start: others, options: CircuitDescent.steps(held.parameterCount))
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
