/// The names and units above the rows of a home-made table.
extension TableLayout {
    /// Finds names and units among the lines above the rows.
    mutating func findNames(_ bytes: Span<UInt8>, _ above: [Seen]) {
        let plain = above.filter { !$0.isComment }
        for place in plain.indices.reversed().prefix(Self.namesDepth) where findNames(bytes, plain, at: place) {
            return
        }
        if let last = plain.last {
            let cells = self.split(bytes, last.line)
            if !cells.isEmpty { return take(cells, line: last.line.number, units: []) }
        }
        guard let last = above.last(where: \.isComment) else { return }
        let range = CommentMark.removed(bytes, TextBytes.trimmed(bytes, last.line.range))
        let cells = self.split(bytes, TextLine(number: last.line.number, range: range, isEnded: true))
        if cells.count(where: { ColumnLabel($0).quantity != nil }) >= 2 {
            take(cells, line: last.line.number, units: [])
        }
    }

    /// How far above the rows names may stand: units and remarks lie between in some exports.
    private static let namesDepth = 3

    /// Takes a line as names where it names two things, or one above units.
    private mutating func findNames(_ bytes: Span<UInt8>, _ plain: [Seen], at place: Int) -> Bool {
        let cells = self.split(bytes, plain[place].line)
        if place > 0, !cells.isEmpty, cells.allSatisfy(Self.isUnit) {
            let before = plain[place - 1].line
            let earlier = self.split(bytes, before)
            if earlier.count == cells.count, earlier.contains(where: { ColumnLabel($0).quantity != nil }) {
                take(earlier, line: before.number, units: cells)
                return true
            }
        }
        guard Set(cells.compactMap { ColumnLabel($0).quantity }).count >= 2 else { return false }
        take(cells, line: plain[place].line.number, units: [])
        return true
    }

    private mutating func take(_ names: [String], line: Int, units: [String]) {
        self.names = names
        namesLine = line
        self.units = units
    }

    /// The cells of a line of names: by the rows' separator, else by any other that fits; empty if none does.
    private func split(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        var best: (known: Int, cells: [String])?
        for separator in [separator, .tab, .semicolon, .comma, .blanks] {
            var ranges: [Range<Int>] = []
            CellSplitter.split(bytes, line.range, at: separator, into: &ranges)
            var cells = ranges.map { TextBytes.string(bytes, $0) }
            if separator == .blanks { cells = Self.joined(cells) }
            while cells.count > self.cells, cells.last == "" { cells.removeLast() }
            let fits = abs(cells.count - self.cells) <= 1 || separator == self.separator
            guard fits, cells.count >= 2 else { continue }
            let known = cells.count { ColumnLabel($0).quantity != nil }
            guard known > (best?.known ?? -1) else { continue }
            best = (known, cells)
            if known == cells.count { break }
        }
        return best?.cells ?? []
    }

    /// Puts `Voltage (V)` and `freq / Hz` together again after a cut at blanks.
    private static func joined(_ cells: [String]) -> [String] {
        var joined: [String] = []
        for cell in cells {
            let belongs = cell.hasPrefix("(") || cell.hasPrefix("[") || cell.hasPrefix("/")
            if let last = joined.last, belongs || last.hasSuffix("/") {
                joined[joined.count - 1] = last + " " + cell
            } else {
                joined.append(cell)
            }
        }
        return joined
    }

    private static func isUnit(_ cell: String) -> Bool {
        var label = ColumnLabel("")
        label.take(unit: cell, from: "unit row")
        return cell.isEmpty || label.unit != nil
    }
}
