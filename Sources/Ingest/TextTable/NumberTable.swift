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
}
