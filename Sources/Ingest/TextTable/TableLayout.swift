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
    /// How many suffice where the last half of them are rows already.
    private static let fewLines = 120

    /// A line that was looked at, with the scanner before it.
    struct Seen {
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
        if let early = find(bytes, options, lines: fewLines), early.lastRows >= fewLines / 2 { return early.layout }
        return find(bytes, options, lines: lines)?.layout
    }

    /// The layout that so many lines show, and how many rows end them.
    private static func find(
        _ bytes: Span<UInt8>, _ options: ReadOptions, lines: Int
    ) -> (layout: TableLayout, lastRows: Int)? {
        let seen = look(bytes, skip: options.skip ?? 0, lines: lines)
        let marks = Marks(bytes, seen)
        var best: (score: Double, layout: TableLayout, found: Found)?
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
                best = (found.score, layout, found)
            }
        }
        guard var layout = best?.layout, let found = best?.found else { return nil }
        layout.findNames(bytes, Array(seen.prefix(found.first)))
        return (layout, found.lastRows)
    }

    private static func look(_ bytes: Span<UInt8>, skip: Int, lines: Int) -> [Seen] {
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

    /// What one separator and decimal mark make of the lines.
    private struct Found {
        /// The sum of each row's share of numbers.
        var score: Double
        /// The first row.
        var first: Int
        /// Its cells.
        var cells: Int
        /// How many lines at the end are rows like it.
        var lastRows: Int
    }

    /// How well rows read with one separator and decimal mark.
    private static func judge(
        _ bytes: Span<UInt8>, _ seen: [Seen], _ separator: Separator, _ comma: Bool
    ) -> Found? {
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
        func found(_ first: Int, _ cells: Int) -> Found {
            Found(score: score, first: first, cells: cells, lastRows: counts.reversed().prefix { $0 == cells }.count)
        }
        // The rows start where two lines of equal length follow each other, so that a header's `N 3` is no row.
        // Comments may stand between them.
        let places = seen.indices.filter { !seen[$0].isComment }
        for (rank, i) in places.enumerated() {
            guard let count = counts[i] else { continue }
            if rank + 1 == places.count || counts[places[rank + 1]] == count { return found(i, count) }
        }
        guard let only = counts.firstIndex(where: { $0 != nil }), let count = counts[only] else { return nil }
        return found(only, count)
    }

    private static func isNumber(_ bytes: Span<UInt8>, _ cell: Range<Int>, _ comma: Bool) -> Bool {
        if DecimalParser.double(bytes, cell, decimalComma: comma) != nil { return true }
        guard cell.count == 3 else { return false }
        return TextBytes.string(bytes, cell).lowercased() == "nan"
    }
}
