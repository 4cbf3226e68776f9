internal import Findings

/// A JSON text taken apart once into a flat list of values; texts and numbers stay in the bytes until asked for.
///
/// Never recurses, so depth costs nothing but is limited all the same. More lenient than the standard where instruments
/// are: control characters inside strings, a byte order mark or zeros after the last brace, bare NaN (a null here).
/// The list takes 16 bytes a value, some three times the text for long tables of small objects.
final class JSONDocument: Sendable {
    /// What a value is.
    enum Kind: UInt8, Sendable { case null, bool, number, string, array, object, key }

    /// One value, or the key before one.
    struct Node: Sendable {
        var kind: Kind
        var start: UInt32
        var end: UInt32
        /// Position in the list after this value with all that it holds.
        var next: UInt32
    }

    /// The text.
    let bytes: [UInt8]
    /// The values in the order of the text, containers before what they hold.
    let nodes: [Node]

    /// Deeper documents are refused; instruments nest about ten levels.
    static let mostDepth = 200
    /// Larger texts are refused.
    static let mostBytes = 1 << 28

    /// Takes a text apart.
    /// - Throws: `json.syntax`, `json.limit`, with line and column.
    init(_ span: Span<UInt8>, source: FileSource) throws(Failure) {
        guard span.count <= Self.mostBytes else {
            throw Failure(.jsonLimit(source, nil, "\(span.count) bytes of JSON; at most \(Self.mostBytes) are read"))
        }
        var parser = JSONParser(source: source)
        try parser.parse(span)
        var copy: [UInt8] = []
        copy.reserveCapacity(span.count)
        for i in span.indices { copy.append(span[i]) }
        bytes = copy
        nodes = parser.nodes
    }

    /// The outermost value.
    var root: JSONValue { JSONValue(document: self, index: 0) }
}

/// The walk over a JSON text that fills the list of values.
private struct JSONParser {
    var source: FileSource
    var nodes: [JSONDocument.Node] = []
    /// Open containers.
    private var open: [Int] = []
    private var i = 0

    init(source: FileSource) { self.source = source }

    mutating func parse(_ bytes: Span<UInt8>) throws(Failure) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { i = 3 }
        nodes.reserveCapacity(bytes.count / 8)
        repeat {
            try value(bytes)
            // After a value: commas and ends, until another value must follow or the text is done.
            while let container = open.last {
                blanks(bytes)
                let isObject = nodes[container].kind == .object
                guard i < bytes.count else { throw fault(bytes, "the text ends inside \(isObject ? "{ }" : "[ ]")") }
                if bytes[i] == UInt8(ascii: ",") {
                    i += 1
                    if isObject { try key(bytes) }
                    break
                }
                guard bytes[i] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw fault(bytes, "\",\" or \"\(isObject ? "}" : "]")\" was expected")
                }
                i += 1
                close(container)
            }
        } while !open.isEmpty
        blanks(bytes)
        while i < bytes.count, [0, 0xEF, 0xBB, 0xBF, 0x1A].contains(bytes[i]) { i += 1 }
        blanks(bytes)
        if i < bytes.count { throw fault(bytes, "something follows the last brace") }
    }

    /// One value; a container that is not empty stays open.
    private mutating func value(_ bytes: Span<UInt8>) throws(Failure) {
        while true {
            blanks(bytes)
            guard i < bytes.count else { throw fault(bytes, "a value was expected, the text ends") }
            let start = i
            switch bytes[i] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = bytes[i] == UInt8(ascii: "{")
                guard open.count < JSONDocument.mostDepth else {
                    throw Failure(
                        .jsonLimit(source, place(bytes), "more than \(JSONDocument.mostDepth) levels of braces"))
                }
                i += 1
                add(isObject ? .object : .array, start)
                open.append(nodes.count - 1)
                blanks(bytes)
                if i < bytes.count, bytes[i] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    i += 1
                    close(nodes.count - 1)
                    return
                }
                if isObject { try key(bytes) }
                continue
            case UInt8(ascii: "\""): try string(bytes, .string)
            default: try word(bytes)
            }
            return
        }
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(Failure) {
        blanks(bytes)
        guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else {
            throw fault(bytes, "a name in quotes was expected")
        }
        try string(bytes, .key)
        blanks(bytes)
        guard i < bytes.count, bytes[i] == UInt8(ascii: ":") else { throw fault(bytes, "\":\" was expected") }
        i += 1
    }

    /// A text in quotes, kept without them.
    private mutating func string(_ bytes: Span<UInt8>, _ kind: JSONDocument.Kind) throws(Failure) {
        let start = i + 1
        i = start
        while i < bytes.count, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
        guard i < bytes.count else {
            i = start - 1
            throw fault(bytes, "a text is not closed by a quotation mark")
        }
        add(kind, start)
        i += 1
    }

    /// A number or one of the few words.
    private mutating func word(_ bytes: Span<UInt8>) throws(Failure) {
        let start = i
        while i < bytes.count, !",]}: \t\r\n".utf8.contains(bytes[i]) { i += 1 }
        let first = bytes[start]
        if first == UInt8(ascii: "-") || first &- UInt8(ascii: "0") < 10,
            DecimalParser.double(bytes, start..<i) != nil
        {
            return add(.number, start)
        }
        switch i - start <= 9 ? TextBytes.string(bytes, start..<i) : "" {
        case "true", "false": add(.bool, start)
        case "null", "NaN", "Infinity", "-Infinity": add(.null, start)
        default:
            i = start
            throw fault(bytes, "a value was expected")
        }
    }

    private mutating func add(_ kind: JSONDocument.Kind, _ start: Int) {
        nodes.append(
            JSONDocument.Node(kind: kind, start: UInt32(start), end: UInt32(i), next: UInt32(nodes.count + 1)))
    }

    private mutating func close(_ container: Int) {
        nodes[container].end = UInt32(i)
        nodes[container].next = UInt32(nodes.count)
        open.removeLast()
    }

    private mutating func blanks(_ bytes: Span<UInt8>) {
        while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x0A || bytes[i] == 0x0D || bytes[i] == 0x09 { i += 1 }
    }

    private func place(_ bytes: Span<UInt8>) -> SourcePosition {
        var line = 1
        var start = 0
        for j in 0..<min(i, bytes.count) where bytes[j] == 0x0A {
            line += 1
            start = j + 1
        }
        return source.at(line, i - start + 1)
    }

    private func fault(_ bytes: Span<UInt8>, _ what: String) -> Failure {
        var shown = ""
        if i < bytes.count { shown = ", found \"\(TextBytes.string(bytes, i..<min(i + 12, bytes.count)))\"" }
        return Failure(
            Finding(
                JSONFindings.syntax, what + shown, at: place(bytes),
                fix: "copy or save the file again; it may be cut off"))
    }
}

/// What can be wrong with JSON.
enum JSONFindings {
    static let syntax = FindingKind("json.syntax", .error, "The file is no whole JSON text: damaged or cut off.")
    static let limit = FindingKind("json.limit", .error, "A JSON text is larger or deeper than is read.")
    static let all = [syntax, limit]
}

extension Finding {
    fileprivate static func jsonLimit(_ source: FileSource, _ place: SourcePosition?, _ what: String) -> Finding {
        Finding(JSONFindings.limit, what, at: place ?? source.at(), fix: "save fewer measurements in one file")
    }
}
