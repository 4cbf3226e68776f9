internal import Drawing
internal import Findings
internal import Templates

/// A table before its widths are known.
struct TableModel {
    struct Column {
        /// Fixed width; by content where `nil`.
        var width: PageLength?
        /// Where cells stand; numbers right, the rest left, where `nil`.
        var align: Alignment?
    }

    struct Cell {
        var pieces: [InlinePiece]
        /// How many columns it takes.
        var span = 1
        var align: Alignment?

        init(_ pieces: [InlinePiece], span: Int = 1, align: Alignment? = nil) {
            self.pieces = pieces
            self.span = max(1, span)
            self.align = align
        }
    }

    struct Row {
        var cells: [Cell]
        /// Drawn with a line above: starts a group.
        var startsGroup = false
        /// What stands in the empty first cell where the row is the first on a page: the name that the rows share.
        var sharedName: [InlinePiece] = []

        /// The row with the name; `nil` where it has one or needs none.
        var named: Row? {
            guard !sharedName.isEmpty, let first = cells.first, first.pieces.isEmpty else { return nil }
            var row = self
            row.cells[0].pieces = sharedName
            return row
        }
    }

    var columns: [Column]
    /// Cells of the head; empty for a table without one.
    var head: [Cell] = []
    var rows: [Row] = []
    var caption: [InlinePiece] = []
    /// Name that references and links may lead to; empty for none.
    var id = ""
    /// What stands above the head where the table goes on, on another page; nothing where empty.
    var continued: [InlinePiece] = []
    /// Small print below, as footnotes.
    var notes: [[InlinePiece]] = []
    /// Whether the table takes the whole width.
    var fills = true
    /// Space between columns.
    var gap = Points(9)
}

extension Flow {
    /// Adds a table with its caption above and its notes below.
    mutating func add(_ model: TableModel, at position: SourcePosition) {
        var table = model
        let first = boxes.count
        defer { keepWhole(from: first) }
        var captions = inner(width: width)
        if !table.caption.isEmpty {
            session.tableCount += 1
            let label = InlinePiece.text("Table \(session.tableCount). ", style.caption.bold())
            if table.continued.isEmpty {
                table.continued = [.text("Table \(session.tableCount), continued", style.caption.colored(style.quiet))]
            }
            captions.add(
                [label] + table.caption, role: .caption, before: 8, after: 3, keepsWithNext: true, at: position)
        }
        var rows = TableSetter(flow: self, position: position).boxes(table)
        if table.caption.isEmpty, !rows.isEmpty { rows[0].before = 6 }
        boxes += captions.boxes + rows
        if boxes.indices.contains(first) { name(table, at: first) }
        if let last = boxes.indices.last, !rows.isEmpty {
            boxes[last].after = table.notes.isEmpty ? 9 : 2
            boxes[last].keepsWithNext = !table.notes.isEmpty
        }
        for (index, note) in table.notes.enumerated() {
            let isLast = index == table.notes.count - 1
            let start = boxes.count
            add(note, before: 2, after: isLast ? 9 : 0, keepsWithNext: !isLast, at: position)
            // Notes stay with each other and with the last rows, unless they are a page's worth.
            guard boxes.count - start < 12 else { continue }
            for line in start..<max(start, boxes.count - 1) { boxes[line].keepsWithNext = true }
        }
    }

    /// Gives a table its name, and keeps it for references.
    private mutating func name(_ table: TableModel, at box: Int) {
        guard !table.id.isEmpty || (session.tellsPlaces && !table.caption.isEmpty) else { return }
        let name = session.place(for: table.id.isEmpty ? "table" : table.id)
        boxes[box].items.append(.destination(name: name, Position(x: 0, y: 0)))
        let number = table.caption.isEmpty ? "" : "\(session.tableCount)"
        session.remember(
            KnownPlace(id: name, kind: .table, number: number, title: table.caption, isListed: !number.isEmpty))
    }

    /// Makes the boxes from one on a block, which is broken only where it would leave a large hole.
    mutating func keepWhole(from first: Int) {
        guard first < boxes.count else { return }
        let block = session.block()
        for index in first..<boxes.count { boxes[index].block = block }
    }
}
