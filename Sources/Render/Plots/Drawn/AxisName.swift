import Drawing

/// The words at an axis: name and unit on one line, or on two where the axis is short.
struct AxisName {
    var lines: [[TextSpan]]
    var extents: [TextExtent]

    /// The name of an axis with its unit, fitted to the axis's length.
    init(_ axis: Axis, unitText: String, length: Double, text: any TextMeasuring) {
        let font = PlotStyle.labelFont
        let unit = unitText.isEmpty ? "" : "(\(unitText))"
        let whole = [axis.name, unit].filter { !$0.isEmpty }.joined(separator: " ")
        var strings = [whole].filter { !$0.isEmpty }
        let wide = text.measure(RichText.spans(whole, font: font)).width.value
        if wide > length, !unit.isEmpty, !axis.name.isEmpty { strings = [axis.name, unit] }
        let fitted = strings.map { FittedText($0, font: font, width: Points(length), text: text) }
        lines = fitted.map(\.spans)
        extents = fitted.map(\.extent)
    }

    /// Height of all lines together.
    var height: Points { extents.reduce(0) { $0 + $1.ascent + $1.descent } }
}
