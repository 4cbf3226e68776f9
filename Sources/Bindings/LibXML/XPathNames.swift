/// The names that an XPath expression uses, found by a scan of its text.
///
/// libxml2 tells of unknown functions and variables only when it meets them; a template wants to know before.
public struct XPathNames: Sendable, Hashable {
    /// A name and the byte of the expression where it starts, from 1.
    public struct Use: Sendable, Hashable {
        /// The name.
        public let name: String
        /// Byte of the expression, from 1.
        public let column: Int
    }

    /// Functions called.
    public private(set) var functions: [Use] = []
    /// Variables, without the `$`.
    public private(set) var variables: [Use] = []
    /// Elements that its paths step through.
    public private(set) var steps: [Use] = []
    /// Attributes, without the `@`.
    public private(set) var attributes: [Use] = []
    /// Namespace prefixes of names and functions.
    public private(set) var prefixes: [Use] = []
    /// Where parentheses or brackets do not match, from 1; `nil` where they do.
    public private(set) var unbalanced: Int?

    /// The functions of XPath 1.0.
    public static let knownFunctions = [
        "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "id", "lang", "last", "local-name",
        "name", "namespace-uri", "normalize-space", "not", "number", "position", "round", "starts-with", "string",
        "string-length", "substring", "substring-after", "substring-before", "sum", "translate", "true",
    ]

    private static let nodeTypes: Set<String> = ["node", "text", "comment", "processing-instruction"]

    /// Scans an expression; it need not be a valid one.
    public init(_ source: String) {
        let bytes = Array(source.utf8)
        var open: [(byte: UInt8, column: Int)] = []
        var i = 0
        while i < bytes.count {
            let byte = bytes[i]
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                i += 1
                while i < bytes.count, bytes[i] != byte { i += 1 }
            case UInt8(ascii: "("), UInt8(ascii: "["):
                open.append((byte, i + 1))
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                let wanted = byte == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "[")
                if open.popLast()?.byte != wanted, unbalanced == nil { unbalanced = i + 1 }
            case UInt8(ascii: "$"):
                let end = Self.endOfName(bytes, from: i + 1)
                variables.append(Use(name: String(decoding: bytes[(i + 1)..<end], as: UTF8.self), column: i + 1))
                i = max(end - 1, i)
            case _ where Self.startsName(byte):
                i = name(bytes, from: i) - 1
            default: break
            }
            i += 1
        }
        if unbalanced == nil { unbalanced = open.last?.column }
    }

    /// Takes a name in; gives the byte after it.
    private mutating func name(_ bytes: [UInt8], from start: Int) -> Int {
        let end = Self.endOfName(bytes, from: start)
        let use = Use(name: String(decoding: bytes[start..<end], as: UTF8.self), column: start + 1)
        var next = end
        while next < bytes.count, Self.isBlank(bytes[next]) { next += 1 }
        let byte = next < bytes.count ? bytes[next] : 0
        let follows = next + 1 < bytes.count ? bytes[next + 1] : 0
        if byte == UInt8(ascii: ":"), follows != UInt8(ascii: ":") {
            prefixes.append(use)
        } else if byte == UInt8(ascii: "("), !isOperator(use, bytes) {
            if !Self.nodeTypes.contains(use.name) { functions.append(use) }
        } else if byte != UInt8(ascii: ":") {
            nameTest(use, bytes)
        }
        return end
    }

    /// Takes in a name that stands for an element or attribute.
    private mutating func nameTest(_ use: Use, _ bytes: [UInt8]) {
        guard !isOperator(use, bytes) else { return }
        let before = bytes[..<(use.column - 1)].last { !Self.isBlank($0) }
        switch before {
        case UInt8(ascii: "@"): attributes.append(use)
        case UInt8(ascii: ":"):
            // After an axis; that of attributes is the one that names none of the elements.
            let text = String(decoding: bytes[..<(use.column - 1)], as: UTF8.self)
            if text.hasSuffix("attribute::") { attributes.append(use) } else { steps.append(use) }
        default: steps.append(use)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// `a or (b)`: an operator's name stands after something that it can combine.
    private func isOperator(_ use: Use, _ bytes: [UInt8]) -> Bool {
        guard ["and", "or", "div", "mod"].contains(use.name) else { return false }
        guard let before = bytes[..<(use.column - 1)].last(where: { !Self.isBlank($0) }) else { return false }
        return !"(/@:,[".utf8.contains(before)
    }

    private static func startsName(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte >= 0x80
    }

    private static func endOfName(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count,
            startsName(bytes[end]) || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ".")
                || (bytes[end] >= UInt8(ascii: "0") && bytes[end] <= UInt8(ascii: "9"))
        { end += 1 }
        return end
    }
}
