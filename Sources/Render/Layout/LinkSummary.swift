internal import Diagnostics
internal import Drawing
internal import Glibc
internal import Measurements

/// Makes one table of all links: a line for each link and pair of sources, over all places where it was tested.
struct LinkSummary {
    let flow: Flow
    let groups: [LinkGroup]

    private var style: PageStyle { flow.style }
    private var cell: InlineStyle { InlineStyle(font: Font(size: style.tableSize * 0.95), color: style.ink) }

    func table() -> TableModel {
        let quiet = cell.colored(style.quiet)
        var table = TableModel(columns: [
            .init(align: .left), .init(align: .left), .init(align: .left), .init(align: .right), .init(align: .right),
            .init(align: .left),
        ])
        table.head = ["Link", "Between", "At", "First over second", "Largest |Δ/σ|", "Verdict"].map {
            .init([.text($0, quiet)])
        }
        var previous = ""
        for group in groups {
            let title = flow.session.input.options.references.link(group.id)?.title ?? ""
            let name: [InlinePiece] =
                group.id == previous
                ? [] : [.text(group.id + " ", cell.bold())] + InlinePiece.rich(title, cell)
            let between = group.names.filter { !$0.isEmpty }.joined(separator: " and ")
            table.rows.append(
                TableModel.Row(cells: [
                    .init(name), .init(InlinePiece.rich(between, quiet)), .init([.text(places(group), quiet)]),
                    .init([.text(ratios(group), cell)]), .init([.text(distance(group), cell)]),
                    .init(verdicts(group)),
                ]))
            previous = group.id
        }
        return table
    }

    /// How many places, and the range of their voltages.
    private func places(_ group: LinkGroup) -> String {
        let voltages = group.results.compactMap { $0.at.bias_V ?? $0.at.V }
        guard let low = voltages.min(), let high = voltages.max() else {
            return group.results.count > 1 ? "\(group.results.count) places" : ""
        }
        let range = [low, high].map { QuantityText.text($0, unit: .volt, digits: 3).trimmedQuantity }
        guard group.results.count > 1 else { return range[0].unbroken }
        return "\(group.results.count) places, "
            + (range[0] == range[1] ? range[0] : range.joined(separator: " to "))
            .unbroken
    }

    /// The range of the first value over the second, where the link compares by a factor.
    private func ratios(_ group: LinkGroup) -> String {
        let ratios = group.results.compactMap { link -> Double? in
            guard let a = link.a?.value, let b = link.b?.value, let d = link.d, a * b > 0 else { return nil }
            return abs(d - log(a / b)) < 1e-9 ? a / b : nil
        }
        guard ratios.count == group.results.count, let low = ratios.min(), let high = ratios.max() else { return "" }
        let ends = [low, high].map { DecimalText.significant($0, digits: 3) }
        return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
    }

    private func distance(_ group: LinkGroup) -> String {
        guard let largest = group.results.compactMap(\.z).map(abs).max() else { return "" }
        return DecimalText.fixed(largest, decimals: 1)
    }

    /// The verdicts, worst first, with their counts where there are several.
    private func verdicts(_ group: LinkGroup) -> [InlinePiece] {
        var pieces: [InlinePiece] = []
        for verdict in [Verdict.inconsistent, .smallBias, .undecided, .consistent] {
            let count = group.results.count { $0.verdict == verdict }
            guard count > 0 else { continue }
            if !pieces.isEmpty { pieces.append(.text(", ", cell.colored(style.quiet))) }
            let number = count < group.results.count ? "\(count) " : ""
            pieces.append(.text(number + verdict.text, cell.bold().colored(style.color(of: verdict))))
        }
        let series = flow.session.input.device.linkSeries.first { series in
            series.id == group.id && series.between == group.names && series.reading != .equal
        }
        // What the places say together, where that is more than each alone.
        if let reading = series?.reading {
            pieces.append(.text(reading == .signs ? "; opposite signs" : "; \(reading.rawValue)", cell.bold()))
        }
        return pieces
    }
}

extension String {
    /// A quantity without zeros at the end of its number: `300 mV` for `300.0 mV`.
    fileprivate var trimmedQuantity: String {
        let parts = split(separator: "\u{A0}", maxSplits: 1)
        guard parts.count == 2 else { return self }
        return String(parts[0]).trimmedZeros + "\u{A0}" + parts[1]
    }
}
