/// Measures text without drawing it.
///
/// Layout and plots take any of these; the program hands them Pango's.
public protocol TextMeasuring {
    /// Size of a text on one line in a face.
    func measure(_ text: String, font: Font) -> TextExtent
    /// Sets the texts that follow in a family of the machine, until told otherwise; `nil` for the house's.
    ///
    /// - Returns: `nil` where it is set; else the families that there are, and nothing changes.
    func use(family: String?) -> [String]?
}

extension TextMeasuring {
    /// A measurer without fonts takes any family.
    public func use(family: String?) -> [String]? { nil }
}

extension TextMeasuring {
    /// Size of spans set one after the other; raised and lowered spans widen the height.
    public func measure(_ spans: [TextSpan]) -> TextExtent {
        var total = TextExtent(width: 0, ascent: 0, descent: 0)
        for span in spans {
            let one = measure(span.text, font: span.font)
            total.width += one.width
            total.ascent = max(total.ascent, one.ascent + span.rise)
            total.descent = max(total.descent, one.descent - span.rise)
        }
        return total
    }
}
