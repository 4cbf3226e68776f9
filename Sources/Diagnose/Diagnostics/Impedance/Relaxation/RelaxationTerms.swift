import Glibc
internal import Kernels

/// One relaxation of a sum: `area/(1 + (iωt)^n)`, of either sign.
struct RelaxationTerm {
    /// Its share at low frequency, in the unit of the quantity; the area of its peak over ln t.
    var area: Double
    /// Its time, s, where its peak stands.
    var time_s: Double
    /// n of its law: 1 for a single time, less for a symmetric distribution.
    var exponent: Double
    /// Whether n was fitted.
    var isDistributed: Bool
    /// Standard errors of area, ln t and n; `nil` where the data do not determine them.
    var areaSE: Double?
    var logTimeSE: Double?
    var exponentSE: Double?
}

/// A sum of few signed relaxations that describes a quantity within its noise: the peaks of its density.
///
/// Peaks of a ridge density ring and their windows overlap; here a term is added where it explains most (orthogonal
/// matching pursuit over the grid of times), all are then refined together (Levenberg-Marquardt), and it stays if
/// Bayes' criterion falls by 6. A term is a single time unless a distribution of times (Cole and Cole 1941) is better.
struct RelaxationTerms {
    private(set) var terms: [RelaxationTerm]
    /// Constant and coefficient of `iω`.
    private(set) var constant: Double
    private(set) var slope: Double
    /// Standard error of `slope`; `nil` where the data do not determine it.
    let slopeSE: Double?
    /// Relative residual sd of a part, by degree of freedom and weight.
    let residualSD: Double
    /// Whether every step converged and no further term was wanted.
    let isComplete: Bool
    private let fit: LeastSquaresFit
    private let model: SumOfRelaxations

    /// Most terms that are looked for.
    static let mostTerms = 6
    /// How much of the criterion a term must gain: "strong" evidence (Kass and Raftery 1995).
    private static let evidence = 6.0

    init?(_ data: RelaxationData) {
        guard data.omega.count >= 6 else { return nil }
        var best = SumOfRelaxations(data, distributed: [])
        guard var bestFit = best.solve(best.plainStart) else { return nil }
        var complete = false
        while best.distributed.count < Self.mostTerms {
            guard 3 * (best.distributed.count + 1) + 2 < data.omega.count,
                let start = Self.start(data, best, bestFit.parameters)
            else {
                complete = true
                break
            }
            var (next, nextFit) = (best, bestFit)
            var criterion = Double.infinity
            for isDistributed in [false, true] {
                let trial = SumOfRelaxations(data, distributed: best.distributed + [isDistributed])
                let from = bestFit.parameters + [start.area, log(start.time_s)] + (isDistributed ? [0.9] : [])
                guard let fit = trial.solve(from) else { continue }
                if trial.criterion(fit) < criterion {
                    (next, nextFit, criterion) = (trial, fit, trial.criterion(fit))
                }
            }
            guard criterion < best.criterion(bestFit) - Self.evidence else {
                complete = true
                break
            }
            (best, bestFit) = (next, nextFit)
            Self.simplify(&best, &bestFit)
        }
        Self.prune(&best, &bestFit)
        (model, fit, isComplete) = (best, bestFit, complete)
        (constant, slope) = (bestFit.parameters[0], bestFit.parameters[1] / (data.omega.first ?? 1))
        slopeSE = bestFit.standardErrors.map { $0[1] / (data.omega.first ?? 1) }
        residualSD = (bestFit.residualVariance ?? 0).squareRoot()
        terms = best.terms(bestFit)
    }

    /// The place where one more term would explain most, its sign and size.
    private static func start(
        _ data: RelaxationData, _ model: SumOfRelaxations, _ parameters: [Double]
    ) -> (area: Double, time_s: Double)? {
        let grid = data.grid_s
        // Five a decade are enough to start from.
        let times = stride(from: 0, to: grid.count, by: 2).map { grid[$0] }
        guard !times.isEmpty else { return nil }
        var residual = Array(repeating: 0.0, count: 2 * data.omega.count)
        var jacobian = Array(repeating: 0.0, count: residual.count * model.parameterCount)
        guard model.evaluate(parameters, residuals: &residual, jacobian: &jacobian) else { return nil }
        var reduction = OrderedReduction(
            rows: residual.count, sides: [residual.map { -$0 }] + times.map { data.column($0) })
        for j in 0..<model.parameterCount {
            reduction.add(Array(jacobian[(j * residual.count)..<((j + 1) * residual.count)]))
        }
        var best: (gain: Double, area: Double, time_s: Double)?
        for (k, time) in times.enumerated() {
            let square = reduction.tailProduct(k + 1, k + 1)
            let product = reduction.tailProduct(0, k + 1)
            guard square > 0, square.isFinite else { continue }
            let gain = product * product / square
            if gain > (best?.gain ?? 0) { best = (gain, product / square, time) }
        }
        return best.map { ($0.area, $0.time_s) }
    }

