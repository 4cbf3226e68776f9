internal import Glibc
internal import Kernels
internal import Measurements

/// Im Y of a device at one bias and any frequency, from the circuit fitted to its spectrum, whatever that circuit is.
///
/// Inside the measured range the fitted curve gives it, below it the low-frequency capacitance (`Im Y = ω C_lf`).
struct FittedSusceptance {
    /// The recordings it comes from.
    let from: [String]
    private let logOmega: [Double]
    private let curve_S: [Double]
    private let relativeError: Double
    private let conductance_S: [Double]
    private let lowest_rad_per_s: Double
    private let capacitance: Metric?

    /// The fit of the spectrum at a bias; `nil` where there is none of that state.
    init?(at bias_V: Double, state: String?, in evidence: Evidence) {
        let fits = evidence.curves("impedance.fit").filter { $0.at.state == state }
        func distance(_ curve: Curve) -> Double { abs((curve.at.bias_V ?? .infinity) - bias_V) }
        guard let fit = fits.min(by: { distance($0) < distance($1) }), distance(fit) <= evidence.biasTolerance_V,
            fit.count > 2
        else { return nil }
        let rows = zip(fit["f"], zip(fit["ReZ"], fit["ImZ"])).sorted { $0.0 < $1.0 }
        from = fit.from
        logOmega = rows.map { log(2 * .pi * $0.0) }
        curve_S = rows.map { -$0.1.1 / ($0.1.0 * $0.1.0 + $0.1.1 * $0.1.1) }
        conductance_S = rows.map { 1 / ($0.1.0 * $0.1.0 + $0.1.1 * $0.1.1).squareRoot() }
        let residual = evidence.curves("impedance.residual").first { $0.from == fit.from }
        let squares = (residual?["dRe"] ?? []).map { $0 * $0 } + (residual?["dIm"] ?? []).map { $0 * $0 }
        // A fit of p parameters to n numbers is known to about sqrt(p/n) of one number's error; p = 7 is the largest.
        relativeError =
            squares.isEmpty
            ? 0 : (squares.reduce(0, +) / Double(squares.count) * 7 / Double(squares.count)).squareRoot()
        lowest_rad_per_s = 2 * .pi * (residual?["f"].min() ?? fit["f"].min() ?? 0)
        capacitance = evidence.metrics("impedance.C_lf").first { $0.from == fit.from }
    }

    /// Im Y with its standard error, S; `nil` above the measured range, or below it where C_lf is not known.
    func susceptance(at omega: Double) -> (value: Double, se: Double)? {
        if omega < lowest_rad_per_s {
            guard let capacitance, let se = capacitance.se else { return nil }
            return (omega * capacitance.value, omega * se)
        }
        guard let highest = logOmega.last, log(omega) <= highest else { return nil }
        let value = Interpolation.linear(at: log(omega), x: logOmega.span, y: curve_S.span)
        let size = Interpolation.linear(at: log(omega), x: logOmega.span, y: conductance_S.span)
        guard let value, let size else { return nil }
        return (value, size * relativeError)
    }

    /// Im Y over its own size at a frequency, with its standard error; `nil` where Im Y is not known.
    func phase(at omega: Double) -> (value: Double, se: Double)? {
        guard let susceptance = susceptance(at: omega), let lowest = logOmega.first else { return nil }
        let size = Interpolation.linear(at: max(log(omega), lowest), x: logOmega.span, y: conductance_S.span) ?? 0
        return size > 0 ? (susceptance.value / size, susceptance.se / size) : nil
    }

    /// The largest |Im Y/ω| in the measured range, F: the capacitance, of either sign, that the device shows anywhere.
    var largestCapacitance_F: Double {
        let lowest = log(lowest_rad_per_s) - 1e-9
        return zip(logOmega, curve_S).reduce(0) { $1.0 < lowest ? $0 : max($0, abs($1.1) / exp($1.0)) }
    }

    /// Whether Im Y changes its sign between `omega / factor` and `omega * factor`.
    func changesSign(within factor: Double, of omega: Double) -> Bool {
        let near = zip(logOmega, curve_S).filter { abs($0.0 - log(omega)) <= log(factor) }.map(\.1)
        return near.contains { $0 > 0 } && near.contains { $0 < 0 }
    }
}
