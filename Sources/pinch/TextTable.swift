/// A small table as text: aligned for a terminal, or Markdown for the manual.
struct TextTable: Sendable {
    let head: [String]
    let rows: [[String]]

    /// A table; each row has as many cells as the head.
    init(_ head: [String], _ rows: [[String]]) {
        self.head = head
        self.rows = rows
    }

    /// Columns aligned by blanks, the last one left as it is.
    var plain: String {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }.joined()
        }.joined(separator: "\n") + "\n"
    }

    /// A Markdown table; bars inside cells are escaped.
    var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { cell in cell.map { $0 == "|" ? "\\|" : String($0) }.joined() }.joined(separator: " | ")
                + " |"
        }
        return ([line(head), line(head.map { _ in "---" })] + rows.map(line)).joined(separator: "\n") + "\n"
    }
}
