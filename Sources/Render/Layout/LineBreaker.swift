internal import Drawing

/// A line of text ready to be placed.
struct TextLine {
    /// A part of the line that leads somewhere.
    struct Anchor {
        var x: Points
        var width: Points
        var target: LinkTarget
    }

    var spans: [TextSpan] = []
    var extent = TextExtent(width: 0, ascent: 0, descent: 0)
    var anchors: [Anchor] = []

    /// The items of the line with its base line at a place.
    func items(at origin: Position) -> [Item] {
        guard !spans.isEmpty else { return [] }
        var items: [Item] = [.text(TextRun(spans, at: origin, extent: extent))]
        for anchor in anchors {
            let frame = Frame(
                x: origin.x + anchor.x, y: origin.y - extent.ascent, width: anchor.width,
                height: extent.ascent + extent.descent)
            items.append(.link(frame, anchor.target))
        }
        return items
    }
}

/// Measures text and remembers: a report repeats its words.
final class CachedText {
    private struct Key: Hashable {
        let text: String
        let font: Font
    }

    let base: any TextMeasuring
    private var known: [Key: TextExtent] = [:]

    init(_ base: any TextMeasuring) { self.base = base }

    func measure(_ text: String, _ font: Font) -> TextExtent {
        let key = Key(text: text, font: font)
        if let extent = known[key] { return extent }
        let extent = base.measure(text, font: font)
        known[key] = extent
        return extent
    }
}

/// Breaks running text into lines: greedy, at blanks; a word wider than the line is broken inside.
struct LineBreaker {
    private struct Fragment {
        var text: String
        var style: InlineStyle
        var extent: TextExtent
    }

    private struct Word {
        var fragments: [Fragment] = []
        /// Style of the blank before the word; `nil` where it starts a line by itself.
        var blank: InlineStyle?
        var breaksBefore = false
        var width: Points { fragments.reduce(0) { $0 + $1.extent.width } }
    }

    let text: CachedText

    /// The lines of a paragraph; at least one unless there is no text at all.
    func lines(_ pieces: [InlinePiece], width: Points) -> [TextLine] {
        var lines: [TextLine] = []
        var line = TextLine()
        var isEmpty = true
        for word in words(pieces) {
            if word.breaksBefore {
                lines.append(line)
                line = TextLine()
                isEmpty = true
            }
            let gap = isEmpty ? nil : word.blank
            let needed = word.width + (gap.map { text.measure(" ", $0.font).width } ?? 0)
            if !isEmpty, line.extent.width + needed > width + Self.slack, word.blank != nil {
                lines.append(line)
                line = TextLine()
                isEmpty = true
                append(word, gap: nil, to: &line, &lines, width: width)
            } else {
                append(word, gap: gap, to: &line, &lines, width: width)
            }
            isEmpty = false
        }
        if !line.spans.isEmpty || !lines.isEmpty { lines.append(line) }
        return lines
    }

    /// Width of the longest word and of the longest line where nothing breaks but line breaks.
    func bounds(_ pieces: [InlinePiece]) -> (least: Points, natural: Points) {
        var least = Points.zero
        var natural = Points.zero
        var line = Points.zero
        for word in words(pieces) {
            if word.breaksBefore { line = 0 }
            if line > 0, let blank = word.blank { line += text.measure(" ", blank.font).width }
            line += word.width
            least = max(least, word.width)
            natural = max(natural, line)
        }
        return (least, natural)
    }

    /// Rounding of widths must not break a line that was measured to fit.
    private static let slack = Points(0.01)

    private func words(_ pieces: [InlinePiece]) -> [Word] {
        var words: [Word] = []
        var blank: InlineStyle?
        var breaks = false
        var open = false
        for piece in pieces {
            guard case .text(let string, let style) = piece else {
                // A second break in a row is an empty line.
                if breaks { words.append(Word(breaksBefore: true)) }
                breaks = true
                open = false
                continue
            }
            var rest = Substring(string)
            while let first = rest.utf8.first {
                if first == UInt8(ascii: " ") {
                    rest = rest[rest.utf8.index(after: rest.startIndex)...]
                    blank = style
                    open = false
                    continue
                }
                let end = rest.utf8.firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
                let part = String(rest[..<end])
                rest = rest[end...]
                let fragment = Fragment(text: part, style: style, extent: text.measure(part, style.font))
                if open, let last = words.indices.last {
                    words[last].fragments.append(fragment)
                } else {
                    words.append(Word(fragments: [fragment], blank: blank, breaksBefore: breaks))
                    blank = nil
                    breaks = false
                    open = true
                }
            }
        }
        return words
    }

    private func append(
        _ word: Word, gap: InlineStyle?, to line: inout TextLine, _ lines: inout [TextLine], width: Points
    ) {
        if let gap { place(Fragment(text: " ", style: gap, extent: text.measure(" ", gap.font)), on: &line) }
        for fragment in word.fragments {
            if line.extent.width + fragment.extent.width <= width + Self.slack || word.width <= width {
                place(fragment, on: &line)
                continue
            }
            for character in fragment.text {
                let one = String(character)
                let piece = Fragment(text: one, style: fragment.style, extent: text.measure(one, fragment.style.font))
                if line.extent.width + piece.extent.width > width, !line.spans.isEmpty {
                    lines.append(line)
                    line = TextLine()
                }
                place(piece, on: &line)
            }
        }
    }

    private func place(_ fragment: Fragment, on line: inout TextLine) {
        let style = fragment.style
        if let target = style.target {
            if let last = line.anchors.indices.last, line.anchors[last].target == target {
                line.anchors[last].width = line.extent.width + fragment.extent.width - line.anchors[last].x
            } else {
                line.anchors.append(
                    TextLine.Anchor(x: line.extent.width, width: fragment.extent.width, target: target))
            }
        }
        line.extent.width += fragment.extent.width
        line.extent.ascent = max(line.extent.ascent, fragment.extent.ascent + style.rise)
        line.extent.descent = max(line.extent.descent, fragment.extent.descent - style.rise)
        if let last = line.spans.indices.last, line.spans[last].font == style.font,
            line.spans[last].color == style.color, line.spans[last].rise == style.rise
        {
            line.spans[last].text += fragment.text
        } else {
            line.spans.append(TextSpan(fragment.text, font: style.font, color: style.color, rise: style.rise))
        }
    }
}
