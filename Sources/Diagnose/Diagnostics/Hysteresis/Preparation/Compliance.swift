internal import Measurements

/// The current limit of the source: stated, or found as a plateau; and which samples stand on it.
struct Compliance: Sendable, Hashable {
    /// Limit of the magnitude of the current, A.
    let limit_A: Double
    /// `stated` or `found`.
    let source: String
    /// The first sample at the limit, index into the prepared sweep.
    let firstSample: Int
    /// Fraction of all samples at the limit.
    let maskedFraction: Double
    /// Which samples stand at the limit; shape [n].
    let masked: [Bool]

    /// The samples at a stated limit, else at a plateau that looks like one; `nil` where there is none.
    ///
    /// At a limit: `|I| >= 0.98 I_cc` (THEORY D.1). `CurrentPlateau` says what looks like one.
    init?(voltage_V: [Double], current_A: [Double], stated_A: Double?) {
        if let stated_A, stated_A > 0 {
            self.init(limit_A: stated_A, source: "stated", current_A, sign: nil)
            return
        }
        for sign in [1.0, -1.0] {
            if let plateau = CurrentPlateau(voltage_V: voltage_V, current_A: current_A, sign: sign) {
                self.init(limit_A: plateau.limit_A, source: "found", current_A, sign: sign)
                return
            }
        }
        return nil
    }

    private init?(limit_A: Double, source: String, _ current_A: [Double], sign: Double?) {
        self.limit_A = limit_A
        self.source = source
        masked = current_A.map { current in (sign.map { $0 * current } ?? Swift.abs(current)) >= 0.98 * limit_A }
        guard let first = masked.firstIndex(of: true) else { return nil }
        firstSample = first
        maskedFraction = Double(masked.lazy.filter { $0 }.count) / Double(max(1, masked.count))
    }
}
