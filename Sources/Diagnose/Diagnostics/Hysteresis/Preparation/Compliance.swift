internal import Measurements

/// The current limit of the source: stated, or found as a plateau; and which samples stand on it.
struct Compliance: Sendable, Hashable {
    /// A limit of the current.
    struct Limit: Sendable, Hashable {
        /// Magnitude, A.
        let size_A: Double
        /// 1 or -1 where it was found in one polarity; `nil` where it is stated, for both.
        let sign: Double?

        /// Whether a current stands at it: `|I| >= 0.98 I_cc` (THEORY D.1).
        func holds(_ current_A: Double) -> Bool {
            (sign.map { $0 * current_A } ?? Swift.abs(current_A)) >= 0.98 * size_A
        }
    }

    /// The limits at which samples stand: the stated one, or those found, each polarity its own.
    let limits: [Limit]
    /// `stated` or `found`.
    let source: String
    /// The first sample at a limit, index into the prepared sweep.
    let firstSample: Int
    /// Fraction of all samples at a limit.
    let maskedFraction: Double
    /// Which samples stand at a limit; shape [n].
    let masked: [Bool]
    /// The polarities of the voltage at which nearly every sample (95 %) stands at a limit; 1 and -1.
    let clampedSigns: [Double]

    /// The samples at a stated limit, else at plateaus that look like one; `nil` where there are none.
    ///
    /// `CurrentPlateau` says what looks like one.
    init?(voltage_V: [Double], current_A: [Double], stated_A: Double?) {
        let signs = [1.0, -1.0]
        if let stated_A, stated_A > 0 {
            limits = [Limit(size_A: stated_A, sign: nil)]
            source = "stated"
        } else {
            limits = signs.compactMap { sign in
                CurrentPlateau(voltage_V: voltage_V, current_A: current_A, sign: sign).map {
                    Limit(size_A: $0.limit_A, sign: sign)
                }
            }
            source = "found"
        }
        guard !limits.isEmpty else { return nil }
        let limits = limits
        let masked = current_A.map { current in limits.contains { $0.holds(current) } }
        guard let first = masked.firstIndex(of: true) else { return nil }
        self.masked = masked
        firstSample = first
        maskedFraction = Double(masked.lazy.filter { $0 }.count) / Double(max(1, masked.count))
        let near = 1e-9 * voltage_V.reduce(0) { max($0, Swift.abs($1)) }
        clampedSigns = signs.filter { sign in
            var (own, held) = (0, 0)
            for i in voltage_V.indices where sign * voltage_V[i] > near {
                own += 1
                if masked[i] { held += 1 }
            }
            return own >= 5 && Double(held) > 0.95 * Double(own)
        }
    }

    /// What was found out elsewhere.
    init(limits: [Limit], source: String, firstSample: Int, masked: [Bool], clampedSigns: [Double]) {
        (self.limits, self.source, self.firstSample) = (limits, source, firstSample)
        (self.masked, self.clampedSigns) = (masked, clampedSigns)
        maskedFraction = Double(masked.lazy.filter { $0 }.count) / Double(max(1, masked.count))
    }

    /// The limits in words, as `200.0 µA and −300.0 µA` or `±1.000 mA`.
    var words: String {
        if limits.count == 2, limits[0].size_A == limits[1].size_A {
            return "±" + QuantityText.text(limits[0].size_A, unit: .ampere)
        }
        return limits.map { QuantityText.text(($0.sign ?? 1) * $0.size_A, unit: .ampere) }.joined(separator: " and ")
    }
}
