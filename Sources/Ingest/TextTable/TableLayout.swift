internal import Findings

/// How a home-made table is laid out: separator, decimal mark, names, units, and where its rows start.
struct TableLayout {
    /// What stands between cells.
    var separator: Separator
    /// Whether the decimal mark is a comma.
    var decimalComma: Bool
    /// Cells in the first row.
    var cells: Int
    /// Stands before the first row.
    var rows: LineScanner
    /// The lines above the rows.
    var header: HeaderBlock
    /// Names, one a cell; empty where the file has none.
    var names: [String] = []
    /// Line of the names.
    var namesLine: Int?
    /// Units from a row of their own; empty where there is none.
    var units: [String] = []

    /// How many lines are looked at to find the rows.
    static let lines = 400

    /// A line that was looked at, with the scanner before it.
    private struct Seen {
        var before: LineScanner
        var line: TextLine
        var isComment: Bool
    }

    /// In how many of the lines looked at the separating bytes stand.
    ///
    /// A row needs its separator, so this bounds what `judge` can find: the blanks of one line of names are soon told
    /// from what parts hundreds of rows.
    private struct Marks {
        private var lines = [Separator: Int]()
        private(set) var hasComma = false

        init(_ bytes: Span<UInt8>, _ seen: [Seen]) {
            var (tabs, semicolons, commas, blanks) = (0, 0, 0, 0)
            for line in seen where !line.isComment {
                var (tab, semicolon, comma, blank) = (false, false, false, false)
                for i in line.line.range {
                    switch bytes[i] {
                    case 0x09: tab = true
                    case 0x20: blank = true
                    case UInt8(ascii: ","): comma = true
                    case UInt8(ascii: ";"): semicolon = true
                    default: break
                    }
                }
                if tab { tabs += 1 }
                if semicolon { semicolons += 1 }
                if comma { commas += 1 }
                if blank || tab { blanks += 1 }
            }
            lines = [.tab: tabs, .semicolon: semicolons, .comma: commas, .blanks: blanks]
            hasComma = commas > 0
        }

        /// The highest score that rows parted so could have.
        func mostRows(_ separator: Separator) -> Int { lines[separator] ?? 0 }
    }

    /// Finds the layout; `nil` where no rows of numbers are found.
    static func find(_ bytes: Span<UInt8>, options: ReadOptions) -> TableLayout? {
        let seen = look(bytes, skip: options.skip ?? 0)
        let marks = Marks(bytes, seen)
        var best: (score: Double, layout: TableLayout, first: Int)?
        // Lines without a separator are one cell each, and without a comma the point reads all that the comma does.
        for separator in [Separator.tab, .semicolon, .comma, .blanks] where marks.mostRows(separator) > 0 {
            for comma in [false, true] {
                if comma && separator == .comma { continue }
                if let held = best, held.score >= Double(marks.mostRows(separator)) { continue }
                if let mark = options.decimalMark {
                    if (mark == ",") != comma { continue }
                } else if comma && !marks.hasComma {
                    continue
                }
                guard let found = judge(bytes, seen, separator, comma) else { continue }
                if let held = best, held.score >= found.score { continue }
                var header = HeaderBlock()
                for line in seen.prefix(found.first) { header.add(line.line, bytes) }
                let layout = TableLayout(
                    separator: separator, decimalComma: comma, cells: found.cells, rows: seen[found.first].before,
                    header: header)
                best = (found.score, layout, found.first)
            }
        }
        guard var layout = best?.layout, let first = best?.first else { return nil }
        layout.findNames(bytes, Array(seen.prefix(first)))
        return layout
    }

    private static func look(_ bytes: Span<UInt8>, skip: Int) -> [Seen] {
        var scanner = LineScanner(bytes)
        var seen: [Seen] = []
        for _ in 0..<max(0, skip) { if scanner.next(bytes) == nil { break } }
        while seen.count < lines {
            let before = scanner
            guard let line = scanner.next(bytes) else { break }
            let content = TextBytes.trimmed(bytes, line.range)
            if content.isEmpty { continue }
            seen.append(Seen(before: before, line: line, isComment: CommentMark.stands(bytes, content)))
        }
        return seen
    }

    /// How well rows read with one separator and decimal mark: the sum of each row's share of numbers.
    private static func judge(
        _ bytes: Span<UInt8>, _ seen: [Seen], _ separator: Separator, _ comma: Bool
    ) -> (score: Double, first: Int, cells: Int)? {
        var cells: [Range<Int>] = []
        var score = 0.0
        var counts: [Int?] = []
        for line in seen {
            var count: Int?
            if !line.isComment {
                CellSplitter.split(bytes, line.line.range, at: separator, into: &cells)
                let filled = cells.count { !$0.isEmpty }
                let numbers = cells.count { isNumber(bytes, $0, comma) }
                if numbers >= 2, 2 * numbers >= filled {
                    score += Double(numbers) / Double(filled)
                    count = cells.count
                }
            }
            counts.append(count)
        }
        // The rows start where two lines of equal length follow each other, so that a header's `N 3` is no row.
        // Comments may stand between them.
        let places = seen.indices.filter { !seen[$0].isComment }
        for (rank, i) in places.enumerated() {
            guard let count = counts[i] else { continue }
            if rank + 1 == places.count || counts[places[rank + 1]] == count { return (score, i, count) }
        }
        guard let only = counts.firstIndex(where: { $0 != nil }), let count = counts[only] else { return nil }
        return (score, only, count)
    }

    private static func isNumber(_ bytes: Span<UInt8>, _ cell: Range<Int>, _ comma: Bool) -> Bool {
        if DecimalParser.double(bytes, cell, decimalComma: comma) != nil { return true }
        guard cell.count == 3 else { return false }
        return TextBytes.string(bytes, cell).lowercased() == "nan"
    }

    /// Finds names and units among the lines above the rows.
    private mutating func findNames(_ bytes: Span<UInt8>, _ above: [Seen]) {
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
