/// Linear least squares over every choice of one or two columns of a grid, beside columns that are always there.
///
/// A model with one or two nonlinear parameters is linear once they are held, so a grid of them, each solved exactly,
/// shows all valleys of its sum of squares. Neighbors on the grid are neighbors in the parameter.
///
/// Goals: correct where columns nearly coincide (such choices are passed over), then fast: all columns are freed from
/// the fixed ones once, then a choice costs a few operations. Digits lost: those of the fixed columns' part.
public struct ColumnGrid: Sendable {
    /// Number of columns to choose from.
    public let count: Int
    private let rows: Int
    /// The columns, one after the other, at right angles to the fixed ones.
    private let columns: [Double]
    private let lengths: [Double]
    private let products: [Double]
    /// Sum of squares that the fixed columns alone leave.
    public let total: Double

    /// Frees columns and right side from the fixed columns.
    ///
    /// - Shape: `fixed` and `columns` are lists of columns of `right.count` values, all finite.
    public init(fixed: [[Double]], columns list: [[Double]], right: [Double]) {
        let n = right.count
        rows = n
        count = list.count
        precondition((fixed + list).allSatisfy { $0.count == right.count }, "columns of a grid have equal length")
        var all = fixed.flatMap { $0 } + list.flatMap { $0 } + right
        let width = fixed.count + list.count + 1
        let before = (0..<width).map { BufferView.dot(all, $0 * n, $0 * n, n) }
        for k in fixed.indices {
            let square = BufferView.dot(all, k * n, k * n, n)
            guard square > 1e-20 * before[k] else { continue }
            for j in (k + 1)..<width {
                let part = BufferView.dot(all, k * n, j * n, n) / square
                BufferView.add(-part, &all, from: k * n, to: j * n, n)
            }
        }
        let last = all.count - rows
        let indices = fixed.count..<(width - 1)
        // A column that the fixed ones make up to six digits of its square is none of its own.
        lengths = indices.map { j in
            let square = BufferView.dot(all, j * n, j * n, n)
            return square > 1e-6 * before[j] ? square : 0
        }
        products = indices.map { BufferView.dot(all, $0 * n, last, n) }
        total = BufferView.dot(all, last, last, n)
        columns = Array(all[(fixed.count * n)..<last])
    }

    /// Sum of squares that the fixed columns and one of the grid leave; infinite where it is a sum of the fixed ones.
    public func left(by j: Int) -> Double {
        lengths[j] > 0 ? total - products[j] * products[j] / lengths[j] : .infinity
    }

    /// Coefficient of one column of the grid in the least-squares fit with the fixed ones.
    public func coefficient(of j: Int) -> Double { lengths[j] > 0 ? products[j] / lengths[j] : 0 }

    /// The columns whose sum of squares is lower than that of their neighbors, best first.
    public func singles(limit: Int) -> [Int] {
        let left = lengths.indices.map(left(by:))
        let valleys = left.indices.filter { i in
            left[i].isFinite && (i == 0 || left[i] <= left[i - 1]) && (i == count - 1 || left[i] < left[i + 1])
        }
        return Array(valleys.sorted { left[$0] < left[$1] }.prefix(limit))
    }

    /// The pairs whose sum of squares is lower than that of the eight pairs around, best first; first below second.
    public func pairs(limit: Int) -> [(Int, Int)] {
        guard count >= 2 else { return [] }
        // A frame of infinities around the grid spares the question whether a neighbor is there.
        let width = count + 2
        var left = Array(repeating: Double.infinity, count: width * width)
        for i in 0..<(count - 1) where lengths[i] > 0 {
            for j in (i + 1)..<count where lengths[j] > 0 {
                let cross = BufferView.dot(columns, i * rows, j * rows, rows)
                let determinant = lengths[i] * lengths[j] - cross * cross
                guard determinant > 1e-8 * lengths[i] * lengths[j] else { continue }
                let (a, b) = (products[i], products[j])
                let gain = (a * a * lengths[j] - 2 * a * b * cross + b * b * lengths[i]) / determinant
                left[(i + 1) * width + j + 1] = total - gain
            }
        }
        let around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]
        let valleys = left.indices.filter { place in
            left[place].isFinite && around.allSatisfy { left[place] <= left[place + $0] }
        }
        return valleys.sorted { left[$0] < left[$1] }.prefix(limit).map { ($0 / width - 1, $0 % width - 1) }
    }
}
