internal import Findings

/// The numbers of a table, column by column, in SI; a number that an optional column lacks is not a number.
struct NumberTable: Sendable {
    /// One array a column of the request, all of the same length.
    var columns: [[Double]]
    /// The line of each row.
    var lines: [Int] = []
    /// What was found in the rows.
    var findings: [Finding] = []

    /// Number of rows.
    var count: Int { lines.count }

    /// Takes room for about so many rows, so that long tables are not copied as they grow.
    mutating func reserve(rows: Int) {
        // A first row that is shorter than the others must not claim the memory of a larger file.
        let room = min(rows + rows / 64, 1 << 28)
        lines.reserveCapacity(room)
        for i in columns.indices { columns[i].reserveCapacity(room) }
    }

    /// Adds a row.
    mutating func append(_ row: [Double], line: Int) {
        for i in columns.indices { columns[i].append(row[i]) }
        lines.append(line)
    }
}
