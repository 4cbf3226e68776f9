/// Signs of units that went through the wrong encoding once, put right.
///
/// UTF-8 read as Windows-1252 and written again makes two characters of one. Nothing else is changed, and a replacement
/// character stays one: what it stood for (micro, ohm, a superscript) is not known any more.
enum Mojibake {
    private static let signs = [
        ("\u{C2}\u{B5}", "\u{B5}"), ("\u{CE}\u{BC}", "\u{B5}"), ("\u{CE}\u{A9}", "\u{3A9}"),
        ("\u{E2}\u{201E}\u{A6}", "\u{3A9}"), ("\u{C2}\u{B0}", "\u{B0}"), ("\u{C2}\u{B2}", "\u{B2}"),
    ]

    /// The text with its signs mended.
    static func mended(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { [0xC2, 0xCE, 0xE2].contains($0.value) }) else { return text }
        var text = text
        for (wrong, right) in signs { text = text.replacing(wrong, with: right) }
        return text
    }
}
