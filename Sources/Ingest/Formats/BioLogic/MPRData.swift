internal import Findings
internal import Measurements

/// The data module of a binary EC-Lab file: columns by number, rows packed without padding.
struct MPRData {
    /// The columns read.
    private(set) var columns: ECLabColumns
    /// Their numbers, without lines.
    private(set) var table: NumberTable

    /// A column with its place in a row.
    private struct Field {
        var column: MPRColumn
        var offset: Int
    }

    /// Reads the module.
    /// - Throws: `mpr.unknown-column`, `binary.layout`, `binary.short`, `mpt.no-columns`, `impedance.no-frequency`.
    init(
        _ bytes: Span<UInt8>, _ module: MPRModule, _ source: FileSource, _ findings: inout [Finding]
    ) throws(Failure) {
        var cursor = ByteCursor(source, .little, at: module.start)
        let declared = Int(try cursor.uint32("the number of rows", bytes))
        let (fields, rowSize) = try Self.fields(bytes, &cursor, module)
        let lead = try Self.lead(module, source)
        let found = module.length - declared * rowSize
        guard found == lead else {
            throw Failure(
                .layout(
                    source,
                    "\(declared) rows of \(rowSize) bytes would begin \(found) bytes into the data at byte "
                        + "\(module.start + 1), where this layout has them at \(lead)"))
        }
        columns = try ECLabColumns(
            fields.map(\.column.name), unitSource: "code table", at: source.at(), source: source, &findings)
        let rows = module.start + lead
        let held = min(declared, max(0, bytes.count - rows) / max(1, rowSize))
        if held < declared { findings.append(.cut(source, held, of: declared)) }
        table = NumberTable(columns: Array(repeating: [], count: columns.uses.count))
        fill(bytes, fields, first: rows, size: rowSize, count: held, source, &findings)
    }

    /// The columns with their places in a row; flags share the byte where the first of them stands.
    private static func fields(
        _ bytes: Span<UInt8>, _ cursor: inout ByteCursor, _ module: MPRModule
    ) throws(Failure) -> ([Field], Int) {
        let count =
            module.isNew
            ? Int(try cursor.uint16("the number of columns", bytes))
            : Int(try cursor.uint8("the number of columns", bytes))
        var fields: [Field] = []
        var size = 0
        var flagsAt: Int?
        for _ in 0..<(try cursor.checked(count, of: 2, "column numbers", bytes)) {
            let at = cursor.offset
            let id = try cursor.uint16("a column's number", bytes)
            guard let column = MPRColumn.of(id: id) else {
                throw Failure(.unknownColumn(cursor.source, id, number: fields.count + 1, byte: at + 1))
            }
            if column.width.isFlag, let held = flagsAt {
                fields.append(Field(column: column, offset: held))
                continue
            }
            if column.width.isFlag { flagsAt = size }
            fields.append(Field(column: column, offset: size))
            size += column.width.bytes
        }
        guard size > 0 else {
            throw Failure(.layout(cursor.source, "the data at byte \(module.start + 1) have no column"))
        }
        return (fields, size)
    }

    /// How many bytes stand before the rows.
    private static func lead(_ module: MPRModule, _ source: FileSource) throws(Failure) -> Int {
        switch (module.isNew, module.version) {
        case (false, 2): return 405
        case (false, 3): return 406
        case (true, _): return 1007
        default:
            throw Failure(
                .layout(
                    source,
                    "the data at byte \(module.start + 1) have layout \(module.version), known are 2, 3, 10 and 11"))
        }
    }

    /// Reads the rows; one without a finite number where one is needed is left out.
    private mutating func fill(
        _ bytes: Span<UInt8>, _ fields: [Field], first: Int, size: Int, count: Int, _ source: FileSource,
        _ findings: inout [Finding]
    ) {
        let uses = columns.uses
        var row = [Double](repeating: .nan, count: uses.count)
        var bad: [Int] = []
        for i in 0..<count {
            var cursor = ByteCursor(source, .little)
            var isWhole = true
            for (k, use) in uses.enumerated() {
                let field = fields[use.index]
                cursor.offset = first + i * size + field.offset
                row[k] = Self.value(bytes, &cursor, field.column.width).map { Self.si($0, use.label) } ?? .nan
                if use.isRequired, !row[k].isFinite { isWhole = false }
            }
            guard isWhole else {
                bad.append(i + 1)
                continue
            }
            for k in uses.indices { table.columns[k].append(row[k]) }
        }
        if let at = bad.first { findings.append(.notFinite(source, at, bad.count)) }
    }

    private static func value(_ bytes: Span<UInt8>, _ cursor: inout ByteCursor, _ width: MPRColumn.Width) -> Double? {
        switch width {
        case .float32: (try? cursor.float32("a number", bytes)).map(Double.init)
        case .float64: try? cursor.float64("a number", bytes)
        case .uint16: (try? cursor.uint16("a number", bytes)).map(Double.init)
        case .uint32: (try? cursor.uint32("a number", bytes)).map(Double.init)
        case .flags(let mask): (try? cursor.uint8("flags", bytes)).map { Double($0 & mask) }
        }
    }

    /// A stored number in SI: divided by a power of ten where the unit is smaller, so that it is rounded once.
    private static func si(_ value: Double, _ label: ColumnLabel) -> Double {
        let scaled =
            label.exponent < 0
            ? value / ExactPower.ten(-label.exponent)
            : label.exponent > 0 ? value * ExactPower.ten(label.exponent) : value
        return scaled * label.factor
    }
}

/// What can be wrong with the data of a binary EC-Lab file.
enum MPRDataFindings {
    static let unknownColumn = FindingKind(
        "mpr.unknown-column", .error,
        "A binary EC-Lab file has a column of unknown width, so that no row of it can be read with certainty.")
    static let cut = FindingKind(
        "mpr.cut", .warning, "A binary EC-Lab file ends before its declared rows; the whole rows are kept.")
    static let all = [unknownColumn, cut]
}

extension Finding {
    fileprivate static func unknownColumn(_ source: FileSource, _ id: UInt16, number: Int, byte: Int) -> Finding {
        Finding(
            MPRDataFindings.unknownColumn,
            "column \(number) has the number \(id) (byte \(byte)), which is not known, and with it the width of the rows",
            at: source.at(), fix: "export the file as text (.mpt) from EC-Lab")
    }

    fileprivate static func cut(_ source: FileSource, _ held: Int, of declared: Int) -> Finding {
        Finding(
            MPRDataFindings.cut, "\(declared) rows are declared, the file ends after \(held); these are kept",
            at: source.at(), fix: "copy the file again from the instrument")
    }

    fileprivate static func notFinite(_ source: FileSource, _ first: Int, _ count: Int) -> Finding {
        Finding(
            RowFindings.notFinite,
            "\(count == 1 ? "row \(first) holds" : "\(count) rows, the first of them row \(first), hold") a number "
                + "that is not finite and \(count == 1 ? "is" : "are") left out", at: source.at(),
            fix: "copy the file again from the instrument")
    }
}
