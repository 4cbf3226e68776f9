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
    /// Two numbers with two dots between, `0..1.5`.
    case range
    /// Numbers parted by blanks, or one of some words.
    case numbers(or: [String])
    /// Whole numbers and runs of them (`1 3-5`), or one of some words.
    case counts(or: [String])
    /// A size of paper by its name, or width and height.
    case paper
    /// A name that links and references may lead to.
    case name
    /// The name of a place of the document.
    case target
    /// An address of the web, or `#` and the name of a place.
    case address
    /// The id of a figure.
    case figure
    /// The id of a metric or label.
    case metric
    /// A file inside the template's folder.
    case file

    /// Whether a text is such a value; `figure` and `metric` are checked against the vocabulary instead.
    public func accepts(_ text: String) -> Bool {
        switch self {
        case .text, .xpath, .figure, .metric, .name, .target: true
        case .integer(let range): Int(text.trimmingBlanks).map(range.contains) ?? false
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
        case .range: NumberRange(text) != nil
        case .numbers(let words): words.contains(text) || NumberList(text) != nil
        case .counts(let words): words.contains(text) || CountList(text) != nil
        case .paper: PaperSize(text) != nil
        case .address: ["#", "https://", "http://", "mailto:"].contains { text.hasPrefix($0) && text != $0 }
        }
    }

    private static func alternatives(_ words: [String]) -> String {
        words.isEmpty ? "" : ", or " + words.joined(separator: " or ")
    }

    /// What is expected, in words for a message.
    public var expectation: String {
        switch self {
        case .text: "a text"
        case .xpath: "an XPath expression"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .length(let percent): "a length as 18mm, 1.5cm, 0.7in or 9pt" + (percent ? ", or a percentage as 50%" : "")
        case .flag: "yes or no"
        case .choice(let words): "one of " + words.joined(separator: ", ")
        case .color: "a color as #0072B2"
        case .figure: "the id of a figure"
        case .metric: "the id of a metric or label"
        case .file: "a file inside the template's folder"
        case .range: "two numbers in SI units as 0..1.5 or 1e-9..1e-3"
        case .numbers(let words): "numbers as 0.1 0.5" + Self.alternatives(words)
        case .counts(let words): "whole numbers as 1 3-5" + Self.alternatives(words)
        case .paper: "one of \(PaperSize.names.joined(separator: ", ")), or width and height as 120mm x 80mm"
        case .name: "a name"
        case .target: "the id of a figure, table, section or heading"
        case .address: "https://..., mailto:... or #id"
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
