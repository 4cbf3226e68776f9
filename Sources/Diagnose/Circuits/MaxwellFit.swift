import Glibc
public import Kernels

/// A Maxwell circuit fitted to a spectrum.
public struct MaxwellFit: Sendable {
    /// The circuit at the minimum.
    public private(set) var circuit: MaxwellCircuit
    /// Covariance of R_s, G_b, C_m, then g and ln |t| of each branch, scaled by the residual variance.
    ///
    /// `nil` where the data do not determine all of them. The scaling makes it right for errors proportional to |Z|
    /// of any size.
    public let covariance: Matrix?
    /// Sum of squared residuals relative to |Z|, real and imaginary parts.
    public let residualSumOfSquares: Double
    /// Number of points N; there are 2 N residuals.
    public let pointCount: Int
    /// Steps tried.
    public let iterations: Int
    /// Why the fit stopped.
    public let stop: LeastSquaresStop

    /// The same fit with a branch named as the memory.
    public func tracking(_ branch: Int) -> MaxwellFit {
        var fit = self
        fit.circuit.trackedMemory = branch
        return fit
    }

    /// Number of parameters.
    public var parameterCount: Int { 3 + 2 * circuit.branches.count }

    /// Residual variance relative to |Z|, per real or imaginary part.
    public var residualVariance: Double { residualSumOfSquares / Double(max(1, 2 * pointCount - parameterCount)) }

    /// Bayesian information criterion with unknown error level, `n ln(RSS/n) + k ln n`, n = 2 N.
    public var bic: Double {
        informationCriterion(
            residualSumOfSquares: residualSumOfSquares, pointCount: pointCount, parameterCount: parameterCount)
    }
}

/// BIC of a fit of complex points.
///
/// Residuals below a millionth of |Z| count as a millionth: no instrument tells circuits apart there, and text files
/// round there.
public func informationCriterion(residualSumOfSquares: Double, pointCount: Int, parameterCount: Int) -> Double {
    let n = Double(2 * pointCount)
    return n * log(max(residualSumOfSquares / n, 1e-12)) + Double(parameterCount) * log(n)
}

/// Fits EC1, the chemical inductor, in signed Maxwell form: R_s, G_b, C_m, g, ln tau_k, errors proportional to |Z|.
///
/// No start is asked for (see `MaxwellStart`). The sign of g, and so of R_a and L_a, is free; tau_k is positive.
/// - Shape: three arrays [n], n ≥ 3, frequencies falling or rising, positive and distinct; Z finite and not zero.
/// - Parameter noise: relative error of a real or imaginary part where it is known; a fit much worse than it is tried
///   again from further starts.
/// - Returns: `nil` where no start gives a finite fit.
/// - Source: THEORY E.2, E.3; FACTS on Levenberg-Marquardt.
public func fitEC1(
    frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], noise: Double? = nil
) -> MaxwellFit? {
    makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: 1).flatMap { fitOneBranch($0, noise: noise) }
}

/// Fits EC1 with a state that amplifies itself, `tau_k < 0`; shapes and errors as in `fitEC1`.
///
/// Such a state stands still only where the circuit around it holds it: S-type negative resistance (THEORY A.3, F.3).
public func fitSelfAmplifying(
    frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], noise: Double? = nil
) -> MaxwellFit? {
    guard var model = makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: 1) else { return nil }
    model.timeSign = -1
    return fitOneBranch(model, noise: noise)
}

/// EC1 from starts without a guess, for states of the model's sign.
private func fitOneBranch(_ model: MaxwellModel, noise: Double?) -> MaxwellFit? {
    // A small memory is the branch that EC0 misses most; a large one is found by its time.
    let few = model.thinned(to: 30)
    let missed =
        model.timeSign < 0 ? nil : few.fitEC0(roughly: true).flatMap { AnotherBranch(few, beside: $0.circuit)?.start }
    var starts = (missed.map { [$0] } ?? [])
    starts += MaxwellStart(model, series_ohm: highFrequencyResistance(model)).candidates(branchCount: 1, limit: 3)
    // With R_s taken too large Y_int is distorted: next comes the R_s of the fit so far, and none is the other extreme.
    func others(_ best: LeastSquaresFit?) -> [[Double]] {
        [best?.parameters.first ?? 0, 0].flatMap {
            MaxwellStart(model, series_ohm: $0).candidates(branchCount: 1, limit: 2)
        }
    }
    let goal = max(noise.map { 4 * $0 * $0 } ?? 1e-3, 1e-10)
    var best: LeastSquaresFit?
    var isExtended = false
    while true {
        if starts.isEmpty {
            if isExtended { break }
            starts = others(best)
            isExtended = true
            continue
        }
        let fit = fitLeastSquares(model, start: starts.removeFirst(), options: stepOptions(branchCount: 1))
        if fit.stop != .start, fit.residualSumOfSquares < best?.residualSumOfSquares ?? .infinity { best = fit }
        // A small memory sought at a wrong time leaves little more than the noise, but in a smooth curve.
        if let best, let variance = best.residualVariance, variance <= goal, model.leavesNoise(best.parameters) {
            break
        }
    }
    return best.map {
        maxwellFit($0, pointCount: model.omega_rad_per_s.count, timeSign: model.timeSign)
    }
}

