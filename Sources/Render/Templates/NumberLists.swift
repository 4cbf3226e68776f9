/// Numbers as templates write them: digits with a point and an exponent, nothing else (`inf`, `0x1F`).
enum PlainNumber {
    /// A number with or without a sign; `nil` for anything else.
    static func signed(_ text: some StringProtocol) -> Double? {
        guard isPlain(text.utf8), let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// A number without sign and exponent.
    static func unsigned(_ text: some StringProtocol) -> Double? {
        guard text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) else { return nil }
        return signed(text)
    }

    /// `[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`, which is what the schema says.
    private static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = bytes[...]
        func skipSign() {
            if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
                rest = rest.dropFirst()
            }
        }
        func skipDigits() -> Bool {
            let count = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(count)
            return count > 0
        }
        skipSign()
        guard skipDigits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard skipDigits() else { return false }
        }
        if let first = rest.first, first | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            skipSign()
            guard skipDigits() else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}

/// Two numbers, the smaller first: `0..1.5`.
public struct NumberRange: Sendable, Hashable {
    /// The smaller number.
    public let low: Double
    /// The larger number.
    public let high: Double

    /// Reads a range; `nil` for anything else.
    public init?(_ text: String) {
        guard let dots = text.firstRange(of: ".."), let low = PlainNumber.signed(text[..<dots.lowerBound]),
            let high = PlainNumber.signed(text[dots.upperBound...]), low < high
        else { return nil }
        self.low = low
        self.high = high
    }
}

/// Numbers parted by blanks: `0.1 0.5`.
public struct NumberList: Sendable, Hashable {
    /// The numbers, at least one, in the order written.
    public let numbers: [Double]

    /// Reads a list; `nil` for anything else, and for an empty list.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        let numbers = words.compactMap { PlainNumber.signed($0) }
        guard !words.isEmpty, numbers.count == words.count else { return nil }
        self.numbers = numbers
    }
}

/// Whole numbers and runs of them: `1 3-5`.
public struct CountList: Sendable, Hashable {
    /// The runs, at least one; a single number is a run of itself.
    public let runs: [ClosedRange<Int>]

    /// Reads a list; `nil` for anything else, and for an empty list.
    public init?(_ text: String) {
        var runs: [ClosedRange<Int>] = []
        for word in text.split(separator: " ") {
            let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { end in
                end.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? Int(end) : nil
            }
            guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil,
                first <= last
            else { return nil }
            runs.append(first...last)
        }
        guard !runs.isEmpty else { return nil }
        self.runs = runs
    }

    /// Whether a number is among them.
    public func contains(_ number: Int) -> Bool { runs.contains { $0.contains(number) } }
}

extension String {
    /// The text without blanks at its ends.
    public var trimmingBlanks: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
        while rest.last?.isWhitespace == true { rest = rest.dropLast() }
        return String(rest)
    }
}
