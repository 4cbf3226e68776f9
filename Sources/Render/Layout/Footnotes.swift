internal import Drawing

/// Rules told once, below the table, by a letter.
struct Footnotes {
    private(set) var texts: [String] = []

    /// The letter of a text; empty for an empty text.
    mutating func mark(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let index = texts.firstIndex(of: text) ?? texts.count
        if index == texts.count { texts.append(text) }
        return Self.letter(index)
    }

    /// All texts in one paragraph.
    func paragraph(_ style: InlineStyle) -> [InlinePiece] {
        texts.enumerated().flatMap { index, text -> [InlinePiece] in
            let ending = index < texts.count - 1 ? ";  " : "."
            return [.text(Self.letter(index), style.script(raised: true)), .text("\u{A0}" + text + ending, style)]
        }
    }

    /// a to z, then aa, ab, ...
    private static func letter(_ index: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return index < 26 ? String(letters[index]) : letter(index / 26 - 1) + String(letters[index % 26])
    }
}

/// Rules of several numbers told as one.
enum RuleText {
    /// The rule that all share but for the numbers in it, which become "…"; `nil` where they differ in words.
    static func common(_ rules: [String]) -> String? {
        guard let first = rules.first else { return nil }
        guard rules.contains(where: { $0 != first }) else { return first }
        let words = pieces(first)
        var shown = words.map(\.text)
        for rule in rules {
            let other = pieces(rule)
            guard other.count == words.count else { return nil }
            for (index, piece) in other.enumerated() where piece.text != words[index].text {
                guard piece.isNumber, words[index].isNumber else { return nil }
                shown[index] = "…"
            }
        }
        return shown.joined()
    }

    /// The rules of a row as one text: the one that most share but for numbers, with a word where there are others.
    static func joined(_ rules: [String]) -> String {
        var kinds: [[String]] = []
        for rule in rules where !rule.isEmpty {
            if let index = kinds.firstIndex(where: { common([$0[0], rule]) != nil }) {
                kinds[index].append(rule)
            } else {
                kinds.append([rule])
            }
        }
        // A row of many kinds would fill the page with its rules; the analysis file has the rule of each number.
        let most = kinds.map(\.count).max()
        guard let usual = kinds.first(where: { $0.count == most }).flatMap(common) else { return "" }
        return kinds.count > 1 ? usual + " (or alike)" : usual
    }

    /// The text in numbers and what stands between them.
    private static func pieces(_ text: String) -> [(text: Substring, isNumber: Bool)] {
        var pieces: [(text: Substring, isNumber: Bool)] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        var isInNumber = false
        for index in bytes.indices {
            let byte = bytes[index]
            let isNumber = (0x30...0x39).contains(byte) || (byte == UInt8(ascii: ".") && isInNumber)
            guard isNumber != isInNumber else { continue }
            if start < index { pieces.append((text[start..<index], isInNumber)) }
            (start, isInNumber) = (index, isNumber)
        }
        if start < bytes.endIndex { pieces.append((text[start...], isInNumber)) }
        return pieces
    }
}