/// Fits EC0, R_s and C_m beside R_b without memory; shapes and errors as in `fitEC1`.
public func fitEC0(frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double]) -> MaxwellFit? {
    makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: 0)?.fitEC0()
}

extension MaxwellModel {
    /// EC0 on these points, whatever the number of branches; roughly, from one start, where it is to be a start itself.
    fileprivate func fitEC0(roughly: Bool = false) -> MaxwellFit? {
        let model = MaxwellModel(
            omega_rad_per_s: omega_rad_per_s, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, branchCount: 0)
        var options = stepOptions(branchCount: 0)
        if roughly { (options.reductionTolerance, options.gradientTolerance) = (1e-4, 1e-2) }
        let series = roughly ? [highFrequencyResistance(model)] : [highFrequencyResistance(model), 0]
        let starts =
            series.compactMap { MaxwellStart(model, series_ohm: $0).start([]) }
            + (roughly ? [] : [model.bilinearStart].compactMap { $0 })
        let fits = starts.map { fitLeastSquares(model, start: $0, options: options) }
        let best = fits.filter { $0.stop != .start }.min { $0.residualSumOfSquares < $1.residualSumOfSquares }
        return best.map { maxwellFit($0, pointCount: omega_rad_per_s.count) }
    }

    /// Every few points, about so many: enough for a start.
    fileprivate func thinned(to count: Int) -> MaxwellModel {
        let places = stride(from: 0, to: omega_rad_per_s.count, by: max(1, omega_rad_per_s.count / count))
        return MaxwellModel(
            omega_rad_per_s: places.map { omega_rad_per_s[$0] }, real_ohm: places.map { real_ohm[$0] },
            imaginary_ohm: places.map { imaginary_ohm[$0] }, branchCount: branchCount)
    }
}

/// The model of a spectrum, points by falling frequency; `nil` for fewer numbers than parameters.
func makeModel(
    _ frequency_Hz: [Double], _ real_ohm: [Double], _ imaginary_ohm: [Double], branchCount: Int
) -> MaxwellModel? {
    let n = frequency_Hz.count
    precondition(real_ohm.count == n && imaginary_ohm.count == n, "a spectrum's arrays have equal length")
    guard 2 * n >= 3 + 2 * branchCount else { return nil }
    let isFalling = (frequency_Hz.first ?? 0) >= (frequency_Hz.last ?? 0)
    func ordered(_ values: [Double]) -> [Double] { isFalling ? values : values.reversed() }
    return MaxwellModel(
        omega_rad_per_s: ordered(frequency_Hz).map { 2 * .pi * $0 }, real_ohm: ordered(real_ohm),
        imaginary_ohm: ordered(imaginary_ohm), branchCount: branchCount)
}

/// R_s as the lowest Re Z among the three highest frequencies.
private func highFrequencyResistance(_ model: MaxwellModel) -> Double { model.real_ohm.prefix(3).min() ?? 0 }

/// A step changes ln t by at most 3 (FACTS); the linear parameters are free.
func stepOptions(branchCount: Int) -> LeastSquaresOptions {
    var options = LeastSquaresOptions()
    options.stepCaps = [.infinity, .infinity, .infinity]
    for _ in 0..<branchCount { options.stepCaps += [.infinity, 3] }
    // Residuals of 1e-14 relative are rounding.
    options.perfect = 1e-28
    return options
}

/// The circuit of a finished fit.
func maxwellFit(_ fit: LeastSquaresFit, pointCount: Int, timeSign: Double = 1) -> MaxwellFit {
    let p = fit.parameters
    let branches = stride(from: 3, to: p.count, by: 2).map {
        MaxwellCircuit.Branch(conductance_S: p[$0], time_s: timeSign * exp(p[$0 + 1]))
    }
    return MaxwellFit(
        circuit: MaxwellCircuit(series_ohm: p[0], fastConductance_S: p[1], capacitance_F: p[2], branches: branches),
        covariance: fit.covariance, residualSumOfSquares: fit.residualSumOfSquares, pointCount: pointCount,
        iterations: fit.iterations, stop: fit.stop)
}