    /// Distributions that are none, or not worth their parameter, become single times.
    private static func simplify(_ model: inout SumOfRelaxations, _ fit: inout LeastSquaresFit) {
        for k in model.distributed.indices where model.distributed[k] {
            var flags = model.distributed
            flags[k] = false
            let simple = SumOfRelaxations(model.data, distributed: flags)
            var start = fit.parameters
            start.remove(at: model.first(k) + 2)
            guard let other = simple.solve(start), simple.criterion(other) <= model.criterion(fit) else { continue }
            (model, fit) = (simple, other)
        }
    }

    /// Leaves out a term where distributions of the others describe the data as well: an arc that was first taken for
    /// two single times.
    private static func prune(_ model: inout SumOfRelaxations, _ fit: inout LeastSquaresFit) {
        var isBetter = true
        while isBetter, model.distributed.count > 1 {
            isBetter = false
            for k in model.distributed.indices {
                let others = model.distributed.indices.filter { $0 != k }
                let time = fit.parameters[model.first(k) + 1]
                let near = others.min {
                    abs(fit.parameters[model.first($0) + 1] - time) < abs(fit.parameters[model.first($1) + 1] - time)
                }
                var start = Array(fit.parameters.prefix(2))
                for other in others {
                    let a = model.first(other)
                    let area = fit.parameters[a] + (other == near ? fit.parameters[model.first(k)] : 0)
                    start += [area, fit.parameters[a + 1], model.distributed[other] ? fit.parameters[a + 2] : 0.9]
                }
                var fewer = SumOfRelaxations(model.data, distributed: others.map { _ in true })
                guard var other = fewer.solve(start) else { continue }
                simplify(&fewer, &other)
                guard fewer.criterion(other) < model.criterion(fit) else { continue }
                (model, fit, isBetter) = (fewer, other, true)
                break
            }
        }
    }

    /// Areas and times of the terms in synthetic data: the fit with its own residuals in random order, fitted anew.
    ///
    /// - Returns: per term, the areas and the times that were found.
    func bootstrap(count: Int, seed: UInt64, name: String) -> [(areas: [Double], times_s: [Double])] {
        var results = terms.map { _ in (areas: [Double](), times_s: [Double]()) }
        guard !terms.isEmpty else { return results }
        var stream = SeededStream(seed: seed, name, "relaxation")
        let n = model.data.omega.count
        var residual = Array(repeating: 0.0, count: 2 * n)
        var jacobian = Array(repeating: 0.0, count: residual.count * model.parameterCount)
        guard model.evaluate(fit.parameters, residuals: &residual, jacobian: &jacobian) else { return results }
        // Residuals of a fit are too small by the freedom that it took.
        let scale = (Double(2 * n) / Double(max(1, 2 * n - model.parameterCount))).squareRoot()
        for _ in 0..<count {
            let picks = (0..<n).map { _ in min(n - 1, Int(stream.uniform() * Double(n))) }
            var (re, im) = (model.data.real, model.data.imaginary)
            for i in 0..<n {
                let w = model.data.weight[i]
                // Residuals are model minus data.
                re[i] += (residual[i] - scale * residual[picks[i]]) / w
                im[i] += (residual[n + i] - scale * residual[n + picks[i]]) / w
            }
            let data = RelaxationData(
                omega: model.data.omega, real: re, imaginary: im, weight: model.data.weight)
            let again = SumOfRelaxations(data, distributed: model.distributed)
            guard let fit = again.solve(fit.parameters, most: 8) else { continue }
            for k in terms.indices {
                results[k].areas.append(fit.parameters[again.first(k)])
                results[k].times_s.append(exp(fit.parameters[again.first(k) + 1]))
            }
        }
        return results
    }
}

/// `X_0 + iω X_1 + sum_k A_k/(1 + (iωt_k)^n_k)` as a least-squares model.
struct SumOfRelaxations: ResidualModel {
    let data: RelaxationData
    /// Which terms have an exponent of their own.
    let distributed: [Bool]

    init(_ data: RelaxationData, distributed: [Bool]) { (self.data, self.distributed) = (data, distributed) }

    var residualCount: Int { 2 * data.omega.count }
    var parameterCount: Int { first(distributed.count) }

    /// Index of a term's area; its ln t follows, then its exponent if it has one.
    func first(_ k: Int) -> Int { distributed.prefix(k).reduce(2) { $0 + ($1 ? 3 : 2) } }

