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
    var footnotes = Footnotes()

    init(flow: Flow) { self.flow = flow }

    private var style: PageStyle { flow.style }
    private var cellStyle: InlineStyle { InlineStyle(font: Font(size: style.captionSize), color: style.ink) }
    private var headStyle: InlineStyle { cellStyle.bold() }
    private var quietStyle: InlineStyle { cellStyle.colored(style.quiet) }

    /// One row a number: symbol, number, unit, place.
    mutating func list(_ entries: [MetricEntry]) -> TableModel {
        var table = TableModel(columns: [
            .init(), .init(align: .right), .init(align: .left), .init(align: .left),
        ])
        table.head = ["Quantity", "Value", "", "At"].map { TableModel.Cell([.text($0, headStyle)]) }
        var previous: String?
        for entry in entries {
            let name = entry.id == previous ? [] : symbol(entry)
            let place = TableModel.Cell([.text(PlaceText.text(entry.at), quietStyle)])
            let mark = footnote(entry)
            switch entry.content {
            case .metric(let metric):
                let parts = MetricText.parts(metric)
                table.rows.append(
                    .init(cells: [
                        .init(name), .init([.text(parts.number, cellStyle)]),
                        .init([.text(parts.unit, cellStyle)] + mark + extrapolation(metric)), place,
                    ]))
            case .label(let label):
                table.rows.append(
                    .init(cells: [
                        .init(name), .init([.text(label.value, headStyle)] + mark, span: 2, align: .left), place,
                    ]))
            }
            previous = entry.id
        }
        return table
    }

    /// One row a quantity, one column a value of the key; several tables where one would be too wide.
    mutating func pivot(_ entries: [MetricEntry], key: String) -> [TableModel] {
        let columns = Self.columns(entries, key: key)
        guard columns.count > 1 else { return [list(entries)] }
        var rows: [(name: String, cells: [String: MetricEntry])] = []
        var indexOf: [String: Int] = [:]
        for entry in entries {
            let name = entry.id + "|" + PlaceText.text(entry.at, without: [key])
            let column = Self.column(entry, key: key)
            if let index = indexOf[name] {
                if rows[index].cells[column] == nil { rows[index].cells[column] = entry }
            } else {
                indexOf[name] = rows.count
                rows.append((name, [column: entry]))
            }
        }
        let set = rows.map { row in setRow(columns.map { row.cells[$0] }, key: key) }
        return chunks(columns, set).map { range in
            var table = TableModel(
                columns: [.init(align: .left), .init(align: .left)]
                    + range.map { _ in TableModel.Column(align: .right) })
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

    private mutating func setRow(_ entries: [MetricEntry?], key: String) -> SetRow {
        let known = entries.compactMap { $0 }
        let metrics = known.compactMap(\.metric)
        let prefix = MetricText.commonPrefix(metrics)
        var name = known.first.map(symbol) ?? []
        let place = known.first.map { PlaceText.text($0.at, without: [key]) } ?? ""
        if !place.isEmpty { name.append(.text("  " + place, smallQuiet)) }
        // Where all cells share a rule its letter stands with the name, else with each cell.
        let rules = Set(known.map(\.rule))
        if rules.count == 1, let first = known.first { name += footnote(first) }
        let unit = metrics.isEmpty ? "" : prefix.map { $0.symbol + (metrics.first?.unit.symbol ?? "") } ?? ""
        var cells: [TableModel.Cell] = []
        for entry in entries {
            guard let entry else {
                cells.append(.init([.text("–", quietStyle)]))
                continue
            }
            let mark = rules.count == 1 ? [] : footnote(entry)
            switch entry.content {
            case .metric(let metric):
                let text = prefix.map { MetricText.number(metric, power: $0.power) } ?? MetricText.parts(metric).text
                cells.append(.init([.text(text, cellStyle)] + mark + extrapolation(metric)))
            case .label(let label): cells.append(.init([.text(label.value, headStyle)] + mark))
            }
        }
        return SetRow(lead: [.init(name), .init([.text(unit, quietStyle)])], cells: cells)
    }

    /// Ranges of columns that fit side by side.
    private func chunks(_ columns: [String], _ rows: [SetRow]) -> [Range<Int>] {
        func natural(_ cells: [TableModel.Cell]) -> Points {
            cells.map { flow.breaker.bounds($0.pieces).natural }.max() ?? 0
        }
        let lead = natural(rows.map { $0.lead[0] }) + natural(rows.map { $0.lead[1] }) + 40
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

    private static func column(_ entry: MetricEntry, key: String) -> String {
        key == "from" ? entry.from.first ?? "" : PlaceText.text(entry.at, key: key) ?? ""
    }

    /// The columns: by number where the key is one, else as they come.
    private static func columns(_ entries: [MetricEntry], key: String) -> [String] {
        var seen: [(text: String, number: Double?, order: Int)] = []
        for entry in entries {
            let text = column(entry, key: key)
            guard !seen.contains(where: { $0.text == text }) else { continue }
            seen.append((text, PlaceText.number(entry.at, key: key), seen.count))
        }
        return seen.sorted { a, b in
            guard let x = a.number, let y = b.number, x != y else {
                return a.number != nil && b.number == nil || (a.number == nil) == (b.number == nil) && a.order < b.order
            }
            return x < y
        }.map(\.text)
    }

    private var smallQuiet: InlineStyle {
        InlineStyle(font: Font(size: style.smallSize * 0.94), color: style.quiet)
    }

    private func symbol(_ entry: MetricEntry) -> [InlinePiece] {
        InlinePiece.rich(flow.session.input.options.references.symbol(entry.id), cellStyle)
    }

    private func extrapolation(_ metric: Metric) -> [InlinePiece] {
        guard let factor = metric.extrapolation else { return [] }
        return [.text(" ×" + QuantityText.parts(factor, unit: .none, digits: 2).number, smallQuiet)]
    }

    private mutating func footnote(_ entry: MetricEntry) -> [InlinePiece] {
        let mark = footnotes.mark(entry.rule)
        return mark.isEmpty ? [] : [.text("\u{A0}" + mark, quietStyle.script(raised: true))]
    }
}

/// Rules told once, below the table, by a letter.
struct Footnotes {
    private(set) var texts: [String] = []

    /// The letter of a text; empty for an empty text.
    mutating func mark(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        let index = texts.firstIndex(of: text) ?? texts.count
        if index == texts.count { texts.append(text) }
        return Self.letter(index)
    }

    /// All texts in one paragraph.
    func paragraph(_ style: InlineStyle) -> [InlinePiece] {
        texts.enumerated().flatMap { index, text -> [InlinePiece] in
            let ending = index < texts.count - 1 ? ";  " : "."
            return [.text(Self.letter(index), style.script(raised: true)), .text("\u{A0}" + text + ending, style)]
        }
    }

    /// a to z, then aa, ab, ...
    private static func letter(_ index: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return index < 26 ? String(letters[index]) : letter(index / 26 - 1) + String(letters[index % 26])
    }
}
