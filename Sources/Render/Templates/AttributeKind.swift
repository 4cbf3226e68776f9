public import Drawing

/// What an attribute's value must be.
///
/// All but `xpath` and `file` may hold `{xpath}`, checked when its value is known.
public enum AttributeKind: Sendable, Hashable {
    /// Any text.
    case text
    /// An XPath expression as a whole.
    case xpath
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// A length: `18mm`, `1.5cm`, `9pt`; with a percentage of the width where allowed.
    case length(percent: Bool)
    /// `yes` or `no`.
    case flag
    /// One of some words.
    case choice([String])
    /// `#rrggbb`.
    case color
    /// The id of a figure.
    case figure
    /// The id of a metric or label.
    case metric
    /// A file inside the template's folder.
    case file

    /// Whether a text is such a value; `figure` and `metric` are checked against the vocabulary instead.
    public func accepts(_ text: String) -> Bool {
        switch self {
        case .text, .xpath, .figure, .metric: true
        case .integer(let range): Int(text).map(range.contains) ?? false
        case .length(let percent):
            switch PageLength(text) {
            case .points: true
            case .percent: percent
            case nil: false
            }
        case .flag: text == "yes" || text == "no"
        case .choice(let words): words.contains(text)
        case .color: Color(text: text) != nil
        case .file: !text.isEmpty
        }
    }

    /// What is expected, in words for a message.
    public var expectation: String {
        switch self {
        case .text: "a text"
        case .xpath: "an XPath expression"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .length(let percent): "a length as 18mm, 1.5cm or 9pt" + (percent ? ", or a percentage as 50%" : "")
        case .flag: "yes or no"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .color: "a color as #0072B2"
        case .figure: "the id of a figure"
        case .metric: "the id of a metric or label"
        case .file: "a file inside the template's folder"
        }
    }
}

/// A length as a template writes it.
public enum PageLength: Sendable, Hashable {
    case points(Points)
    /// Part of the width at hand, 0 to 100.
    case percent(Double)

    /// Reads `18mm`, `1.5cm`, `9pt`, `50%`; `nil` for anything else, for negative and for absurd lengths.
    public init?(_ text: String) {
        let units: [(String, Double)] = [("mm", 72 / 25.4), ("cm", 720 / 25.4), ("pt", 1), ("%", 0)]
        for (unit, factor) in units where text.hasSuffix(unit) {
            // Ten meters is past any page.
            guard let number = Double(text.dropLast(unit.count)), number >= 0, number <= 10_000 else { return nil }
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

extension Color {
    /// Reads `#rrggbb`; `nil` for anything else.
    public init?(text: String) {
        guard text.utf8.count == 7, text.first == "#", let hex = UInt32(text.dropFirst(), radix: 16) else {
            return nil
        }
        self.init(hex: hex)
    }
}
