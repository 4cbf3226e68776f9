internal import Circuits
internal import Measurements

/// Which negative resistance a spectrum shows, if any: hidden in the fast response, N-type or S-type.
///
/// N-type and S-type have the same slope at rest; the sign of `L_a`, that is of `tau_k`, tells them apart, and the
/// Kramers-Kronig test of the control under which they are stable must agree.
/// - Source: THEORY F.2 and the last lines of F.3.
struct NegativeResistance {
    /// The value of `stability.negative_resistance`.
    let word: String
    /// How it was found.
    let reason: String

    init(_ spectrum: PreparedSpectrum, _ center: CircuitPoint, _ draws: CircuitDraws) {
        let fast = draws.shares { $0.fast_S < 0 }
        let slow = draws.shares { $0.static_S < 0 }
        let certainty = ControlVerdict.certainty
        func percent(_ share: Double) -> String { DecimalText.significant(100 * share, digits: 3) + " %" }
        let shares =
            "fast conductance negative in \(percent((fast.least + fast.most) / 2)), slope at rest in "
            + "\(percent((slow.least + slow.most) / 2)) of the draws"
        if slow.least >= certainty {
            let isN = center.first.time_s > 0 && (center.second.time_s >= 0)
            let test = Self.validity(spectrum, isN: isN)
            word = test.contradicts ? "undecided" : isN ? "N-type" : "S-type"
            reason = shares + "; \(isN ? "L_a and R_a of one sign: N-type" : "L_a > 0 > R_a: S-type"); " + test.words
        } else if slow.most > 1 - certainty {
            (word, reason) = ("undecided", shares)
        } else {
            word = fast.least >= certainty ? "hidden" : fast.most <= 1 - certainty ? "none" : "undecided"
            reason = shares
        }
    }

    /// What the Kramers-Kronig tests say: N-type is stable, and so valid, at fixed voltage (Y), S-type at fixed current (Z).
    private static func validity(_ spectrum: PreparedSpectrum, isN: Bool) -> (contradicts: Bool, words: String) {
        guard let both = SpectrumValidity(spectrum) else { return (false, "no Kramers-Kronig test of so few points") }
        let (Z, Y) = (both.Z.verdict, both.Y.verdict)
        let words = "Kramers-Kronig in Z: \(Z.rawValue), in Y: \(Y.rawValue)"
        let (own, other) = isN ? (Y, Z) : (Z, Y)
        return (own == .fail && other == .pass, words)
    }
}
