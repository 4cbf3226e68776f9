import Glibc
internal import Kernels

/// Fits a circuit again from the solutions of neighboring spectra, as a series of biases has them.
///
/// From a neighbor come R_s and the times; G_b, C_m and every g are first solved for, exactly, on this spectrum, because
/// they change most between biases.
/// - Parameters:
///   - neighbors: circuits with as many branches as the fit; others are passed over.
///   - fit: what was found without them.
/// - Shape and errors as in `fitEC1`.
/// - Returns: the better fit, by more than a millionth of the sum of squares; `nil` where none is better than `fit`.
public func fitFromNeighbors(
    frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], neighbors: [MaxwellCircuit],
    betterThan fit: MaxwellFit
) -> MaxwellFit? {
    let count = fit.circuit.branches.count
    // A state that amplifies itself was taken for want of a relaxing one that fits.
    guard fit.circuit.branches.allSatisfy({ $0.time_s > 0 }),
        let model = makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: count)
    else { return nil }
    // Below this a difference is where the steps stopped, not another minimum.
    var goal = fit.residualSumOfSquares * (1 - 1e-6)
    var best: LeastSquaresFit?
    for neighbor in neighbors where neighbor.branches.count == count {
        let times = neighbor.branches.map(\.time_s)
        guard times.allSatisfy({ $0 > 0 }),
            let start = MaxwellStart(model, series_ohm: neighbor.series_ohm).start(times.map { log($0) })
        else { continue }
        let found = fitLeastSquares(model, start: start, options: stepOptions(branchCount: count))
        guard found.stop != .start, found.residualSumOfSquares < goal else { continue }
        goal = found.residualSumOfSquares
        best = found
    }
    return best.map { maxwellFit($0, pointCount: frequency_Hz.count) }
}
