import Glibc

/// Householder reduction of columns in a given order, with right-hand sides carried along.
///
/// After k columns the tail of a side, from row `rank` on, is its part orthogonal to them all, so each prefix of the
/// columns is a least-squares fit of its own and costs nothing more: nested models are compared in one pass.
///
/// Goals: correct (a dependent column is passed over, not divided by), then accurate (backward stable), then fast:
/// `4 rows (k/2 + sides)` operations a column. No pivoting: the order of the columns is the order of the models.
/// - Source: Golub and Van Loan, Matrix Computations, 4th ed., algorithm 5.2.1, column by column.
public struct OrderedReduction: Sendable {
    /// Number of rows.
    public let rows: Int
    /// Number of independent columns so far.
    public private(set) var rank = 0
    private var reflectors: [Double] = []
    private var halves: [Double] = []
    private var sides: [Double]
    private let sideCount: Int

    /// Starts with right-hand sides, each [rows], all finite.
    public init(rows: Int, sides list: [[Double]]) {
        precondition(list.allSatisfy { $0.count == rows }, "right-hand sides have as many elements as rows")
        self.rows = rows
        sides = list.flatMap { $0 }
        sideCount = list.count
    }

    /// Adds a column; `false` where it depends on the earlier ones and is passed over.
    ///
    /// - Parameter tolerance: a column counts as dependent when less than this part of its length is new.
    @discardableResult
    public mutating func add(_ column: [Double], tolerance: Double = 1e-11) -> Bool {
        precondition(column.count == rows)
        guard rank < rows else { return false }
        let largest = column.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return false }
        var x = column.map { $0 / largest }
        let whole = BufferView.dot(x, 0, 0, rows)
        for k in 0..<rank {
            let factor = BufferView.dot(reflectors, k * rows + k, with: x, k, rows - k) / halves[k]
            BufferView.add(-factor, times: reflectors, from: k * rows + k, to: &x, k, rows - k)
        }
        let length = BufferView.dot(x, rank, rank, rows - rank).squareRoot()
        guard length > tolerance * whole.squareRoot() else { return false }
        // v = x - alpha e1 with |v|² = 2 alpha (alpha - x1); the sign avoids cancellation.
        let first = x[rank]
        let alpha = first > 0 ? -length : length
        let half = alpha * (alpha - first)
        for i in 0..<rank { x[i] = 0 }
        x[rank] = first - alpha
        reflectors += x
        halves.append(half)
        for s in 0..<sideCount {
            let start = s * rows + rank
            let factor = BufferView.dot(x, rank, with: sides, start, rows - rank) / half
            BufferView.add(-factor, times: x, from: rank, to: &sides, start, rows - rank)
        }
        rank += 1
        return true
    }

    /// Replaces a side by another one, brought to the state of the others.
    public mutating func replace(_ side: Int, by values: [Double]) {
        precondition(values.count == rows)
        var x = values
        for k in 0..<rank {
            let factor = BufferView.dot(reflectors, k * rows + k, with: x, k, rows - k) / halves[k]
            BufferView.add(-factor, times: reflectors, from: k * rows + k, to: &x, k, rows - k)
        }
        sides.replaceSubrange((side * rows)..<((side + 1) * rows), with: x)
    }

    /// Inner product of what is left of two sides.
    public func tailProduct(_ a: Int, _ b: Int) -> Double {
        BufferView.dot(sides, a * rows + rank, b * rows + rank, rows - rank)
    }

    /// What is left of a side, in the rotated frame; shape [rows - rank].
    public func tail(_ side: Int) -> [Double] { Array(sides[(side * rows + rank)..<((side + 1) * rows)]) }

    /// The residual of a side in the frame of the data; shape [rows].
    public func residual(_ side: Int) -> [Double] {
        var x = Array(repeating: 0.0, count: rank) + tail(side)
        for k in stride(from: rank - 1, through: 0, by: -1) {
            let factor = BufferView.dot(reflectors, k * rows + k, with: x, k, rows - k) / halves[k]
            BufferView.add(-factor, times: reflectors, from: k * rows + k, to: &x, k, rows - k)
        }
        return x
    }
}
