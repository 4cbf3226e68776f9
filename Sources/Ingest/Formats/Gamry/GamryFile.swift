internal import Findings
internal import Measurements

/// A Gamry file taken apart: header values and tables.
struct GamryFile {
    /// One table: its name, the places of its names and the numbers of the columns that are used.
    struct Table {
        /// `ZCURVE`, `CURVE`, `CURVE1`, `OCVCURVE`, ...
        var name: String
        /// Line that opens it.
        var line: Int
        /// The columns used.
        var uses: [ColumnUse]
        /// The numbers.
        var numbers: NumberTable

        /// The numbers of a quantity; empty if there is no such column.
        subscript(quantity: Quantity) -> [Double] {
            guard let i = uses.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
            return numbers.columns[i]
        }
    }

    /// The tables, in the order of the file.
    private(set) var tables: [Table] = []
    /// What was found on the way.
    private(set) var findings: [Finding] = []
    private var header: [String: [String]] = [:]
    private var places: [String: Int] = [:]

    /// The value of a header's key.
    subscript(key: String) -> String? {
        guard let fields = header[key], fields.count > 2 else { return nil }
        return fields[2]
    }

    /// The number of a header's key.
    func number(_ key: String) -> Double? { self[key].flatMap(ConditionFields.number) }

    /// Where a header's key stands.
    func place(_ key: String, _ source: FileSource) -> SourcePosition { source.at(places[key]) }

    /// The technique.
    var technique: String { header["TAG"].flatMap { $0.count > 1 ? $0[1] : nil } ?? "" }

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        while let line = scanner.next(bytes) {
            let fields = Self.fields(bytes, line)
            guard fields.count >= 2, !fields[0].isEmpty else { continue }
            if fields[1] == "TABLE" {
                readTable(bytes, &scanner, source, line: line.number, fields)
                continue
            }
            if header[fields[0]] == nil {
                header[fields[0]] = fields
                places[fields[0]] = line.number
            }
            if fields[0] == "EXPERIMENTABORTED", fields.count > 2, fields[2] == "T" {
                findings.append(.aborted(at: source.at(line.number)))
            }
        }
    }

    private mutating func readTable(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, line: Int, _ opening: [String]
    ) {
        guard let names = scanner.next(bytes), let units = scanner.next(bytes) else { return }
        var labels = Self.cells(bytes, names).map { ColumnLabel($0) }
        for (i, unit) in Self.cells(bytes, units).enumerated() where i < labels.count {
            labels[i].take(unit: unit, from: "unit row")
        }
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        let uses = Self.uses(labels, isImpedance: opening[0] == "ZCURVE")
        let reader = TableReader(columns: uses, separator: .indented, decimalComma: comma)
        let numbers = reader.read(bytes, &scanner, source: source) { bytes, line in
            line.range.isEmpty || !TextBytes.isBlank(bytes[line.range.lowerBound])
        }
        tables.append(Table(name: opening[0], line: line, uses: uses, numbers: numbers))
        guard opening[0] != "OCVCURVE" else { return }
        findings += numbers.findings
        HeaderCheck.count(
            opening.count > 2 ? Int(opening[2]) : nil, holds: numbers.count, "\"\(opening[0])\"", at: source.at(line),
            &findings)
    }

    private static func fields(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        TextBytes.string(bytes, line.range).split(separator: "\t", omittingEmptySubsequences: false)
            .map { String($0).trimmingBlanks() }
    }

    /// The cells of a line that an indent starts.
    private static func cells(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        let fields = fields(bytes, line)
        return fields.first == "" ? Array(fields.dropFirst()) : fields
    }

    /// The columns to read; drift-corrected impedances stand for the raw ones.
    private static func uses(_ labels: [ColumnLabel], isImpedance: Bool) -> [ColumnUse] {
        let wanted: [(Quantity, [String], Bool)] =
            isImpedance
            ? [
                (.frequency, ["Freq"], true), (.realZ, ["ZrealDrCor", "Zreal"], true),
                (.imaginaryZ, ["ZimagDrCor", "Zimag"], true), (.voltage, ["Vdc"], false),
                (.time, ["Time", "T"], false),
            ] : [(.time, ["T", "Time"], true), (.voltage, ["Vf"], true), (.current, ["Im"], true)]
        var uses: [ColumnUse] = []
        for (quantity, names, isRequired) in wanted {
            for name in names {
                guard let i = labels.firstIndex(where: { $0.name == name }) else { continue }
                var label = labels[i]
                label.quantity = quantity
                uses.append(ColumnUse(index: i, label: label, isRequired: isRequired))
                break
            }
        }
        return uses
    }
}
