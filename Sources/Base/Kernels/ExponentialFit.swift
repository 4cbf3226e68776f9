import Glibc

/// Fits of sums of exponentials with a constant, any signs, without start values.
///
/// Goals: find the right minimum, then accuracy, then speed. All combinations of times on a log grid are compared
/// through one Gram matrix (exact linear least squares for each); the best of them start a variable projection, and so
/// does the sum of one order less with the time that explains most of what it left: next to a tall exponential, whose
/// time no grid meets, only this finds a small one.
/// Error: at the minimum the residual is stationary to rounding; standard errors are linear in the noise.
public enum ExponentialFit {
    /// Fits `order` exponentials (0 to 3).
    ///
    /// - Parameters:
    ///   - samples: times and values; n must exceed the number of parameters.
    ///   - weights: inverse variances up to a factor; shape [n].
    /// - Returns: the best fit; `nil` with too few samples, or where no start works.
    public static func fit(_ samples: DecaySamples, weights: [Double], order: Int) -> ExponentialSum? {
        precondition(weights.count == samples.count && (0...3).contains(order))
        // The minimum is looked for on fewer, merged samples, which is where most of the work is, and followed on all.
        let coarse = weights.allSatisfy { $0 > 0 } ? samples.merged(limit: 100, weights: weights) : nil
        let found = fits(
            coarse?.samples ?? samples, weights: coarse?.weights ?? weights, orders: 0...order, stopsWhereClear: false)
        return found.last { $0.order == order }.map { refined($0, samples, weights: weights) }
    }

    /// Fits the orders from 0 to `order`, in this sequence, and stops where no further one could be worth its
    /// parameters; orders that do not fit are left out.
    ///
    /// Their sums of squares are within 1e-5 of the least, enough to choose an order; `refined` follows one to its end.
    /// - Parameters:
    ///   - known: sums fitted to the same samples with other weights; they start the search at their orders.
    ///   - line: how well a straight line beside the exponentials is known from elsewhere to have no slope, as inverse
    ///     variance of the slope in the units of the weights; `nil` for no line.
    public static func fits(
        _ samples: DecaySamples, weights: [Double], through order: Int, known: [ExponentialSum] = [],
        line: Double? = nil
    ) -> [ExponentialSum] {
        precondition(weights.count == samples.count && (0...3).contains(order))
        return fits(samples, weights: weights, orders: 0...order, known: known, line: line, stopsWhereClear: true)
    }

    private static func fits(
        _ samples: DecaySamples, weights: [Double], orders: ClosedRange<Int>, known: [ExponentialSum] = [],
        line: Double? = nil, stopsWhereClear: Bool
    ) -> [ExponentialSum] {
        guard let range = timeRange(samples) else { return [] }
        let grid = ExponentialGrid(samples, weights: weights, range: range)
        var found: [ExponentialSum] = []
        for next in orders {
            var starts = known.filter { $0.order == next }.map(\.times_s)
            if starts.isEmpty { starts = grid.bestStarts(order: next) }
            let isNew = !known.contains { $0.order == next }
            if next > 1, isNew, let last = found.last, last.order == next - 1, let added = grid.addition(to: last) {
                starts.append((last.times_s + [added]).sorted())
            }
            let sum = fit(samples, weights: weights, order: next, line: line, starts: starts, range: range)
            guard let sum else { continue }
            found.append(sum)
            if stopsWhereClear, grid.leavesNothing(beyond: sum) { break }
        }
        return found
    }

    private static func fit(
        _ samples: DecaySamples, weights: [Double], order: Int, line: Double?, starts: [[Double]],
        range: ClosedRange<Double>
    ) -> ExponentialSum? {
        guard samples.count > 1 + 2 * order + (line == nil ? 0 : 1) else { return nil }
        let model = ExponentialColumns(samples, weights: weights, order: order, line: line)
        let values = model.weighted(samples.values)
        func search(_ start: [Double], _ iterationLimit: Int) -> SeparableFit? {
            Self.search(
                model, values: values, start: start, range: range, iterationLimit: iterationLimit, tolerance: 1e-5)
        }
        // Which starts lead low shows long before the last digits do: only those near the lowest are followed further.
        let begun = starts.compactMap { search($0.map { log($0) }, starts.count > 1 ? 12 : 60) }
        guard let least = begun.map(\.residualSumOfSquares).min() else { return nil }
        var best: SeparableFit?
        for fit in begun where fit.residualSumOfSquares <= 1.5 * least {
            let followed = fit.converged ? fit : search(fit.nonlinear, 60) ?? fit
            if let held = best, held.residualSumOfSquares <= followed.residualSumOfSquares { continue }
            best = followed
        }
        return best.map { sorted($0, order: order, hasLine: line != nil, count: samples.count) }
    }

