public import Findings

/// Reads a circuit code of either notation by recursive descent, with the place of the first fault.
struct CircuitCodeReader {
    /// Deeper circuits are refused: nobody draws them, and the descent must end.
    static let mostDepth = 64
    /// More elements are refused.
    static let mostElements = 200

    private let text: [UInt8]
    private let notation: CircuitNotation
    private var at = 0
    private var elements: [(element: any CircuitElement, label: String)] = []
    /// Labels given by the text with their places, to find one given twice.
    private var places: [String: Int] = [:]
    private var counts: [String: Int] = [:]

    private init(_ text: [UInt8], _ notation: CircuitNotation) {
        self.text = text
        self.notation = notation
    }

    /// Reads a whole code; blanks count for nothing.
    static func read(_ code: String) throws(Failure) -> Circuit {
        let text = Array(code.utf8)
        let marks = CircuitNotation.marks(text)
        if let dashes = marks.dashes, let brackets = marks.brackets {
            throw Failure(.mixedNotations(code, dashes, brackets))
        }
        var reader = CircuitCodeReader(text, marks.dashes == nil ? .brackets : .dashes)
        let joint = try reader.series(depth: 0)
        if let byte = reader.next { throw reader.unexpected(byte, "an element, or the end") }
        return Circuit(reader.elements, joint)
    }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while at < text.count, text[at] == UInt8(ascii: " ") { at += 1 }
            return at < text.count ? text[at] : nil
        }
    }

    /// Parts in series: `a-b` or `ab`.
    private mutating func series(depth: Int) throws(Failure) -> Circuit.Joint {
        guard depth <= Self.mostDepth else {
            throw fault("parts are nested more than \(Self.mostDepth) deep", fix: "write a flatter circuit")
        }
        var joints = [try part(depth: depth)]
        while let byte = next {
            if notation == .dashes {
                guard byte == UInt8(ascii: "-") else { break }
                at += 1
            } else if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") {
                break
            }
            joints.append(try part(depth: depth))
        }
        return Self.join(joints, Circuit.Joint.series)
    }

    /// An element, or a group.
    private mutating func part(depth: Int) throws(Failure) -> Circuit.Joint {
        guard let byte = next else { throw fault("the code ends where an element was expected", fix: "add an element") }
        let opens = byte == UInt8(ascii: "p") && at + 1 < text.count && text[at + 1] == UInt8(ascii: "(")
        if notation == .dashes, opens {
            at += 2
            return try parallel(by: UInt8(ascii: ","), depth: depth)
        }
        if notation == .brackets, byte == UInt8(ascii: "(") {
            at += 1
            return try parallel(by: nil, depth: depth)
        }
        if notation == .brackets, byte == UInt8(ascii: "[") {
            at += 1
            let inside = try series(depth: depth + 1)
            try close(UInt8(ascii: "]"))
            return inside
        }
        return .element(try element(byte))
    }

    /// Parts side by side up to the closing bracket; in Boukamp's code each element or group is a branch.
    private mutating func parallel(by comma: UInt8?, depth: Int) throws(Failure) -> Circuit.Joint {
        guard depth < Self.mostDepth else {
            throw fault("parts are nested more than \(Self.mostDepth) deep", fix: "write a flatter circuit")
        }
        let opening = at
        var joints: [Circuit.Joint] = []
        while true {
            joints.append(comma == nil ? try part(depth: depth + 1) : try series(depth: depth + 1))
            if let comma, next == comma {
                at += 1
                continue
            }
            if comma == nil, let byte = next, byte != UInt8(ascii: ")") { continue }
            break
        }
        try close(UInt8(ascii: ")"))
        guard joints.count > 1 else {
            at = opening
            throw fault(
                "a parallel group has one branch", fix: "give it a second branch, or take the brackets away")
        }
        return Self.join(joints, Circuit.Joint.parallel)
    }

    private mutating func close(_ bracket: UInt8) throws(Failure) {
        let sign = String(decoding: [bracket], as: UTF8.self)
        guard let byte = next else { throw fault("a bracket is not closed", fix: "add \"\(sign)\"") }
        guard byte == bracket else { throw unexpected(byte, "\"\(sign)\"") }
        at += 1
    }

    /// One element with its number, if the notation has numbers.
    private mutating func element(_ byte: UInt8) throws(Failure) -> Int {
        guard Self.isLetter(byte) else { throw unexpected(byte, "an element") }
        guard elements.count < Self.mostElements else {
            throw fault("the circuit has more than \(Self.mostElements) elements", fix: "fit a smaller circuit")
        }
        let start = at
        while at < text.count, Self.isLetter(text[at]) { at += 1 }
        var word = String(decoding: text[start..<at], as: UTF8.self)
        if notation == .brackets {
            // Symbols follow one another without a mark, so the longest that is one counts.
            guard let symbol = Self.longestSymbol(word) else {
                at = start
                throw unknown(word)
            }
            word = symbol
            at = start + symbol.utf8.count
        }
        guard let element = CircuitElements.named(word) else {
            at = start
            throw unknown(word)
        }
        let digits = at
        while at < text.count,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[at]) || text[at] == UInt8(ascii: "_")
        {
            at += 1
        }
        let number = String(decoding: text[digits..<at], as: UTF8.self)
        elements.append((element, try label(element.symbol, number, start)))
        return elements.count - 1
    }

    /// The label: as given, else the next number that is free.
    private mutating func label(_ symbol: String, _ number: String, _ start: Int) throws(Failure) -> String {
        guard number.isEmpty else {
            let label = symbol + number
            if let first = places[label] {
                at = start
                throw fault("\"\(label)\" stands twice, first at column \(first + 1)", fix: "give it another number")
            }
            places[label] = start
            return label
        }
        while true {
            counts[symbol, default: 0] += 1
            let label = symbol + String(counts[symbol, default: 1])
            if places[label] == nil {
                places[label] = start
                return label
            }
        }
    }

    /// Groups within groups of the same kind are one group.
    private static func join(_ joints: [Circuit.Joint], _ make: ([Circuit.Joint]) -> Circuit.Joint) -> Circuit.Joint {
        if joints.count == 1, let only = joints.first { return only }
        let probe = make([])
        let flat = joints.flatMap { joint -> [Circuit.Joint] in
            switch (joint, probe) {
            case (.series(let inside), .series), (.parallel(let inside), .parallel): inside
            default: [joint]
            }
        }
        return make(flat)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func longestSymbol(_ word: String) -> String? {
        let symbols = CircuitElements.all.map(\.symbol) + ["CPE"]
        return symbols.filter { word.hasPrefix($0) }.max { $0.utf8.count < $1.utf8.count }
    }
}

