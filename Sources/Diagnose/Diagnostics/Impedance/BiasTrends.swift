internal import Circuits
public import Findings
import Glibc
public import Measurements

/// How the elements of the circuit change with bias: the law of conduction, its voltage scales, and where signs change.
///
/// Biases of one state are compared with each other, positive and negative ones apart; a law is one of the size of the
/// voltage. Only elements that their spectra determine are used.
/// - Source: THEORY E.6.
public struct BiasTrends: Diagnostic {
    /// Stable id.
    public let id = "impedance.bias-trends"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.V_m", "V_{m}", .volt,
                "Voltage over which an element (`of`) falls by e: minus the inverse slope of its logarithm against the size "
                    + "of the bias; negative where it rises.", source: "THEORY E.6"),
            .init(
                "impedance.V_h", "V_{h}", .volt,
                "Voltage of half activation where conduction is quasi-linear, from R_b and R_a against the size of the bias.",
                source: "THEORY E.6, B.1"),
            .init(
                "impedance.V_x", "V_{x}", .volt,
                "Steepness of the activation where conduction is quasi-linear, from R_b and R_a against bias.",
                source: "THEORY E.6, B.1"),
            .init(
                "impedance.C_lf_zero_V", "V_{0}", .volt,
                "Bias at which a quantity (`of`) changes its sign: C_lf, between capacitive and inductive; or R_a.",
                source: "THEORY E.6, B.2"),
            .init(
                "impedance.law_chi2_nu", "χ²_{ν,law}", .none,
                "Chi-square by degree of freedom of a law (`definition`) for R_b and R_a against bias.",
                source: "THEORY E.6"),
            .init(
                "impedance.law", "", .none,
                "How conduction depends on bias: exponential, quasi-linear (CALM), undecided, or neither.",
                source: "THEORY E.6, B.1"),
        ]
    }

    /// Compares the spectra of each state.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let spectra = input.preparedSpectra
        for order in BiasSeries.orders(spectra) {
            result.findings += UnnamedStates.findings(order, of: spectra, input.device)
            let points = order.compactMap { TrendPoint(spectra[$0], limit: input.options.extrapolation_limit) }
            guard let first = order.first, TrendSelection.distinct(points) > 1 else { continue }
            let state = spectra[first].at.state
            result.append(SeriesSigns.zeros(points, state: state))
            for lobe in ["+", "-"] {
                // Below a millivolt no current flows that a law could be about (THEORY B.1).
                let side = points.filter { (lobe == "+") == ($0.bias_V > 0) && abs($0.bias_V) >= 1e-3 }
                let series = TrendSeries(
                    side, at: Place(state: state, lobe: lobe), allowed: input.options.s_sys_R,
                    position: spectra[first].position)
                result.append(series.result)
            }
        }
        return result
    }
}
