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
        var counts = Array(repeating: 0, count: Self.kinds.count)
        for point in draws.points {
            let kind = RatePolynomial(point, held).kind
            counts[Self.kinds.firstIndex(of: kind) ?? 0] += 1
        }
        let all = Double(draws.points.count)
        func share(_ kinds: [FixedPoint.Kind]) -> Double {
            Double(kinds.reduce(0) { $0 + counts[Self.kinds.firstIndex(of: $1) ?? 0] }) / all
        }
        spiking = share(Self.members(.unstable))
        fate = Fate.allCases.first { share(Self.members($0)) >= Self.certainty }
        let certain = Self.kinds.first { share([$0]) >= Self.certainty }
        word = certain?.rawValue ?? fate.map(Self.word) ?? "undecided"
        let seen = Self.kinds.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $1) > (counts[$1], $0) }
        let parts = seen.map {
            "\(Self.kinds[$0].rawValue) in \(DecimalText.significant(100 * Double(counts[$0]) / all, digits: 3)) %"
        }
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
