internal import LibXML

/// What libxml2 says of text that is not XML, in words that tell what to type.
enum SyntaxWords {
    /// Its messages by their starts, what is said instead, and the fix; `%` stands for what is in quotes, or the rest.
    private static let known: [(start: String, message: String, fix: String)] = [
        ("xmlParseEntityRef: no name", "a bare \"&\"", "write &amp; for the sign itself"),
        ("EntityRef: expecting ';'", "a \"&\" without its \";\"", "write &amp; for the sign itself"),
        ("Entity '", "no entity \"%\"", "write the letter itself; templates know &amp; &lt; &gt; &quot; and &apos;"),
        ("StartTag: invalid element name", "a bare \"<\"", "write &lt; for the sign itself"),
        ("Unescaped '<' not allowed", "a bare \"<\" in an attribute's value", "write &lt; for the sign itself"),
        ("AttValue: \" or '", "an attribute's value without quotes", "write name=\"value\""),
        (
            "Opening and ending tag mismatch: ", "a start tag and an end tag that do not match: %",
            "close each element before the one around it"
        ),
        ("Attribute ", "an attribute written twice: %", "keep one of them"),
        ("Couldn't find end of Start Tag ", "a start tag without its \">\": %", "write > or /> behind its attributes"),
        (
            "error parsing attribute name", "something that is no attribute's name",
            "write name=\"value\", and > behind the last"
        ),
        (
            "Input is not proper UTF-8", "letters that are not UTF-8",
            "save the file as UTF-8, or name its encoding in <?xml ... encoding=\"...\"?>"
        ),
        ("Double hyphen within comment", "\"--\" inside a comment", "write a single - there"),
        ("Comment not terminated", "a comment without its end", "write --> behind it"),
        ("Namespace prefix ", "a prefix that is not declared: %", "remove it"),
        ("Extra content at the end", "something behind the end of the outermost element", "put all into one <report>"),
        (
            "Premature end of data in tag ", "the file ends inside %",
            "close what is open, or see whether the file is whole"
        ),
        ("Document is empty", "no element at all", "start with pinch template new"),
        ("Start tag expected", "no element at all", "start with pinch template new"),
    ]

    /// The message and the fix for one of libxml2's; its own words where they are not known.
    static func telling(_ message: String) -> (message: String, fix: String?) {
        guard let one = known.first(where: { message.hasPrefix($0.start) }) else { return (message, nil) }
        let rest = message.dropFirst(one.start.count)
        let quoted = one.start.hasSuffix("'") ? rest.prefix { $0 != "'" } : rest
        return (one.message.replacing("%", with: quoted), one.fix)
    }

    /// The faults worth telling: after the first of a line libxml2 stumbles over what it just refused.
    static func telling(_ faults: [XMLFault]) -> [XMLFault] {
        var lines: Set<Int> = []
        return faults.filter { lines.insert($0.line).inserted }
    }

    /// Whether a fault is that libxml2 goes no deeper.
    static func isDepth(_ fault: XMLFault) -> Bool { fault.message.hasPrefix("Excessive depth") }
}
