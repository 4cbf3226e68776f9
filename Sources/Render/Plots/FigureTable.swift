internal import Drawing
internal import Measurements

/// The data of a figure as a table, as journals ask for with each figure.
public enum FigureTable {
    /// One column: its name with unit, and its cells.
    private struct Column {
        var name: String
        var cells: [Double]
    }

    /// The table: CSV in UTF-8, a commented head, one row of names, curves side by side.
    ///
    /// Each curve has columns of its own, for curves differ in their places; shorter ones end in empty cells. Values are
    /// those that the marks stand for, in the units of the names; nothing is thinned.
    public static func csv(_ spec: FigureSpec, device: String) -> [UInt8] {
        var head = [
            "# figure: \(spec.id)", "# device: \(line(device))", "# caption: \(line(RichText.plain(spec.caption)))",
        ]
        var columns: [Column] = []
        for (index, cell) in spec.cells.enumerated() {
            for (number, panel) in cell.panels.enumerated() {
                let name = panelName(index, cell, number, in: spec)
                head += categories(panel.x, of: name) + categories(panel.y, of: name)
                for mark in panel.marks { columns += self.columns(mark, in: panel, name: name) }
            }
        }
        var text = Array((head.joined(separator: "\n") + "\n").utf8)
        text += columns.map { quoted($0.name) }.joined(separator: ",").utf8
        text.append(0x0A)
        for row in 0..<(columns.map(\.cells.count).max() ?? 0) {
            for (index, column) in columns.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                guard row < column.cells.count, column.cells[row].isFinite else { continue }
                text += column.cells[row].description.utf8
            }
            text.append(0x0A)
        }
        return text
    }

    // MARK: Columns

    private static func columns(_ mark: Mark, in panel: Panel, name: String) -> [Column] {
        let curve = [name, mark.label.map(RichText.plain) ?? mark.role].filter { !$0.isEmpty }.joined(separator: " ")
        let x = curve + ": " + words(panel.x, else: "x")
        let y = curve + ": " + words(panel.y, else: "y")
        switch mark {
        case .line(let line): return [Column(name: x, cells: line.x), Column(name: y, cells: line.y)]
        case .points(let points):
            var columns = [Column(name: x, cells: points.x), Column(name: y, cells: points.y)]
            if !points.low.isEmpty, !points.high.isEmpty {
                columns += [
                    Column(name: y + " low end", cells: points.low), Column(name: y + " high end", cells: points.high),
                ]
            }
            return columns
        case .band(let band):
            return [
                Column(name: x, cells: band.x), Column(name: y + " low end", cells: band.low),
                Column(name: y + " high end", cells: band.high),
            ]
        case .rule(let rule):
            guard let note = rule.note, !note.isEmpty else { return [] }
            let axis = rule.direction == .vertical ? words(panel.x, else: "x") : words(panel.y, else: "y")
            let title = [name, RichText.plain(note)].filter { !$0.isEmpty }.joined(separator: " ")
            return [Column(name: title + ": " + axis, cells: [rule.value])]
        case .arrows, .text: return []
        }
    }

    /// What a panel is called: the letter of its cell, its title, and which of several panels it is.
    private static func panelName(_ index: Int, _ cell: FigureCell, _ number: Int, in spec: FigureSpec) -> String {
        var words: [String] = []
        if spec.cells.count > 1, index < 26 { words.append(String(UnicodeScalar(UInt8(0x61 + index)))) }
        if !cell.title.isEmpty { words.append(RichText.plain(cell.title)) }
        if cell.panels.count > 1 { words.append("panel \(number + 1)") }
        return words.joined(separator: " ")
    }

    private static func words(_ axis: Axis, else name: String) -> String {
        let unit = axis.unitText ?? axis.unit.symbol
        let title = axis.name.isEmpty ? name : RichText.plain(axis.name)
        return unit.isEmpty ? title : "\(title) (\(unit))"
    }

    /// What the numbers 1, 2, 3 of an axis of names stand for.
    private static func categories(_ axis: Axis, of panel: String) -> [String] {
        guard !axis.names.isEmpty else { return [] }
        let names = axis.names.enumerated().map { "\($0.offset + 1) = \(RichText.plain($0.element))" }
        let place = [panel, RichText.plain(axis.name)].filter { !$0.isEmpty }.joined(separator: " ")
        return ["# \(place.isEmpty ? "names" : line(place)): " + line(names.joined(separator: "; "))]
    }

    // MARK: Text

    /// A text on one line.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func quoted(_ name: String) -> String {
        let name = line(name)
        guard name.contains(where: { $0 == "," || $0 == "\"" }) else { return name }
        return "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
