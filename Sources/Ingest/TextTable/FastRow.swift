/// Reads a usual row in one pass over its bytes: cells cut, numbers taken apart and rounded as they come.
///
/// A row with anything unusual (a quotation mark, a cell that is no number, more or fewer cells, more than 19 digits, an
/// end without a line end) is left to ``TableReader``, which knows what to say of it; the numbers are the same.
struct FastRow {
    /// A column, as the inner loop needs it.
    private struct Step {
        var index: Int
        var slot: Int
        var exponent: Int
        var factor: Double
        var overflow: Double
    }

    /// The byte between cells; a tab where any run of blanks separates.
    private let separator: UInt8
    private let isRun: Bool
    private let mark: UInt8
    private let comment: UInt8
    private let hasComments: Bool
    private let expectedCells: Int
    private let steps: [Step]
    /// The step whose cell's length is told: the last required column.
    private let told: Int

    /// Prepares for a reader; `nil` where its rows cannot be read so (an indent, one column read twice).
    init?(_ reader: TableReader) {
        guard reader.separator != .indented, !reader.columns.isEmpty else { return nil }
        let plan = reader.columns.enumerated().map { slot, column in
            let step = TableReader.Step(column)
            return Step(
                index: step.index, slot: slot, exponent: step.exponent, factor: step.factor, overflow: step.overflow)
        }.sorted { $0.index < $1.index }
        guard Set(plan.map(\.index)).count == plan.count, plan.allSatisfy({ $0.index >= 0 }) else { return nil }
        separator = reader.separator.byte ?? 0x09
        isRun = reader.separator == .blanks
        mark = reader.decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        comment = reader.comment ?? 0
        hasComments = reader.hasComments
        expectedCells = reader.expectedCells ?? 0
        steps = plan
        let last = reader.columns.lazy.filter(\.isRequired).map(\.index).max() ?? 0
        told = plan.firstIndex { $0.index == last } ?? plan.count - 1
    }

    /// Reads the row that starts at `start`.
    /// - Parameter row: gets a number for each column of the reader.
    /// - Parameter length: gets the length of the last required cell.
    /// - Returns: where the next row starts; `nil` where the row is unusual.
    func read(_ bytes: Span<UInt8>, from start: Int, into row: inout [Double], _ length: inout Int) -> Int? {
        let count = bytes.count
        var i = start
        if hasComments {
            // What may be a comment is left to the slow way, which knows.
            var first = start
            while first < count, isBlank(bytes[first]) { first += 1 }
            if first < count, CommentMark.mayStart(bytes[first]) { return nil }
        }
        guard i < count, bytes[i] != comment else { return nil }
        if isRun { pass(bytes, &i) }
        var cell = 0
        var next = 0
        while true {
            if next < steps.count, steps[next].index == cell {
                let step = steps[next]
                if !isRun { pass(bytes, &i) }
                let from = i
                guard let value = number(bytes, &i, step.exponent), abs(value) < step.overflow else { return nil }
                row[step.slot] = value * step.factor
                if next == told { length = i - from }
                if !isRun { pass(bytes, &i) }
                next += 1
            } else {
                while i < count, bytes[i] != separator, !isRun || bytes[i] != 0x20, bytes[i] > 0x0D || bytes[i] == 0x09
                {
                    if bytes[i] == UInt8(ascii: "\"") { return nil }
                    i += 1
                }
            }
            guard i < count else { return nil }
            if isRun {
                let end = i
                pass(bytes, &i)
                guard i < count else { return nil }
                if bytes[i] != 0x0A, bytes[i] != 0x0D {
                    // What follows a number without a blank belongs to its cell.
                    guard i > end else { return nil }
                    cell += 1
                    continue
                }
            } else if bytes[i] == separator {
                cell += 1
                i += 1
                continue
            }
            guard next == steps.count, expectedCells == 0 || cell + 1 == expectedCells else { return nil }
            while i < count, bytes[i] == 0x0D { i += 1 }
            return i < count && bytes[i] == 0x0A ? i + 1 : nil
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && (isRun || byte != separator) }

    /// Goes past blanks that belong to no cell.
    private func pass(_ bytes: Span<UInt8>, _ i: inout Int) {
        while i < bytes.count, isBlank(bytes[i]) { i += 1 }
    }

    /// The number that begins at `i`, which ends behind it; `nil` where none does, or one that is not quickly read.
    private func number(_ bytes: Span<UInt8>, _ i: inout Int, _ shift: Int) -> Double? {
        let count = bytes.count
        guard i < count else { return nil }
        let isNegative = bytes[i] == UInt8(ascii: "-")
        if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
        var mantissa: UInt64 = 0
        let first = i
        while i < count, bytes[i] &- 0x30 < 10 {
            mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 0x30)
            i += 1
        }
        var digits = i - first
        var power = shift
        if i < count, bytes[i] == mark {
            i += 1
            let fraction = i
            while i < count, bytes[i] &- 0x30 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 0x30)
                i += 1
            }
            digits += i - fraction
            power -= i - fraction
        }
        // Nineteen digits always fit into 64 bits.
        guard digits > 0, digits <= 19 else { return nil }
        if i < count, bytes[i] | 0x20 == UInt8(ascii: "e") {
            i += 1
            guard i < count else { return nil }
            let isBelow = bytes[i] == UInt8(ascii: "-")
            if isBelow || bytes[i] == UInt8(ascii: "+") { i += 1 }
            let start = i
            var written = 0
            while i < count, bytes[i] &- 0x30 < 10, i - start < 5 {
                written = written * 10 + Int(bytes[i] &- 0x30)
                i += 1
            }
            guard i > start, i - start < 5 else { return nil }
            power += isBelow ? -written : written
        }
        if mantissa == 0 { return isNegative ? -0.0 : 0 }
        guard let magnitude = ExactDecimal.double(mantissa, power: power) else { return nil }
        return isNegative ? -magnitude : magnitude
    }
}