    /// The same sum followed to where its sum of squares changes by less than 1e-9, which moves parameters by less than
    /// a thousandth of their errors.
    ///
    /// - Parameters:
    ///   - weights: those that it was fitted with.
    ///   - line: as it was fitted with.
    public static func refined(
        _ sum: ExponentialSum, _ samples: DecaySamples, weights: [Double], line: Double? = nil
    ) -> ExponentialSum {
        guard sum.order > 0, weights.count == samples.count, let range = timeRange(samples) else { return sum }
        let model = ExponentialColumns(samples, weights: weights, order: sum.order, line: line)
        let found = search(
            model, values: model.weighted(samples.values), start: sum.times_s.map { log($0) },
            range: range, iterationLimit: 60, tolerance: 1e-9)
        return found.map { sorted($0, order: sum.order, hasLine: line != nil, count: samples.count) } ?? sum
    }

    private static func search(
        _ model: ExponentialColumns, values: [Double], start: [Double], range: ClosedRange<Double>, iterationLimit: Int,
        tolerance: Double
    ) -> SeparableFit? {
        let bounds = [ClosedRange<Double>](
            repeating: log(range.lowerBound)...log(range.upperBound), count: model.order)
        let fit = VariableProjection.fit(
            model, values: values, start: start, bounds: bounds, iterationLimit: iterationLimit, tolerance: tolerance)
        return fit?.covariance.count == model.columnCount + model.order ? fit : nil
    }

    /// Times that the samples could show: from a fifth of the first positive time to ten records.
    static func timeRange(_ samples: DecaySamples) -> ClosedRange<Double>? {
        guard let first = samples.time_s.first(where: { $0 > 0 }), let last = samples.time_s.last, last > first else {
            return nil
        }
        return (first / 5)...(last * 10)
    }

    /// The fit with its times ascending and the covariance in the same order.
    private static func sorted(_ fit: SeparableFit, order: Int, hasLine: Bool, count: Int) -> ExponentialSum {
        let rank = (0..<order).sorted { (fit.nonlinear[$0], $0) < (fit.nonlinear[$1], $1) }
        let first = 1 + order + (hasLine ? 1 : 0)
        let place = [0] + rank.map { 1 + $0 } + rank.map { first + $0 }
        var sum = ExponentialSum(
            offset: fit.linear[0], amplitudes: rank.map { fit.linear[1 + $0] },
            times_s: rank.map { exp(fit.nonlinear[$0]) },
            unitCovariance: place.map { i in place.map { fit.covariance[i][$0] } },
            residualSumOfSquares: fit.residualSumOfSquares, sampleCount: count, iterations: fit.iterations,
            converged: fit.converged)
        if hasLine {
            sum.slope = fit.linear[1 + order]
            sum.unitSlopeVariance = fit.covariance[1 + order][1 + order]
        }
        return sum
    }
}

/// The columns `1, e^{-t/τ_j}` averaged over each sample's stretch of time, times the root of the weights.
///
/// With a line there is a last column, the time, and a last row that holds its slope near zero.
private struct ExponentialColumns: SeparableModel {
    let samples: DecaySamples
    let root: [Double]
    let order: Int
    let line: Double?
    let slopes: [(column: Int, parameter: Int)]

    init(_ samples: DecaySamples, weights: [Double], order: Int, line: Double?) {
        self.samples = samples
        root = weights.map { $0.squareRoot() }
        self.order = order
        self.line = line
        slopes = (0..<order).map { (1 + $0, $0) }
    }

    var sampleCount: Int { samples.count + (line == nil ? 0 : 1) }
    var columnCount: Int { 1 + order + (line == nil ? 0 : 1) }

    /// Values times the root of their weights, with the row of the line.
    func weighted(_ values: [Double]) -> [Double] {
        zip(values, root).map { $0 * $1 } + (line == nil ? [] : [0])
    }

    func fillColumns(_ theta: [Double], _ columns: inout [Double]) {
        let n = sampleCount
        for i in root.indices { columns[i] = root[i] }
        for j in 0..<order {
            let rate = exp(-theta[j])
            // Beyond sixty times what is left is 1e-26 of the amplitude: nothing, also of a spike.
            for i in root.indices where samples.time_s[i] * rate < 60 {
                columns[(1 + j) * n + i] = root[i] * exp(-samples.time_s[i] * rate) * samples.averaging(rate, at: i)
            }
        }
        guard let line else { return }
        for i in root.indices { columns[(1 + order) * n + i] = root[i] * samples.time_s[i] }
        columns[(2 + order) * n - 1] = line.squareRoot()
    }

    func fillSlopes(_ theta: [Double], _ columns: [Double], _ slopes: inout [Double]) {
        let n = sampleCount
        for j in 0..<order {
            let rate = exp(-theta[j])
            for i in root.indices where samples.time_s[i] * rate < 60 {
                // d/d ln τ of the average: its own factor changes by -rate d/d rate.
                let m = samples.moments[i]
                let spread = rate * rate * (m.second + rate * (-0.5 * m.third + rate * m.fourth / 6))
                let factor = samples.time_s[i] * rate - spread / samples.averaging(rate, at: i)
                slopes[j * n + i] = columns[(1 + j) * n + i] * factor
            }
        }
    }
}
