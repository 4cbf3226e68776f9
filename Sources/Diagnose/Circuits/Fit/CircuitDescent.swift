internal import ComplexModule
internal import Glibc
internal import Kernels
internal import RealModule

/// The best minimum found for a circuit, with the model that led to it.
struct CircuitDescent {
    private let circuit: Circuit
    private let model: CircuitFitModel
    private let setup: FitSetup
    private let fit: LeastSquaresFit
    /// Values that were kept on the bound where an earlier descent had left them.
    private var kept: [Int: Double] = [:]

    /// Descends from each start; `nil` where none leads to a finite fit.
    ///
    /// Once two starts have led to the same least sum of squares, and it leaves no more than noise, the others are
    /// let be.
    init?(
        _ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints, _ evaluator: SharedEvaluator,
        from starts: [[Double]]
    ) {
        var best: (model: CircuitFitModel, fit: LeastSquaresFit)?
        for start in starts {
            let model = setup.model(evaluator, points, at: start)
            let fit = fitLeastSquares(
                model, start: model.coordinates(start),
                options: Self.steps(setup.freeIndices.count, points: points.z_ohm.count))
            guard fit.stop != .start else { continue }
            let least = best?.fit.residualSumOfSquares ?? .infinity
            let isSame = abs(fit.residualSumOfSquares - least) < 1e-6 * least
            if fit.residualSumOfSquares < least { best = (model, fit) }
            if isSame, let best, Self.leavesNoise(best.model, best.fit) { break }
        }
        guard let best else { return nil }
        self.init(circuit, setup, best.model, best.fit)
    }

    private init(_ circuit: Circuit, _ setup: FitSetup, _ model: CircuitFitModel, _ fit: LeastSquaresFit) {
        self.circuit = circuit
        self.setup = setup
        self.model = model
        self.fit = fit
    }

    /// No coordinate moves by more than two at once: a factor of seven of a value on a logarithm.
    ///
    /// A descent takes no more than some two billion multiplications; circuits of a hundred elements get fewer steps.
    static func steps(_ count: Int, points: Int) -> LeastSquaresOptions {
        var options = LeastSquaresOptions()
        let work = Double(points) * Double(count * count)
        options.maximumIterations = max(20, Int(min(200, 2e9 / max(work, 1))))
        options.stepCaps = Array(repeating: 2, count: count)
        // Far below any instrument: a tenth of a millionth of |Z| at each point.
        options.perfect = 1e-28
        return options
    }

    /// Whether the points speak clearly for this fit: its sum of squares is lower by 10 of its residual variances.
    func isDecidedlyBetter(than other: CircuitDescent) -> Bool {
        let variance = max(fit.residualVariance ?? 0, 1e-14)
        return other.fit.residualSumOfSquares - fit.residualSumOfSquares > 10 * variance
    }

    /// Whether the residuals change sign as noise does, and the points determine all values.
    var leavesNoise: Bool { Self.leavesNoise(model, fit) }

    private static func leavesNoise(_ model: CircuitFitModel, _ fit: LeastSquaresFit) -> Bool {
        guard fit.inverseNormal != nil else { return false }
        return fit.residualSumOfSquares <= 1e-16 || model.isNoise(fit.residuals)
    }

    /// Whether every value is larger than its error.
    var isKnown: Bool {
        guard let errors = fit.standardErrors else { return false }
        let values = values
        return model.free.indices.allSatisfy { j in
            let free = model.free[j]
            let value = values[setup.freeIndices[j]]
            return abs(free.coordinate.slope(fit.parameters[j], at: value)) * errors[j] < abs(value)
        }
    }

    /// The values at the minimum.
    var values: [Double] { model.values(fit.parameters) }

    /// Whether the sum of squares is lower.
    func isBetter(than other: CircuitDescent) -> Bool { fit.residualSumOfSquares < other.fit.residualSumOfSquares }

    /// The descent again with each value that ended on a bound kept there.
    func keptOnBounds(_ points: FitPoints, _ evaluator: SharedEvaluator) -> CircuitDescent {
        let values = model.values(fit.parameters)
        var kept: [Int: Double] = [:]
        for (free, index) in zip(model.free, setup.freeIndices) {
            if let bound = free.coordinate.bound(hitBy: values[index]) { kept[index] = bound }
        }
        guard !kept.isEmpty else { return self }
        let narrower = setup.keeping(kept)
        var begin = values
        for (index, value) in kept { begin[index] = value }
        for (index, free) in setup.leader.enumerated() {
            if let free, let value = kept[free] { begin[index] = value }
        }
        let again = narrower.model(evaluator, points, at: begin)
        guard !narrower.freeIndices.isEmpty else { return self }
        let fit = fitLeastSquares(
            again, start: again.coordinates(begin),
            options: Self.steps(narrower.freeIndices.count, points: points.z_ohm.count))
        guard fit.stop != .start else { return self }
        var descent = CircuitDescent(circuit, narrower, again, fit)
        descent.kept = kept
        return descent
    }

    /// The fit as it is told.
    func report(profiles: Bool) -> CircuitFit {
        let names = circuit.values.map { $0.name }
        let values = model.values(fit.parameters)
        let profile = ProfileInterval(model, fit, isWanted: profiles)
        let errors = setup.freeIndices.indices.map(profile.error)
        let fitted = circuit.values.enumerated().map { index, value in
            let place = setup.leader[index].flatMap { setup.freeIndices.firstIndex(of: $0) }
            let error = place.flatMap { errors[$0] }
            return FittedValue(
                name: value.name, parameter: value.parameter, value: values[index], origin: origin(of: index),
                se: error?.se, interval: error?.interval, isProfiled: error?.isProfiled ?? false)
        }
        return CircuitFit(
            circuit: circuit, values: fitted, correlations: fit.covariance.map(Self.correlations),
            freeNames: setup.freeIndices.map { names[$0] }, residualSumOfSquares: fit.residualSumOfSquares,
            omega_rad_per_s: model.points.omega_rad_per_s, measured_ohm: model.points.z_ohm,
            fitted_ohm: model.impedance_ohm(values), scale: model.points.scale, iterations: fit.iterations,
            stop: fit.stop)
    }

    private func origin(of index: Int) -> FittedValue.Origin {
        if setup.freeIndices.contains(index) { return .fitted }
        if kept[index] != nil { return .bound }
        return setup.isTied[index] ? .tied : .fixed
    }

    private static func correlations(_ covariance: Matrix) -> Matrix {
        var matrix = covariance
        for j in 0..<covariance.columns {
            for i in 0..<covariance.rows {
                let scale = (covariance[i, i] * covariance[j, j]).squareRoot()
                matrix.values[i + j * covariance.rows] = scale > 0 ? covariance[i, j] / scale : 0
            }
        }
        return matrix
    }
}
