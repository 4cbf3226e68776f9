/// The date that a PDF states, from a document's ISO 8601 date.
///
/// Cairo writes the time of day when it is given no date or one that it cannot read, and then two runs differ. So
/// what cannot be read is cut off, and where nothing can be read the date is 1970-01-01, the customary "unknown".
enum DocumentDate {
    static let unknown = "1970-01-01T00:00:00Z"

    /// The longest leading part that is a date: `2026-03-01`, `2026-03-01T12:30:05`, with `Z` or `+01:00` if given.
    static func normalized(_ text: String) -> String {
        var scanner = Scanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2),
            year >= 1, (1...12).contains(month), (1...31).contains(day)
        else { return unknown }
        let date = String(text.prefix(10))

        guard scanner.skip("T") || scanner.skip(" "), let hour = scanner.number(digits: 2), scanner.skip(":"),
            let minute = scanner.number(digits: 2), hour < 24, minute < 60
        else { return date }
        var second = 0
        if scanner.skip(":"), let given = scanner.number(digits: 2), given < 60 { second = given }
        if scanner.skip(".") { scanner.skipDigits() }
        return "\(date)T\(two(hour)):\(two(minute)):\(two(second))" + zone(&scanner)
    }

    private static func zone(_ scanner: inout Scanner) -> String {
        if scanner.skip("Z") { return "Z" }
        let sign = scanner.skip("+") ? "+" : scanner.skip("-") ? "-" : ""
        guard !sign.isEmpty, let hour = scanner.number(digits: 2), hour < 24 else { return "" }
        _ = scanner.skip(":")
        let minute = scanner.number(digits: 2) ?? 0
        return "\(sign)\(two(hour)):\(two(minute < 60 ? minute : 0))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Reads a text from its start, byte by byte.
    private struct Scanner {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = Substring(text).utf8 }

        mutating func number(digits: Int) -> Int? {
            let head = rest.prefix(digits)
            guard head.count == digits, head.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = rest.dropFirst(digits)
            return head.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        mutating func skip(_ mark: Character) -> Bool {
            guard let first = rest.first, mark.asciiValue == first else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func skipDigits() { rest = rest.drop { (0x30...0x39).contains($0) } }
    }
}
