/// The text of an SVG as Cairo writes it, and what we change in it.
struct SVGText {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Gives ids new names by the order in which they are met: `p1-1`, `p1-2`, ...
    ///
    /// Cairo numbers some ids (`surface304`) through the whole life of the process, so that its bytes depend on what
    /// was drawn before. The prefix lets several pages stand in one HTML document.
    mutating func renumber(prefix: String) {
        let marks = [Array("id=\"".utf8), Array("href=\"#".utf8), Array("url(#".utf8)]
        var names: [ArraySlice<UInt8>: [UInt8]] = [:]
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            // The three marks begin with i, h and u.
            guard byte == 0x69 || byte == 0x68 || byte == 0x75,
                let mark = marks.first(where: { bytes[at...].starts(with: $0) })
            else {
                out.append(byte)
                at += 1
                continue
            }
            let start = at + mark.count
            // A name ends at a quotation mark or a closing parenthesis.
            let end = bytes[start...].firstIndex { $0 == 0x22 || $0 == 0x29 } ?? bytes.count
            let old = bytes[start..<end]
            let new = names[old] ?? Array("\(prefix)\(names.count + 1)".utf8)
            names[old] = new
            out += mark
            out += new
            at = end
        }
        bytes = out
    }

    /// States language, title and description in the root element; readers of screens speak them.
    mutating func describe(title: String, description: String, language: String) {
        let root = Array("<svg ".utf8)
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: root) }),
            let end = bytes[start...].firstIndex(of: 0x3E)
        else { return }
        let words = description.isEmpty ? "" : "\n<desc>\(SVGText.escaped(description))</desc>"
        bytes.insert(contentsOf: "\n<title>\(SVGText.escaped(title))</title>\(words)".utf8, at: end + 1)
        let tongue = language.isEmpty ? "" : "xml:lang=\"\(SVGText.escaped(language))\" "
        bytes.insert(contentsOf: "\(tongue)role=\"img\" ".utf8, at: start + root.count)
    }

    /// A text as the name of an element: letters, digits, hyphens and dots, a letter first (XML 1.0, 2.3).
    static func name(_ text: String) -> String {
        var name = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: name.unicodeScalars.append(Unicode.Scalar(byte))
            default: name += "-"
            }
        }
        return name.first?.isLetter ?? false ? name : "f" + name
    }

    /// The text as XML takes it: marks escaped, control characters as blanks.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            // XML 1.0 allows no other control characters, nor these two.
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
