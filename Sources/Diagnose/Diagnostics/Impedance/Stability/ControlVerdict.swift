internal import Circuits
internal import Measurements

/// What becomes of a small disturbance while one quantity is held, and how certain that is.
struct ControlVerdict {
    /// What all draws of a class have in common.
    enum Fate: CaseIterable { case stable, unstable, saddle }

    let held: HeldQuantity
    /// The kind of the fitted circuit itself.
    let kind: FixedPoint.Kind
    /// The fate that nearly all draws share; `nil` where there is none.
    let fate: Fate?
    /// The value of `stability.class`.
    let word: String
    /// The draws in words.
    let reason: String
    /// Share of the draws in which both rates of a pair grow.
    let spiking: Double

    /// Least share of the draws that makes a class certain.
    ///
    /// On a Hopf point itself each side then wins in 1 of 100 spectra (docs/stability.md has the measured rates).
    static let certainty = 0.99

    init(_ fit: MaxwellFit, _ center: CircuitPoint, _ draws: CircuitDraws, _ held: HeldQuantity) {
        self.held = held
        kind = RatePolynomial(center, held).kind
        // Kinds by covariance.
        let counts = draws.sets.map { set in
            var counts = Array(repeating: 0.0, count: Self.kinds.count)
            for point in set {
                let kind = RatePolynomial(point, held).kind
                counts[Self.kinds.firstIndex(of: kind) ?? 0] += 1
            }
            // Whole numbers first: a sum of many shares would pass 1 by its rounding.
            return counts.map { $0 / Double(max(1, set.count)) }
        }
        // What must be certain must be so under each.
        func share(_ kinds: [FixedPoint.Kind]) -> Double {
            counts.map { counts in kinds.reduce(0) { $0 + counts[Self.kinds.firstIndex(of: $1) ?? 0] } }.min() ?? 0
        }
        let level = Self.certainty - 1e-9
        let mean = Self.kinds.indices.map { k in counts.reduce(0) { $0 + $1[k] } / Double(max(1, counts.count)) }
        spiking = min(1, zip(Self.kinds, mean).reduce(0) { Self.members(.unstable).contains($1.0) ? $0 + $1.1 : $0 })
        fate = Fate.allCases.first { share(Self.members($0)) >= level }
        let certain = Self.kinds.first { share([$0]) >= level }
        word = certain?.rawValue ?? fate.map(Self.word) ?? "undecided"
        let seen = Self.kinds.indices.filter { mean[$0] > 0 }.sorted { (mean[$0], $1) > (mean[$1], $0) }
        let parts = seen.map { "\(Self.kinds[$0].rawValue) in \(DecimalText.significant(100 * mean[$0], digits: 3)) %" }
        reason = parts.joined(separator: ", ")
    }

    private static let kinds: [FixedPoint.Kind] = [.stableNode, .stableFocus, .unstableNode, .unstableFocus, .saddle]

    private static func members(_ fate: Fate) -> [FixedPoint.Kind] {
        switch fate {
        case .stable: [.stableNode, .stableFocus]
        case .unstable: [.unstableNode, .unstableFocus]
        case .saddle: [.saddle]
        }
    }

    private static func word(_ fate: Fate) -> String {
        switch fate {
        case .stable: "stable"
        case .unstable: "unstable"
        case .saddle: FixedPoint.Kind.saddle.rawValue
        }
    }
}
