internal import Drawing

/// A piece of running text before lines are known.
enum InlinePiece: Hashable {
    case text(String, InlineStyle)
    case lineBreak

    /// Text with `_{}` and `^{}` marks as pieces.
    static func rich(_ text: String, _ style: InlineStyle) -> [InlinePiece] {
        RichText.spans(text, font: style.font, color: style.color).map { span in
            var one = style
            one.font = span.font
            one.rise = style.rise + span.rise
            return .text(span.text, one)
        }
    }

    /// White space of the source made single blanks; none at the start, the end and beside line breaks.
    ///
    /// No-break spaces are not white space here: they hold number and unit together.
    static func collapsed(_ pieces: [InlinePiece]) -> [InlinePiece] {
        var out: [InlinePiece] = []
        var blank = true
        for piece in pieces {
            guard case .text(let text, let style) = piece else {
                trimEnd(&out)
                out.append(piece)
                blank = true
                continue
            }
            // By scalars: to find the bounds of characters takes ten times as long.
            var kept = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                let isBlank = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
                if isBlank && blank { continue }
                kept.append(isBlank ? " " : scalar)
                blank = isBlank
            }
            if !kept.isEmpty { out.append(.text(String(kept), style)) }
        }
        trimEnd(&out)
        return out
    }

    private static func trimEnd(_ pieces: inout [InlinePiece]) {
        while case .text(let text, let style)? = pieces.last, text.hasSuffix(" ") {
            pieces.removeLast()
            let trimmed = String(text.dropLast())
            if !trimmed.isEmpty { pieces.append(.text(trimmed, style)) }
        }
    }

    /// The text alone.
    static func plain(_ pieces: [InlinePiece]) -> String {
        pieces.map { if case .text(let text, _) = $0 { text } else { " " } }.joined()
    }
}
