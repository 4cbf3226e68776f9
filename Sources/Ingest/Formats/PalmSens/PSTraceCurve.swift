internal import Measurements

/// A pair of columns of a PSTrace CSV file, such as `V,µA`: a curve.
struct PSTraceCurve {
    /// Its title; empty where it has none.
    let title: String
    /// Position of its first column, from 0.
    let first: Int
    /// Where its columns came from.
    let columns: [ColumnSource]
    /// Voltage in V, or time in s.
    private(set) var x: [Double] = []
    /// Current, A.
    private(set) var current_A: [Double] = []
    /// The line of each pair.
    private(set) var lines: [Int] = []
    private let uses: [ColumnUse]

    /// Starts a curve whose units are a voltage's or a time's, and a current's.
    init(title: String, first: Int, units: (String, String)) {
        self.title = title
        self.first = first
        let isSweep = UnitText.parse(units.0)?.dimension == .voltage
        let named: [(Quantity, String)] = [(isSweep ? .voltage : .time, units.0), (.current, units.1)]
        uses = named.enumerated().map { i, column in
            var label = ColumnLabel(column.1)
            label.quantity = column.0
            label.take(unit: column.1, from: "unit row")
            return ColumnUse(index: first + i, label: label)
        }
        columns = uses.map(\.source)
    }

    /// Whether the first column is a voltage.
    var isSweep: Bool { uses.first?.label.quantity == .voltage }

    /// Takes a row's pair; `false` where one of its cells is no finite number.
    mutating func take(_ bytes: Span<UInt8>, _ x: Range<Int>, _ y: Range<Int>, _ line: Int) -> Bool {
        guard uses.count == 2, let a = number(bytes, x, uses[0].label), let b = number(bytes, y, uses[1].label) else {
            return false
        }
        self.x.append(a)
        current_A.append(b)
        lines.append(line)
        return true
    }

    private func number(_ bytes: Span<UInt8>, _ cell: Range<Int>, _ label: ColumnLabel) -> Double? {
        guard let value = DecimalParser.double(bytes, cell, exponent: label.exponent), value.isFinite else {
            return nil
        }
        return value * label.factor
    }
}
