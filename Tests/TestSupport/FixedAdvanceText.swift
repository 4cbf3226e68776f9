public import Drawing

/// Measures every character as half its size: layout tests need no fonts.
public struct FixedAdvanceText: TextMeasuring, Sendable {
    /// A measurer.
    public init() {}
    /// Half an em a character, ascent 0.8, descent 0.2.
    public func measure(_ text: String, font: Font) -> TextExtent {
        TextExtent(
            width: font.size * (0.5 * Double(text.count)), ascent: font.size * 0.8, descent: font.size * 0.2)
    }
}
