public import Findings

/// Fits a circuit to a spectrum by complex nonlinear least squares.
///
/// Damped Levenberg-Marquardt with analytic derivatives; values of one sign move on a logarithm, bounded ones on a
/// sine, so that no step leaves a range. Without starts, the best of many scattered ones are refined; values of either
/// sign are taken negative only where that explains the points decidedly better (10 units of the residual variance).
/// Where all values have a start, others are tried only if what it leaves is no noise.
/// A value that ends on its bound is kept there and the others are fitted again, so that their errors hold.
/// - Shape: three arrays [N]; 2 N at least the number of free values; frequencies positive, Z finite and not zero.
/// - Units: Hz, ohm.
/// - Throws: `circuit.value`, `circuit.points`, `circuit.unidentifiable`, `circuit.no-fit`.
/// - Source: THEORY E.2; Moré, LNM 630 (1978) 105, for the descent.
public func fitCircuit(
    _ circuit: Circuit, frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double],
    options: CircuitFitOptions = CircuitFitOptions()
) throws(Failure) -> CircuitFit {
    let points = try FitPoints(frequency_Hz, real_ohm, imaginary_ohm, options)
    let setup = try FitSetup(circuit, options)
    guard 2 * points.omega_rad_per_s.count >= setup.freeIndices.count else {
        throw Failure(.tooFewPoints(points.omega_rad_per_s.count, setup.freeIndices.count))
    }
    let search = CircuitSearch(circuit, setup, points, options)
    // Where a start leads to values that are known, there is nothing that could not be told apart.
    if let found = search.quick() { return found.report(profiles: options.profilesIntervals) }
    try checkIdentifiable(circuit, setup, points)
    guard let found = search.best() else { throw Failure(.noFit(circuit)) }
    return found.report(profiles: options.profilesIntervals)
}

extension Finding {
    fileprivate static func tooFewPoints(_ points: Int, _ free: Int) -> Finding {
        Finding(
            CircuitFindings.points, "\(points) point\(points == 1 ? "" : "s") cannot determine \(free) values",
            fix: "measure more frequencies, fix values with --fix, or fit a smaller circuit")
    }

    fileprivate static func noFit(_ circuit: Circuit) -> Finding {
        Finding(
            CircuitFindings.noFit, "no start leads \"\(circuit.code)\" to this spectrum",
            fix: "give starts with --start NAME=VALUE, or fit another circuit")
    }
}
