import Drawing

/// A line of text made to fit: smaller down to 5 pt, then cut with an ellipsis.
///
/// Names of states and recordings come from users and may have any length.
struct FittedText {
    var spans: [TextSpan]
    var extent: TextExtent

    /// Fits a text with `_{}` and `^{}` marks into a width.
    init(_ string: String, font: Font, width: Points, text: any TextMeasuring) {
        spans = RichText.spans(string, font: font)
        extent = text.measure(spans)
        guard extent.width > width, extent.width > 0 else { return }
        var small = font
        // Below 5 pt nothing can be read.
        small.size = max(min(5, font.size), font.size * (width / extent.width))
        spans = RichText.spans(string, font: small)
        extent = text.measure(spans)
        while extent.width > width + 0.01, let last = spans.popLast() {
            let shorter = String(last.text.dropLast(last.text.hasSuffix("…") ? 2 : 1))
            if !shorter.isEmpty {
                spans.append(TextSpan(shorter + "…", font: last.font, color: last.color, rise: last.rise))
            }
            extent = text.measure(spans)
        }
    }
}
