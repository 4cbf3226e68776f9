internal import Findings

/// Where each start tag and each attribute of a well-formed document stands, found by a scan of its bytes.
///
/// libxml2 gives the line where a start tag ends and no column; a message wants the attribute's own place.
struct SourceMap {
    /// A start tag.
    struct Tag {
        var line: Int
        var column: Int
        /// Places of the attributes by their names as written, prefix included.
        var attributes: [String: (line: Int, column: Int)] = [:]
    }

    /// The start tags in order of the source, which is the order of elements in the tree.
    private(set) var tags: [Tag] = []

    private let bytes: [UInt8]
    private var i = 0
    private var line = 1
    private var lineStart = 0

    /// Scans a document that libxml2 has accepted; in an encoding other than UTF-8 the result is of no use.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        while i < bytes.count {
            guard bytes[i] == UInt8(ascii: "<") else {
                advance()
                continue
            }
            if starts(with: "<!--") {
                skip(past: "-->")
            } else if starts(with: "<![CDATA[") {
                skip(past: "]]>")
            } else if starts(with: "<?") {
                skip(past: "?>")
            } else if starts(with: "</") || starts(with: "<!") {
                skip(past: ">")
            } else {
                scanTag()
            }
        }
    }

    private mutating func scanTag() {
        var tag = Tag(line: line, column: column)
        advance()
        _ = scanName()
        while i < bytes.count, bytes[i] != UInt8(ascii: ">") {
            if isSpace(bytes[i]) || bytes[i] == UInt8(ascii: "/") || bytes[i] == UInt8(ascii: "=") {
                advance()
                continue
            }
            if bytes[i] == UInt8(ascii: "'") || bytes[i] == UInt8(ascii: "\"") {
                let quote = bytes[i]
                advance()
                while i < bytes.count, bytes[i] != quote { advance() }
                advance()
                continue
            }
            let place = (line: line, column: column)
            tag.attributes[scanName()] = place
        }
        tags.append(tag)
    }

    private mutating func scanName() -> String {
        let start = i
        while i < bytes.count, !endsName(bytes[i]) { advance() }
        return String(decoding: bytes[start..<i], as: UTF8.self)
    }

    private var column: Int { i - lineStart + 1 }

    private mutating func advance() {
        guard i < bytes.count else { return }
        if bytes[i] == UInt8(ascii: "\n") {
            line += 1
            lineStart = i + 1
        }
        i += 1
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    private func endsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "'"), UInt8(ascii: "\""): true
        default: isSpace(byte)
        }
    }

    private func starts(with text: String) -> Bool {
        bytes.count - i >= text.utf8.count && bytes[i..<(i + text.utf8.count)].elementsEqual(text.utf8)
    }

    private mutating func skip(past text: String) {
        while i < bytes.count, !starts(with: text) { advance() }
        for _ in text.utf8 { advance() }
    }
}
