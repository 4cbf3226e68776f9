internal import Findings

/// Collects what is wrong with single rows: the first of each kind with its place, the rest as a count.
struct RowFaults {
    /// The file that is read.
    var source: FileSource
    private var kinds: [(kind: FindingKind, isKept: Bool, first: Finding, others: [Int])] = []
    private var foreign: [Int] = []

    /// Starts with none.
    init(source: FileSource) { self.source = source }

    /// The findings, one a kind.
    var findings: [Finding] {
        var found = kinds.map { _, _, first, others in
            var finding = first
            if !others.isEmpty {
                let shown = others.prefix(5).map(String.init).joined(separator: ", ")
                finding.notes.append(
                    Finding.Note(
                        "the same in \(others.count) further \(others.count == 1 ? "row: line" : "rows: lines") \(shown)\(others.count > 5 ? ", ..." : "")"
                    ))
            }
            return finding
        }
        if let first = foreign.first {
            let lines = foreign.count == 1 ? "1 line" : "\(foreign.count) lines"
            found.append(
                Finding(
                    RowFindings.foreign, "\(lines) of other text among or below the rows left out",
                    at: source.at(first)))
        }
        return found
    }

    /// A line without any number where one is needed: text below a table, or between two.
    mutating func foreign(_ line: TextLine) { foreign.append(line.number) }

    /// A cell that holds no finite number.
    mutating func bad(
        _ line: TextLine, _ place: Int, text: String, column: String, isInfinite: Bool, isCut: Bool
    ) {
        let position = source.at(line.number, place)
        if isCut { return cut(line, position) }
        let shown = text.count > 40 ? String(text.prefix(40)) + "..." : text
        if isInfinite || Self.overflowWords.contains(shown.lowercased()) {
            add(
                RowFindings.notFinite, line.number,
                Finding(
                    RowFindings.notFinite,
                    "\"\(shown)\" in column \"\(column)\" is no finite number; the row is left out", at: position,
                    fix: "remove the row, or measure the point again within the range"))
        } else if shown.isEmpty {
            add(
                RowFindings.emptyCell, line.number,
                Finding(
                    RowFindings.emptyCell, "column \"\(column)\" is empty; the row is left out", at: position,
                    fix: "fill in the number or remove the row"))
        } else {
            add(
                RowFindings.notANumber, line.number,
                Finding(
                    RowFindings.notANumber,
                    "\"\(shown)\" in column \"\(column)\" is not a number; the row is left out", at: position,
                    fix: Self.hasThousands(shown)
                        ? "write numbers without separators of thousands, or pass --decimal comma if it is the decimal mark"
                        : shown.contains(":")
                            ? "write times in seconds, or name the columns without it: --columns \"V=2;I=3\""
                            : shown.contains(",")
                                ? "write a number, or pass --decimal comma if the file uses decimal commas"
                                : "write a number or remove the row"))
        }
    }

    /// A row that ends before a column that is needed.
    mutating func short(_ line: TextLine, _ cells: Int, missing: ColumnUse, isCut: Bool) {
        if isCut { return cut(line, source.at(line.number)) }
        add(
            RowFindings.rowLength, line.number,
            Finding(
                RowFindings.rowLength,
                "the row has \(cells) cells, column \(missing.index + 1) \"\(missing.label.name)\" is missing; "
                    + "the row is left out", at: source.at(line.number), fix: "complete the row or remove it"))
    }

    /// A row of another length than the names'; its numbers are kept.
    mutating func length(_ line: TextLine, _ cells: Int, _ expected: Int) {
        add(
            RowFindings.rowLength, line.number, isKept: true,
            Finding(
                RowFindings.rowLength,
                "the row has \(cells) cells, \(expected) were expected; the needed columns are there and kept",
                at: source.at(line.number), fix: "check that no cell holds a separator"))
    }

    /// A last row without a line end that looks whole.
    mutating func unended(_ line: TextLine) {
        add(
            RowFindings.unended, line.number,
            Finding(
                RowFindings.unended, "the last row has no line end; it is kept, as its last number looks whole",
                at: source.at(line.number)))
    }

    /// A last row that was cut off.
    mutating func cut(_ line: TextLine, _ place: SourcePosition?) {
        let position = place ?? source.at(line.number)
        add(
            RowFindings.truncated, line.number,
            Finding(
                RowFindings.truncated, "the file ends in the middle of a row; that row is left out", at: position,
                fix: "copy or export the file again"))
    }

    private mutating func add(_ kind: FindingKind, _ line: Int, isKept: Bool = false, _ finding: Finding) {
        if let i = kinds.firstIndex(where: { $0.kind == kind && $0.isKept == isKept }) {
            kinds[i].others.append(line)
        } else {
            kinds.append((kind, isKept, finding, []))
        }
    }

    /// Whether a text is a number whose thousands are set apart: `1,000`, `12,500.5`, `1.000,5`.
    static func hasThousands(_ text: String) -> Bool {
        for (mark, decimal) in [(",", "."), (".", ",")] as [(Character, Character)] {
            let whole = text.drop { $0 == "-" || $0 == "+" }.prefix { $0 != decimal }
            let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
            guard groups.count > 1, let first = groups.first, (1...3).contains(first.count) else { continue }
            if groups.dropFirst().allSatisfy({ $0.count == 3 }), groups.allSatisfy({ $0.allSatisfy(\.isNumber) }) {
                return true
            }
        }
        return false
    }

    private static let overflowWords: Set<String> = ["nan", "inf", "-inf", "+inf", "-nan", "over", "infinity"]
}

/// What can be wrong with a row.
enum RowFindings {
    static let notFinite = FindingKind(
        "table.not-finite", .warning, "A cell holds NaN, infinity or a number beyond any double; its row is left out.")
    static let notANumber = FindingKind(
        "table.not-a-number", .warning, "A cell that should hold a number holds something else; its row is left out.")
    static let emptyCell = FindingKind(
        "table.empty-cell", .warning, "A cell that should hold a number is empty; its row is left out.")
    static let rowLength = FindingKind(
        "table.row-length", .warning, "A row has more or fewer cells than the names promise.")
    static let truncated = FindingKind(
        "table.truncated", .warning, "The file ends in the middle of a row: a copy or an export was cut off.")
    static let foreign = FindingKind(
        "table.other-text", .note, "Lines that are no rows stand among or below the rows of a table.")
    static let unended = FindingKind(
        "table.no-line-end", .note, "The file's last row has no line end: the file may have been cut there.")
    static let all = [foreign, unended, notFinite, notANumber, emptyCell, rowLength, truncated]
}
