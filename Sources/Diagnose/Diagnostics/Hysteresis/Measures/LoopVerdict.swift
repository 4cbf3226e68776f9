/// What a hysteresis index says once its noise is known.
enum LoopVerdict: Sendable {
    case inductive
    case capacitive
    case none
    case undecided

    /// Three standard errors and a thousandth decide a sense; "none" needs an error below 0.7 %.
    ///
    /// A thousandth is below what sources and meters repeat; the errors of `H` follow THEORY D.2 with the branches' noise.
    init(_ H: Estimate?) {
        guard let H, let se = H.se else {
            self = .undecided
            return
        }
        if H.isSignificant(3, floor: 1e-3) {
            self = H.value > 0 ? .inductive : .capacitive
        } else {
            self = 3 * se < 0.02 ? .none : .undecided
        }
    }

    /// The word of the label `hysteresis.sense`.
    var sense: String {
        switch self {
        case .inductive: "inductive"
        case .capacitive: "capacitive"
        case .none: "none"
        case .undecided: "undecided"
        }
    }

    /// Sign name of a loop from both lobes (THEORY D.2).
    static func type(_ plus: LoopVerdict, _ minus: LoopVerdict) -> String {
        switch (plus, minus) {
        case (.inductive, .capacitive): "C+-"
        case (.capacitive, .inductive): "C-+"
        case (.inductive, .inductive): "N++"
        case (.capacitive, .capacitive): "N--"
        case (.none, .none): "none"
        default: "undecided"
        }
    }
}
