import Glibc
internal import Kernels

/// A model's search from its starts: a few steps from each, then the best to its end.
struct JointStarts<Plain: SearchedEquations, Sloped: SearchedEquations>
where Plain.Number == Double, Sloped.Number == SlopedNumber {
    private let model: JointModel
    private let data: JointData
    private let starts: [[Double]]
    private let reach_V: Double
    private let knowsSeries: Bool
    private let knowsCapacitance: Bool
    /// The least that other models miss.
    private let rival: Double

    /// Standard deviation of what is thought of a parameter beforehand, on the scale of the search: five decades.
    private static var priorSd: Double { 12 }
    /// Steps from each start before the best is chosen.
    private static var trialSteps: Int { 8 }
    private static var stepLimit: Int { 60 }

    /// `nil` without a start.
    init?(_ model: JointModel, _ data: JointData, _ hints: JointHints, _ known: [JointFit]) {
        self.model = model
        self.data = data
        knowsSeries = hints.series_ohm != nil
        knowsCapacitance = hints.capacitance_F != nil
        rival = known.map(\.chiSquare).min() ?? .infinity
        let voltages = data.traces.flatMap(\.voltage_V) + data.spectra.map(\.bias_V)
        reach_V = max(voltages.reduce(0) { max($0, abs($1)) }, 1e-3)
        switch model {
        case .calm:
            if let freed = known.first(where: { $0.model == .calmT2 }) {
                starts = [ActivatedStart.bound(freed.estimates.map(\.value))]
            } else {
                starts = ActivatedStart(hints, reach_V: reach_V).values(limit: 4)
            }
        case .calmT2:
            if let known = known.first(where: { $0.model == .calm }) {
                starts = [ActivatedStart.freed(known.estimates.map(\.value))]
            } else {
                starts = ActivatedStart(hints, reach_V: reach_V).values(limit: 3).map(ActivatedStart.freed)
            }
        case .twoBranch: starts = TwoBranchStart.values(hints, limit: 3)
        }
        guard !starts.isEmpty, data.count > model.parameters.count + 4 else { return nil }
    }

    func fit() -> JointFit? {
        let begun = starts.map { values in
            let problem = problem(around: values)
            let point = JointPoint(places: problem.prior.map(\.place), states: problem.stateGuess)
            return (
                problem,
                search(problem, from: point, limit: starts.count > 1 ? Self.trialSteps : Self.stepLimit, 1e-3)
            )
        }
        guard let best = begun.filter({ $0.1.squares.isFinite }).min(by: { $0.1.squares < $1.1.squares }) else {
            return nil
        }
        guard best.1.squares < 10 * rival else { return result(best.0, best.1) }
        return result(best.0, search(best.0, from: best.1.point, limit: Self.stepLimit, 1e-6))
    }

    private func search(
        _ problem: JointProblem<Plain, Sloped>, from point: JointPoint, limit: Int, _ tolerance: Double
    ) -> JointSearch.Found {
        JointSearch.run(
            problem, from: point, iterationLimit: limit, tolerance: tolerance, voltageCap_V: 0.2 * reach_V)
    }

    /// The recordings with what is thought beforehand of a model near these values.
    private func problem(around values: [Double]) -> JointProblem<Plain, Sloped> {
        let places = zip(model.parameters, values).map { $0.place(of: $1) }
        let equations = Plain(places)
        var guesses: [[Double]] = []
        var spreads: [[Double]] = []
        for spectrum in data.spectra {
            guard spectrum.isWritten else {
                guesses.append([])
                spreads.append([])
                continue
            }
            let z = zip(spectrum.real_ohm, spectrum.imaginary_ohm).map { hypot($0, $1) }.max() ?? 1
            let guess = guess(values, equations, at: spectrum.bias_V, conductance_S: 1 / z)
            guesses.append(guess.state)
            spreads.append(guess.sd)
        }
        for trace in data.traces {
            let first = trace.voltage_V.first ?? 0
            let isRead = trace.sd_A.first.map { $0.isFinite } ?? false
            let conductance = isRead && abs(first) > 0.02 * reach_V ? (trace.current_A.first ?? 0) / first : nil
            let largest_A = trace.current_A.reduce(0) { max($0, abs($1)) }
            let guess = guess(values, equations, at: first, conductance_S: conductance, largest_A: largest_A)
            // A phase anywhere between 0 and 1 is as likely: on the scale of the logit about this wide.
            guesses.append(guess.state + (trace.hasLooseJumps ? [0, 0] : []))
            spreads.append(guess.sd + (trace.hasLooseJumps ? [1.8, 1.8] : []))
        }
        return JointProblem(
            data: data, model: model,
            prior: zip(model.parameters, places).map { parameter, place in
                (place, parameter.scale == .linear ? 3 * reach_V : priorSd(parameter))
            },
            stateGuess: guesses, stateSd: spreads)
    }

    /// Standard deviation of what is thought of a parameter beforehand, on the scale of the search.
    ///
    /// A series resistance or capacitance that was seen is held within a factor of seven: on a logarithm nothing else would
    /// bring one back that a step has made too small to matter.
    private func priorSd(_ parameter: JointParameter) -> Double {
        let isSeen = parameter.name == "R_s" ? knowsSeries : parameter.name.hasPrefix("C_") && knowsCapacitance
        return isSeen && parameter.name != "C_s0" ? 2 : Self.priorSd
    }

    /// The state in which a recording may begin: that of its first reading, else at rest.
    private func guess(
        _ values: [Double], _ equations: Plain, at voltage_V: Double, conductance_S: Double?, largest_A: Double = 0
    ) -> (state: [Double], sd: [Double]) {
        let rest = equations.steady(at: voltage_V)
        guard model != .twoBranch else {
            // A recording may begin anywhere that an earlier one has led to.
            let scale_A = max(abs(rest.first), values[3], largest_A)
            return ([rest.first, rest.second], [scale_A, 0.5 * reach_V])
        }
        let (g_L, g_H) = (values[0], values[1])
        let read = conductance_S.map { ($0 - g_L) / (g_H - g_L) }.map { min(max($0, 0), 1) }
        return ([read ?? rest.first], [0.5])
    }

    private func result(_ problem: JointProblem<Plain, Sloped>, _ found: JointSearch.Found) -> JointFit? {
        let shares = problem.shares(at: found.point)
        guard let system = ArrowSystem(problem, found.point, shares, damping: 0),
            let inverse = Cholesky.inverse(
                system.normal, count: found.point.places.count, leastPivot: 1e-13)
        else { return nil }
        let chiSquare = shares.reduce(0) { $0 + $1.squares }
        let freedom = Double(max(1, data.count - model.parameters.count))
        let widening = max(1, chiSquare / freedom)
        var covariance = inverse
        for i in 0..<covariance.rows {
            for j in 0..<covariance.columns { covariance[i, j] *= widening }
        }
        if widening > Self.contradiction { Self.widen(&covariance, inverse, shares) }
        let estimates = model.parameters.enumerated().map { index, parameter in
            estimate(parameter, at: found.point.places[index], variance: covariance[index, index])
        }
        let residuals = shares.indices.map { residual($0, problem, found.point, shares[$0]) }
        return JointFit(
            model: model, estimates: estimates, covariance: covariance, residuals: residuals, chiSquare: chiSquare,
            count: data.count, iterations: found.iterations, converged: found.converged)
    }

    /// χ² per degree of freedom from which recordings may pull against each other.
    private static var contradiction: Double { 1.3 }

    /// Makes variances at least those that the disagreement between recordings tells: each recording is one draw, and what
    /// it pulls at the end of the search is what another draw would have moved the parameters by (the sandwich of clustered
    /// errors; Liang and Zeger 1986).
    private static func widen(_ covariance: inout Matrix, _ inverse: Matrix, _ shares: [JointCost.Share]) {
        let n = inverse.rows
        let draws = Double(shares.count) / Double(max(1, shares.count - 1))
        var meat = [Double](repeating: 0, count: n)
        for share in shares {
            for i in 0..<n {
                let pull = (0..<n).reduce(0) { $0 + inverse[i, $1] * share.gradient[$1] }
                meat[i] += draws * pull * pull
            }
        }
        for i in 0..<n where meat[i] > covariance[i, i] {
            let factor = (meat[i] / max(covariance[i, i], .leastNormalMagnitude)).squareRoot()
            for j in 0..<n {
                covariance[i, j] *= factor
                covariance[j, i] *= factor
            }
        }
    }

    private func estimate(_ parameter: JointParameter, at place: Double, variance: Double) -> JointEstimate {
        let value = parameter.value(at: place)
        // The run itself is right to some 1e-4: no noise is low enough to do better.
        let run = parameter.scale == .linear ? 2e-4 * reach_V : 5e-4
        let sd = (variance + run * run).squareRoot()
        // An error of a factor e is none that a reader could use: the recordings do not tell this parameter.
        let limit = parameter.scale == .linear ? reach_V : 1
        guard sd.isFinite, sd < limit else {
            return JointEstimate(parameter: parameter, value: value, se: nil, interval: nil)
        }
        let ends = [place - 1.96 * sd, place + 1.96 * sd].map { parameter.value(at: $0) }
        return JointEstimate(
            parameter: parameter, value: value, se: abs(parameter.slope(at: value)) * sd,
            interval: min(ends[0], ends[1])...max(ends[0], ends[1]))
    }

    private func residual(
        _ index: Int, _ problem: JointProblem<Plain, Sloped>, _ point: JointPoint, _ share: JointCost.Share
    ) -> JointResidual {
        let predicted = problem.predicted(index, at: point)
        var (missed, noise, size, count) = (0.0, 0.0, 0.0, 0)
        if index < data.spectra.count {
            let spectrum = data.spectra[index]
            for k in spectrum.real_ohm.indices {
                let (re, im) = (spectrum.real_ohm[k], spectrum.imaginary_ohm[k])
                let square = max(re * re + im * im, .leastNormalMagnitude)
                let (dr, di) = (predicted[2 * k] - re, predicted[2 * k + 1] - im)
                missed += (dr * dr + di * di) / square
                noise += 2 * spectrum.sd_ohm[k] * spectrum.sd_ohm[k] / square
                size += 1
                count += 2
            }
            let misfit = Self.misfit(missed, noise, max(size, 1), count)
            return JointResidual(
                name: spectrum.name, from: spectrum.from, count: count, chiSquare: share.squares,
                misfit: misfit.value, misfitError: misfit.error, predicted: predicted)
        }
        let trace = data.traces[index - data.spectra.count]
        for k in trace.sd_A.indices where trace.sd_A[k].isFinite {
            let miss = predicted[k] - trace.current_A[k]
            missed += miss * miss
            noise += trace.sd_A[k] * trace.sd_A[k]
            size += trace.current_A[k] * trace.current_A[k]
            count += 1
        }
        let misfit = Self.misfit(missed, noise, size, count)
        return JointResidual(
            name: trace.name, from: trace.from, count: count, chiSquare: share.squares,
            misfit: misfit.value, misfitError: misfit.error, predicted: predicted)
    }

    /// The root of what is missed beyond the noise over the size of the signal, and what the noise's own scatter makes of it.
    private static func misfit(
        _ missed: Double, _ noise: Double, _ size: Double, _ count: Int
    ) -> (value: Double, error: Double) {
        let size = max(size, .leastNormalMagnitude)
        let square = max(0, missed - noise) / size
        let scatter = noise / size * (2 / Double(max(count, 1))).squareRoot()
        let value = square.squareRoot()
        // The error of a root: half the error of the square over the root, or its root where that is nearly zero.
        return (value, value > 0 ? min(scatter / (2 * value), scatter.squareRoot()) : scatter.squareRoot())
    }
}
