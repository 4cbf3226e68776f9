internal import Diagnostics
internal import Drawing
internal import Measurements

/// A metric or label on its way into a table.
struct MetricEntry {
    enum Content {
        case metric(Metric)
        case label(Label)
    }

    let content: Content

    var id: String {
        switch content {
        case .metric(let metric): metric.id
        case .label(let label): label.id
        }
    }
    var at: Place {
        switch content {
        case .metric(let metric): metric.at
        case .label(let label): label.at
        }
    }
    var from: [String] {
        switch content {
        case .metric(let metric): metric.from
        case .label(let label): label.from
        }
    }
    var rule: String {
        switch content {
        case .metric(let metric): metric.rule
        case .label(let label): label.rule
        }
    }
    var metric: Metric? { if case .metric(let metric) = content { metric } else { nil } }
}

/// Makes tables of metrics: one row a number, or one row a quantity with a column for each place.
struct MetricTable {
    let flow: Flow
    let showsRules: Bool
    /// Whether a few words stand beside each symbol.
    let showsWords: Bool
    /// Whether a cell is empty, which a note must explain.
    private(set) var hasGaps = false
    var footnotes = Footnotes()
    /// Size of the type; smaller where that keeps a wide table in one piece.
    var size: Points

    init(flow: Flow, showsRules: Bool, showsWords: Bool = false) {
        self.showsWords = showsWords
        self.flow = flow
        self.showsRules = showsRules
        size = flow.style.tableSize
    }

    private var style: PageStyle { flow.style }
    private var cellStyle: InlineStyle { InlineStyle(font: Font(size: size), color: style.ink) }
    private var headStyle: InlineStyle { cellStyle.bold() }
    private var quietStyle: InlineStyle { cellStyle.colored(style.quiet) }

    /// One row a number: symbol, number, unit, place.
    mutating func list(_ entries: [MetricEntry]) -> TableModel {
        var table = TableModel(columns: [
            .init(), .init(align: .right), .init(align: .left), .init(align: .left),
        ])
        table.fills = false
        table.head = ["Quantity", "Value", "", "At"].map { TableModel.Cell([.text($0, headStyle)]) }
        var previous: (id: String, symbol: [InlinePiece])?
        for entry in entries {
            let isNamed = entry.id != previous?.id
            let symbol = isNamed ? symbol(entry) : previous?.symbol ?? []
            let name = isNamed ? symbol : []
            let place = TableModel.Cell([.text(PlaceText.text(entry.at), quietStyle)])
            let mark = footnote(entry.rule)
            switch entry.content {
            case .metric(let metric):
                let parts = MetricText.parts(metric)
                table.rows.append(
                    .init(cells: [
                        .init(name), .init([.text(parts.number.unbroken, cellStyle)]),
                        .init([.text(parts.unit, cellStyle)] + mark + extrapolation(metric)), place,
                    ]))
            case .label(let label):
                table.rows.append(
                    .init(cells: [
                        .init(name), .init([.text(label.value, headStyle)] + mark, span: 2, align: .left), place,
                    ]))
            }
            if !isNamed, let last = table.rows.indices.last { table.rows[last].sharedName = symbol }
            previous = (entry.id, symbol)
        }
        return table
    }

    /// One row a quantity, one column a value of the key; several tables where one would be too wide.
    mutating func pivot(_ entries: [MetricEntry], key: String) -> [TableModel] {
        let placed = entries.map { PlacedEntry($0, key: key) }
        let columns = PlacedEntry.columns(placed)
        guard columns.count > 1 else { return [list(entries)] }
        let naming = PlacedEntry.namingKeys(placed)
        var rows: [(name: String, cells: [String: MetricEntry])] = []
        var indexOf: [String: Int] = [:]
        for one in placed {
            let (entry, column) = (one.entry, one.column)
            let name = one.name(showing: naming[entry.id] ?? [])
            if let index = indexOf[name] {
                if rows[index].cells[column] == nil { rows[index].cells[column] = entry }
            } else {
                indexOf[name] = rows.count
                rows.append((name, [column: entry]))
            }
        }
        var set = rows.map { row in setRow(columns.map { row.cells[$0] }, naming: naming, among: entries) }
        var ranges = chunks(columns, set)
        if ranges.count > 1 {
            // Nine tenths of the size are still read well; less is not worth a table in one piece.
            size = size * 0.9
            let smaller = rows.map { row in setRow(columns.map { row.cells[$0] }, naming: naming, among: entries) }
            let fewer = chunks(columns, smaller)
            if fewer.count < ranges.count {
                (set, ranges) = (smaller, fewer)
            } else {
                size = flow.style.tableSize
            }
        }
        return ranges.map { range in
            var table = TableModel(
                columns: [.init(align: .left), .init(align: .left)]
                    + range.map { _ in TableModel.Column(align: .right) })
            // Few columns far apart are hard to read across.
            table.fills = range.count > 4
            table.head =
                [TableModel.Cell([.text("Quantity", headStyle)]), .init([.text("Unit", headStyle)])]
                + range.map { .init([.text(columns[$0].isEmpty ? "all" : columns[$0], headStyle)]) }
            table.rows = set.map { row in TableModel.Row(cells: row.lead + range.map { row.cells[$0] }) }
            return table
        }
    }

