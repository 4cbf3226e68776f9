import Glibc
internal import Kernels

/// Fits two branches, EC3 or EC4 by their signs: the two-branch device or a double inductor.
///
/// Where EC1 leaves no more than the noise there is nothing to fit; where it leaves little more, a second branch is
/// sought beside it; where it misses the points, over all pairs of times.
/// - Parameters:
///   - single: the fit of EC1 to the same points.
///   - noise: relative error of a real or imaginary part where it is known.
/// - Shape and errors as in `fitEC1`; n ≥ 8.
/// - Returns: `nil` where no second branch is called for, or no start gives a finite fit.
/// - Source: THEORY E.2.
public func fitTwoBranches(
    frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], beside single: MaxwellFit, noise: Double?
) -> MaxwellFit? {
    guard frequency_Hz.count >= 8, single.circuit.branches.count == 1,
        let model = makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: 2)
    else { return nil }
    let ratio = noise.map { single.residualVariance / ($0 * $0) } ?? .infinity
    // The noise is known within some 15 %, its square within 30 %.
    let near = 1.5
    var starts: [[Double]]
    if ratio < 1 {
        return nil
    } else if ratio < near {
        guard let branch = AnotherBranch(model, beside: single.circuit), branch.share > AnotherBranch.leastShare else {
            return nil
        }
        starts = [branch.start]
    } else {
        starts = MaxwellStart(model, series_ohm: single.circuit.series_ohm).candidates(branchCount: 2, limit: 3)
    }
    var best: LeastSquaresFit?
    for start in starts {
        let fit = fitLeastSquares(model, start: start, options: stepOptions(branchCount: 2))
        if fit.stop != .start, fit.residualSumOfSquares < best?.residualSumOfSquares ?? .infinity { best = fit }
        // The other starts end in the same minimum or in worse ones once the noise is all that is left.
        if let noise, let variance = best?.residualVariance, variance < near * noise * noise { break }
    }
    return best.map { maxwellFit($0, pointCount: frequency_Hz.count) }
}

/// The branch that would take most of what a fitted circuit leaves, to first order (a score test).
struct AnotherBranch {
    /// Least share of the sum of squares worth a fit.
    ///
    /// A branch more needs 11.5 units of BIC even to be named beside EC1, 9 % of 118 numbers; over 2,500 spectra of one
    /// branch or none the fit took more than twice the first order in 1 of 100, always of noise.
    static let leastShare = 0.04

    /// Parameters of the circuit with this branch: R_s, G_b, C_m, g, ln t, g, ln t.
    let start: [Double]
    /// Share of the sum of squares that it would take.
    let share: Double

    init?(_ model: MaxwellModel, beside circuit: MaxwellCircuit) {
        var parameters = [circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F]
        for branch in circuit.branches { parameters += [branch.conductance_S, log(branch.time_s)] }
        let count = model.residualCount
        var residuals = Array(repeating: 0.0, count: count)
        var jacobian = Array(repeating: 0.0, count: count * model.parameterCount)
        guard model.evaluate(parameters + [0, 0], residuals: &residuals, jacobian: &jacobian) else { return nil }
        let fixed = parameters.indices.map { Array(jacobian[($0 * count)..<(($0 + 1) * count)]) }
        let logTimes = MaxwellStart.grid(model.omega_rad_per_s)
        // The derivative by G_b is that of Z by Y; a branch changes Y by 1/(1 + iωt).
        let columns = logTimes.map { model.derivative(byBranchOf: exp($0), conductanceColumn: fixed[1]) }
        let grid = ColumnGrid(fixed: fixed, columns: columns, right: residuals.map { -$0 })
        guard let best = grid.singles(limit: 1).first, grid.total > 0 else { return nil }
        share = 1 - grid.left(by: best) / grid.total
        start = parameters + [grid.coefficient(of: best), logTimes[best]]
    }
}

extension MaxwellModel {
    /// Derivative of the residuals by the conductance of a branch, from that by G_b.
    fileprivate func derivative(byBranchOf time_s: Double, conductanceColumn q: [Double]) -> [Double] {
        let n = omega_rad_per_s.count
        var column = q
        for i in 0..<n {
            let phase = omega_rad_per_s[i] * time_s
            let hr = 1 / (1 + phase * phase)
            let hi = -hr * phase
            column[i] = q[i] * hr - q[i + n] * hi
            column[i + n] = q[i] * hi + q[i + n] * hr
        }
        return column
    }
}
