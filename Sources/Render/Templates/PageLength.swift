public import Drawing

/// A length as a template writes it.
public enum PageLength: Sendable, Hashable {
    case points(Points)
    /// Part of the width at hand, 0 to 100.
    case percent(Double)

    /// Reads `18mm`, `1.5cm`, `0.7in`, `9pt`, `50%`; `nil` for anything else, for negative and for absurd lengths.
    public init?(_ text: String) {
        let units: [(String, Double)] = [("mm", 72 / 25.4), ("cm", 720 / 25.4), ("in", 72), ("pt", 1), ("%", 0)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            // Ten meters is past any page.
            guard let number = PlainNumber.unsigned(text.dropLast(unit.count)), number <= 10_000 else { return nil }
            guard unit == "%" else {
                self = .points(Points(number * factor))
                return
            }
            guard number <= 100 else { return nil }
            self = .percent(number)
            return
        }
        return nil
    }

    /// The length where the width at hand is known.
    public func points(of width: Points) -> Points {
        switch self {
        case .points(let points): points
        case .percent(let percent): width * (percent / 100)
        }
    }
}