    private struct SetRow {
        var lead: [TableModel.Cell]
        var cells: [TableModel.Cell]
    }

    private mutating func setRow(
        _ entries: [MetricEntry?], naming: [String: Set<String>], among all: [MetricEntry]
    ) -> SetRow {
        let known = entries.compactMap { $0 }
        let metrics = known.compactMap(\.metric)
        // Rows of one quantity without a unit are compared with each other, so they have one power of ten.
        let isPlain = metrics.first?.unit == SIUnit.none
        let prefix = MetricText.commonPrefix(
            isPlain ? all.compactMap(\.metric).filter { $0.id == metrics.first?.id } : metrics)
        var name = known.first.map(symbol) ?? []
        let place = known.first.map { PlaceText.text($0.at, only: naming[$0.id] ?? []) } ?? ""
        if !place.isEmpty { name.append(.text("  " + place, smallQuiet)) }
        name += footnote(RuleText.joined(known.map(\.rule)))
        let unit = metrics.isEmpty ? "" : prefix.map { $0.symbol + (metrics.first?.unit.symbol ?? "") } ?? ""
        var cells: [TableModel.Cell] = []
        for entry in entries {
            guard let entry else {
                hasGaps = true
                cells.append(.init([.text("–", quietStyle)]))
                continue
            }
            switch entry.content {
            case .metric(let metric):
                let text = prefix.map { MetricText.number(metric, power: $0.power) } ?? MetricText.parts(metric).text
                cells.append(.init([.text(text.unbroken, cellStyle)] + extrapolation(metric)))
            case .label(let label): cells.append(.init([.text(label.value, headStyle)]))
            }
        }
        return SetRow(lead: [.init(name), .init([.text(unit, quietStyle)])], cells: cells)
    }

    /// Ranges of columns that fit side by side.
    private func chunks(_ columns: [String], _ rows: [SetRow]) -> [Range<Int>] {
        func natural(_ cells: [TableModel.Cell]) -> Points {
            cells.map { flow.breaker.bounds($0.pieces).natural }.max() ?? 0
        }
        let lead = max(natural(rows.map { $0.lead[0] }), 36) + max(natural(rows.map { $0.lead[1] }), 18) + 12
        var ranges: [Range<Int>] = []
        var start = 0
        var used = lead
        for index in columns.indices {
            let width = max(natural(rows.map { $0.cells[index] }), 30) + 9
            if used + width > flow.width, index > start {
                ranges.append(start..<index)
                start = index
                used = lead
            }
            used += width
        }
        ranges.append(start..<columns.count)
        return ranges
    }

    private var smallQuiet: InlineStyle {
        InlineStyle(font: Font(size: size * 0.9), color: style.quiet)
    }

    private func symbol(_ entry: MetricEntry) -> [InlinePiece] {
        let references = flow.session.input.options.references
        let symbol = InlinePiece.rich(references.symbol(entry.id), cellStyle)
        guard showsWords, let words = references.words(entry.id) else { return symbol }
        return symbol + [.text("  ", cellStyle)] + InlinePiece.rich(words, smallQuiet)
    }

    private func extrapolation(_ metric: Metric) -> [InlinePiece] {
        guard let factor = metric.extrapolation else { return [] }
        return [.text(" ×" + QuantityText.parts(factor, unit: .none, digits: 2).number, smallQuiet)]
    }

    private mutating func footnote(_ rule: String) -> [InlinePiece] {
        guard showsRules else { return [] }
        let mark = footnotes.mark(rule)
        return mark.isEmpty ? [] : [.text("\u{A0}" + mark, quietStyle.script(raised: true))]
    }
}