    /// Constant and slope of the best straight fit without terms.
    var plainStart: [Double] {
        fitLinear(columns: data.freeColumns, right: data.right)?.coefficients ?? [0, 0]
    }

    func evaluate(_ p: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let n = data.omega.count
        let m = 2 * n
        let high = data.omega.first ?? 1
        // Times beyond the band by two decades, or exponents that no process has, are refused.
        for k in distributed.indices {
            let logPhase = p[first(k) + 1] + log(high)
            guard logPhase > -4.7, p[first(k) + 1] + log(data.omega.last ?? 1) < 4.7 else { return false }
            if distributed[k] { guard (0.3...1.2).contains(p[first(k) + 2]) else { return false } }
        }
        for i in 0..<n {
            let (w, omega) = (data.weight[i], data.omega[i])
            jacobian[i] = w
            jacobian[n + i] = 0
            jacobian[m + i] = 0
            jacobian[m + n + i] = w * omega / high
            residuals[i] = w * (p[0] - data.real[i])
            residuals[n + i] = w * (p[1] * omega / high - data.imaginary[i])
        }
        for k in distributed.indices { add(k, p, &residuals, &jacobian) }
        return true
    }

    /// Adds one term to the residuals and writes its derivatives.
    private func add(_ k: Int, _ p: [Double], _ residuals: inout [Double], _ jacobian: inout [Double]) {
        let n = data.omega.count
        let m = 2 * n
        let a = first(k)
        let exponent = distributed[k] ? p[a + 2] : 1
        let angle = 0.5 * Double.pi * exponent
        let (cosine, sine) = distributed[k] ? (cos(angle), sin(angle)) : (0, 1)
        for i in 0..<n {
            let w = data.weight[i]
            let logPhase = data.logOmega[i] + p[a + 1]
            // q = (iωt)^n, D = 1/(1 + q).
            let size = exp(exponent * logPhase)
            let (qr, qi) = (size * cosine, size * sine)
            let square = (1 + qr) * (1 + qr) + qi * qi
            let (Dr, Di) = ((1 + qr) / square, -qi / square)
            residuals[i] += w * p[a] * Dr
            residuals[n + i] += w * p[a] * Di
            jacobian[a * m + i] = w * Dr
            jacobian[a * m + n + i] = w * Di
            // dD/dq = -D²; dq/dln t = n q; dq/dn = q (ln ωt + iπ/2).
            let (Er, Ei) = (-(Dr * Dr - Di * Di), -2 * Dr * Di)
            let (Fr, Fi) = (w * p[a] * (Er * qr - Ei * qi), w * p[a] * (Er * qi + Ei * qr))
            jacobian[(a + 1) * m + i] = exponent * Fr
            jacobian[(a + 1) * m + n + i] = exponent * Fi
            if distributed[k] {
                jacobian[(a + 2) * m + i] = Fr * logPhase - Fi * 0.5 * Double.pi
                jacobian[(a + 2) * m + n + i] = Fi * logPhase + Fr * 0.5 * Double.pi
            }
        }
    }

    /// The fit from a start; `nil` where it does not get anywhere.
    func solve(_ start: [Double], most: Int = 40) -> LeastSquaresFit? {
        var options = LeastSquaresOptions()
        options.maximumIterations = most
        options.reductionTolerance = 1e-6
        options.stepCaps =
            [.infinity, .infinity] + distributed.flatMap { $0 ? [.infinity, 1.5, 0.2] : [.infinity, 1.5] }
        let fit = fitLeastSquares(self, start: start, options: options)
        return fit.stop != .start && fit.residualSumOfSquares.isFinite ? fit : nil
    }

    /// Bayes' information criterion, the noise unknown.
    func criterion(_ fit: LeastSquaresFit) -> Double {
        let N = Double(residualCount)
        let square = data.right.reduce(0) { $0 + $1 * $1 }
        // Below this the residuals are rounding.
        let rest = max(fit.residualSumOfSquares, 1e-13 * square)
        return N * log(rest / N) + log(N) * Double(parameterCount)
    }

    /// The terms, fastest first.
    func terms(_ fit: LeastSquaresFit) -> [RelaxationTerm] {
        let errors = fit.standardErrors
        return distributed.indices.map { k in
            let a = first(k)
            return RelaxationTerm(
                area: fit.parameters[a], time_s: exp(fit.parameters[a + 1]),
                exponent: distributed[k] ? fit.parameters[a + 2] : 1, isDistributed: distributed[k],
                areaSE: errors?[a], logTimeSE: errors?[a + 1], exponentSE: distributed[k] ? errors?[a + 2] : nil)
        }
    }
}
