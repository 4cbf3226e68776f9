import Glibc
internal import Measurements

/// Which law the two resistances of a series follow.
struct ConductionLaw: Sendable {
    /// The verdict; its text is the value of the label.
    enum Verdict: String, Sendable {
        case exponential
        case quasiLinear = "quasi-linear"
        /// Both describe the series, or the better is not clearly better.
        case undecided
        /// Neither describes the series.
        case neither
    }

    /// How much smaller, in chi2 over that of a degree of freedom, the better law's chi2 must be.
    ///
    /// Both have four parameters, so the differences of AICc and of BIC are that of chi2; 10 is "very strong" (Kass and
    /// Raftery, 1995) and leaves the wrong law e^-5 of the right one's likelihood.
    static let clearly = 10.0

    let verdict: Verdict
    let exponential: ExponentialLaw?
    let quasiLinear: QuasiLinearLaw?

    /// Fits both laws to the points of a series and decides.
    ///
    /// - Parameter allowed: relative scatter of resistances between biases that still counts as a description.
    init(_ points: [LawPoint], memorySign: Double, fastSign: Double, allowed: Double) {
        exponential = ExponentialLaw(points, memorySign: memorySign)
        // A negative fast resistance is no chord u/I.
        quasiLinear = fastSign > 0 ? QuasiLinearLaw(points, memorySign: memorySign) : nil
        let fits: [(Verdict, LawFit)] =
            (exponential.map { [(.exponential, $0.fit)] } ?? []) + (quasiLinear.map { [(.quasiLinear, $0.fit)] } ?? [])
        guard let best = fits.min(by: { $0.1.chi2 < $1.1.chi2 }), best.1.holds(allowed: allowed) else {
            verdict = .neither
            return
        }
        let other = fits.first { $0.0 != best.0 }?.1.chi2 ?? .infinity
        let lead = (other - best.1.chi2) / max(1, best.1.chi2_nu)
        verdict = lead >= Self.clearly ? best.0 : .undecided
    }

    /// How the verdict came about, in words.
    var words: String {
        func nu(_ fit: LawFit?) -> String { fit.map { DecimalText.significant($0.chi2_nu, digits: 3) } ?? "no fit" }
        return
            "ln R_b and ln|R_a| by straight lines (exponential, chi2_nu \(nu(exponential?.fit))) or by the chord of a "
            + "sigmoid conductance (quasi-linear, chi2_nu \(nu(quasiLinear?.fit))), four parameters each; the smaller "
            + "chi2 (so AICc and BIC) by 10 of its chi2_nu"
    }
}
