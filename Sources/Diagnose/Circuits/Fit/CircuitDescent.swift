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

    /// How many of the scattered starts are refined; more where signs are scattered too.
    private static let refined = (positive: 8, signed: 24)

    /// Descends from the given start, or from the best of many; `nil` where none leads to a finite fit.
    init?(
        _ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints, _ options: CircuitFitOptions, signed: Bool
    ) {
        let starts = CircuitStarts(circuit, points)
        let free = max(1, setup.freeIndices.count)
        let begun =
            setup.isStarted
            ? starts.best(1, of: 1, setup, points, signed: false, seed: options.seed)
            : starts.best(
                signed ? Self.refined.signed : Self.refined.positive,
                of: options.startsPerValue * free * (signed ? 3 : 1), setup, points, signed: signed,
                seed: options.seed)
        var best: (model: CircuitFitModel, fit: LeastSquaresFit)?
        for (model, start) in begun {
            let fit = fitLeastSquares(model, start: start, options: Self.steps(free))
            guard fit.stop != .start, fit.residualSumOfSquares < best?.fit.residualSumOfSquares ?? .infinity else {
                continue
            }
            best = (model, fit)
        }
        guard let best else { return nil }
        self.circuit = circuit
        self.setup = setup
        (model, fit) = best
    }

    private init(_ circuit: Circuit, _ setup: FitSetup, _ model: CircuitFitModel, _ fit: LeastSquaresFit) {
        self.circuit = circuit
        self.setup = setup
        self.model = model
        self.fit = fit
    }

    /// No coordinate moves by more than two at once: a factor of seven of a value on a logarithm.
    static func steps(_ count: Int) -> LeastSquaresOptions {
        var options = LeastSquaresOptions()
        options.maximumIterations = 200
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

    /// The descent again with each value that ended on a bound kept there.
    func keptOnBounds(_ setup: FitSetup, _ points: FitPoints) -> CircuitDescent {
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
        let again = narrower.model(circuit, points, at: begin)
        guard !narrower.freeIndices.isEmpty else { return self }
        let fit = fitLeastSquares(
            again, start: again.coordinates(begin), options: Self.steps(narrower.freeIndices.count))
        guard fit.stop != .start else { return self }
        var descent = CircuitDescent(circuit, narrower, again, fit)
        descent.kept = kept
        return descent
    }

    /// The fit as it is told.
    func report() -> CircuitFit {
        let names = circuit.values.map(\.name)
        let values = model.values(fit.parameters)
        let profile = ProfileInterval(model, fit)
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
            pointCount: model.z_ohm.count, fitted_ohm: circuit.impedance_ohm(values, at: model.omega_rad_per_s),
            iterations: fit.iterations, stop: fit.stop)
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
