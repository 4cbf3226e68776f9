/// Short texts with subscripts and superscripts: `τ_{k}`, `10^{-3}`, `R_{dc}`; the rest is taken as it stands.
public enum RichText {
    /// Splits such a text into spans of one face.
    ///
    /// - Parameter text: `_{...}` lowers, `^{...}` raises; not nested. An unclosed brace is printed as it stands.
    public static func spans(_ text: String, font: Font, color: Color = .black) -> [TextSpan] {
        // Most texts have no marks; to walk through their characters took longer than to set them.
        guard text.utf8.contains(UInt8(ascii: "{")) else {
            return text.isEmpty ? [] : [TextSpan(text, font: font, color: color)]
        }
        var spans: [TextSpan] = []
        var plain = ""
        func flush() {
            if !plain.isEmpty { spans.append(TextSpan(plain, font: font, color: color)) }
            plain = ""
        }
        var rest = Substring(text)
        while let mark = rest.first {
            let after = rest.dropFirst()
            if mark == "_" || mark == "^", after.first == "{", let end = after.firstIndex(of: "}") {
                flush()
                var small = font
                small.size = font.size * 0.72
                // Conventional script positions: a third of the size up, a sixth down.
                let rise = mark == "^" ? font.size * 0.34 : -(font.size * 0.17)
                spans.append(
                    TextSpan(
                        String(after[after.index(after: after.startIndex)..<end]), font: small, color: color, rise: rise
                    ))
                rest = rest[after.index(after: end)...]
            } else {
                plain.append(mark)
                rest = after
            }
        }
        flush()
        return spans
    }

    /// The text without its marks, for places that take plain text (`τ_{k}` becomes `τk`).
    public static func plain(_ text: String) -> String {
        spans(text, font: Font(size: 1)).map(\.text).joined()
    }
}
