internal import Diagnostics
internal import Drawing
internal import Glibc
internal import Measurements

/// What links say together: over several biases, of a common cause, and of what to measure next.
struct LinkReadings {
    let flow: Flow

    private var style: PageStyle { flow.style }
    private var cell: InlineStyle { InlineStyle(font: Font(size: style.tableSize * 0.95), color: style.ink) }
    private var quiet: InlineStyle { cell.colored(style.quiet) }

    /// One line for each link and pair of sources with two and more voltages.
    func series(_ list: [LinkSeries]) -> TableModel {
        var table = TableModel(
            columns: [.left, .left, .left, .right, .right, .right, .left].map { .init(align: $0) })
        table.gap = 7
        table.head = ["Link", "Between", "At", "Mean Δ", "Q (p)", "Slope of Δ", "Reading"].map {
            .init([.text($0, quiet)])
        }
        var footnotes = Footnotes()
        for item in list {
            // A Q that speaks against it is of errors smaller than what instruments differ by.
            let isPrecise = item.reading == .equal && (item.p_q ?? 1) < 0.01
            let mark = item.reading == .equal && !isPrecise ? "" : footnotes.mark(item.reason)
            let word = item.reading.rawValue + (isPrecise ? " within s_sys" : "")
            var words: [InlinePiece] = [.text(word, cell.bold().colored(color(item.reading)))]
            if !mark.isEmpty { words.append(.text("\u{A0}" + mark, quiet.script(raised: true))) }
            let ends = [item.low_V, item.high_V].map { QuantityText.text($0, unit: .volt, digits: 3).unbroken }
            let q = item.q.map { DecimalText.significant($0, digits: 2) } ?? ""
            let p = item.p_q.map { $0 < 1e-4 ? " (<10⁻⁴)" : " (\(DecimalText.significant($0, digits: 2)))" } ?? ""
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(item.id, cell.bold())]),
                    .init(InlinePiece.rich(item.between.joined(separator: " and "), quiet)),
                    .init([.text("\(item.n): \(ends.joined(separator: " to "))", quiet)]),
                    .init([.text(share(item.mean, item.se, item.of, ""), cell)]), .init([.text(q + p, cell)]),
                    .init([.text(share(item.slope_per_V, item.slope_se, item.of, "/V"), cell)]), .init(words),
                ]))
        }
        table.notes = footnotes.texts.isEmpty ? [] : [footnotes.paragraph(style.fine)]
        return table
    }

    /// A relative number in percent, one in volts as it is.
    private func share(_ value: Double?, _ se: Double?, _ of: String, _ per: String) -> String {
        guard let value else { return "" }
        let isShare = of != "A-B"
        let scale = isShare ? 100.0 : 1
        let decimals = Self.decimals(scale * (se ?? abs(value)))
        func number(_ x: Double) -> String {
            DecimalText.fixed(scale * x, decimals: decimals).replacing("-", with: "−")
        }
        let error = se.map { "\u{A0}±\u{A0}" + number($0) } ?? ""
        return number(value) + error + (isShare ? "\u{A0}%" : "\u{A0}V") + per
    }

    /// Decimals that show two digits of an error.
    private static func decimals(_ error: Double) -> Int {
        error > 0 ? min(6, max(0, 1 - Int(log10(error).rounded(.down)))) : 2
    }

    private func color(_ reading: LinkSeries.Reading) -> Color {
        switch reading {
        case .equal: PageStyle.good
        case .offset, .trend, .scatter: PageStyle.doubtful
        case .signs: PageStyle.bad
        }
    }

    /// A paragraph for each cause.
    func causes(_ list: [CommonCause]) -> [[InlinePiece]] {
        list.map { cause in
            let ids = cause.links.joined(separator: ", ")
            return [.text(ids + " ", style.body.bold().colored(PageStyle.bad))]
                + InlinePiece.rich(cause.reason + ".", style.body)
        }
    }

    /// The list of measurements, best first.
    func next(_ list: [NextMeasurement]) -> TableModel {
        var table = TableModel(columns: [.right, .left, .left, .right, .left].map { .init(align: $0) })
        table.gap = 7
        table.head = ["", "Measurement", "Decides", "Takes", "What to expect"].map { .init([.text($0, quiet)]) }
        for (index, item) in list.enumerated() {
            let count = item.places > item.decides.count ? " (\(item.places) places)" : ""
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text("\(index + 1)", quiet)]), .init(InlinePiece.rich(item.what, cell)),
                    .init([.text(item.decides.joined(separator: ", "), cell.bold()), .text(count, quiet)]),
                    .init([.text(item.duration_s.map(Self.duration) ?? "", cell)]),
                    .init(InlinePiece.rich(item.expectation, quiet)),
                ]))
        }
        return table
    }

    /// A time as people plan it.
    private static func duration(_ seconds: Double) -> String {
        if seconds <= 0 { return "–" }
        if seconds < 1 { return "<\u{A0}1\u{A0}s" }
        if seconds < 120 { return "\(Int(seconds.rounded()))\u{A0}s" }
        if seconds < 7200 { return "\(Int((seconds / 60).rounded()))\u{A0}min" }
        if seconds < 172_800 { return "\(Int((seconds / 3600).rounded()))\u{A0}h" }
        return "\(Int((seconds / 86_400).rounded()))\u{A0}d"
    }
}