/// Faults, with the column at which the reading stands.
extension CircuitCodeReader {
    private func fault(_ what: String, fix: String) -> Failure {
        let code = String(decoding: text, as: UTF8.self)
        return Failure(
            Finding(CircuitFindings.code, "in \"\(code)\", column \(min(at, text.count) + 1): \(what)", fix: fix))
    }

    private func unexpected(_ byte: UInt8, _ wanted: String) -> Failure {
        // A byte of a longer character is shown with the rest of it.
        let rest = String(decoding: text[at...], as: UTF8.self)
        let found = byte < 0x80 ? String(decoding: [byte], as: UTF8.self) : String(rest.prefix(1))
        return fault("\"\(found)\" where \(wanted) was expected", fix: "write it like \"\(notation.rawValue)\"")
    }

    private func unknown(_ word: String) -> Failure {
        let symbols = CircuitElements.all.map(\.symbol)
        return fault("there is no element \"\(word)\"", fix: Suggestion.fix(for: word, in: symbols))
    }
}

extension Finding {
    fileprivate static func mixedNotations(
        _ code: String, _ dashes: CircuitNotation.Mark, _ brackets: CircuitNotation.Mark
    ) -> Finding {
        let later = dashes.at > brackets.at ? dashes : brackets
        let earlier = dashes.at > brackets.at ? brackets : dashes
        return Finding(
            CircuitFindings.code,
            "in \"\(code)\", column \(later.at + 1): \"\(later.text)\" belongs to the notation "
                + "\"\(later.notation.rawValue)\", but \"\(earlier.text)\" at column \(earlier.at + 1) to the notation "
                + "\"\(earlier.notation.rawValue)\", where brackets mean something else",
            fix: "write the whole circuit in one of the two")
    }
}

extension Circuit {
    /// Reads a circuit code, as impedance.py has it (`R0-p(C1,R1,R2-L1)`) or as Boukamp and pyimpspec do (`R(CR[RL])`).
    ///
    /// Elements without a number get one in the order of the code.
    /// - Throws: `circuit.code`, with the column.
    public init(code: String) throws(Failure) { self = try CircuitCodeReader.read(code) }
}
