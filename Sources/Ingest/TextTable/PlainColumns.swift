internal import Findings
internal import Glibc
internal import Measurements

/// The columns of a plain table as numbers, each quantity once.
struct PlainColumns {
    /// The line of each row.
    private(set) var lines: [Int]
    /// What was found.
    private(set) var findings: [Finding]
    private var uses: [Quantity: ColumnUse] = [:]
    private var values: [Quantity: [Double]] = [:]
    private var order: [Quantity] = []

    /// Reads the rows.
    /// - Throws: `table.ambiguous-column`.
    init(
        _ bytes: Span<UInt8>, _ layout: TableLayout, _ columns: ColumnSet, source: FileSource, required: [Quantity],
        optional: [Quantity]
    ) throws(Failure) {
        var asked: [ColumnUse] = []
        for quantity in required + optional {
            for (rank, use) in columns.all(quantity).enumerated() {
                var use = use
                use.isRequired = rank == 0 && required.contains(quantity)
                asked.append(use)
            }
        }
        let reader = TableReader(
            columns: asked, separator: layout.separator, decimalComma: layout.decimalComma,
            expectedCells: layout.names.isEmpty ? layout.cells : max(layout.names.count, layout.cells),
            hasComments: true)
        var scanner = layout.rows
        let table = reader.read(bytes, &scanner, source: source)
        lines = table.lines
        findings = table.findings
        for (i, use) in asked.enumerated() {
            guard let quantity = use.label.quantity else { continue }
            guard let held = uses[quantity] else {
                uses[quantity] = use
                values[quantity] = table.columns[i]
                order.append(quantity)
                continue
            }
            let isEqual = values[quantity] == table.columns[i]
            if !isEqual, required.contains(quantity) { throw Failure(.ambiguous(source, layout.namesLine, held, use)) }
            findings.append(.repeated(source, layout.namesLine, held, use, isEqual: isEqual))
        }
        noteAssumed(source, layout.namesLine)
    }

    /// The numbers of a quantity; empty if there is no such column.
    subscript(quantity: Quantity) -> [Double] { values[quantity] ?? [] }

    /// The numbers of a quantity where every row has one; else empty.
    func whole(_ quantity: Quantity) -> [Double] {
        let numbers = self[quantity]
        return numbers.allSatisfy(\.isFinite) ? numbers : []
    }

    /// How the columns became SI, in the order asked.
    var sources: [ColumnSource] { order.compactMap { uses[$0]?.source } }

    /// Whether the file stores the negated quantity.
    func isNegated(_ quantity: Quantity) -> Bool {
        uses[quantity].map { $0.label.isNegated != ($0.scale < 0) } ?? false
    }

    /// Whether a column's unit is assumed.
    func isAssumed(_ quantity: Quantity) -> Bool { uses[quantity]?.label.unitSource == "assumed" }

    /// Multiplies a column whose unit was found out later.
    mutating func scale(_ quantity: Quantity, by factor: Double, unit: String) {
        values[quantity] = self[quantity].map { $0 * factor }
        uses[quantity]?.scale *= factor
        uses[quantity]?.label.unitFound = unit
    }

    private mutating func noteAssumed(_ source: FileSource, _ line: Int?) {
        var names: [String] = []
        for quantity in order where quantity.dimension != .number {
            guard let use = uses[quantity], use.label.unit == nil else { continue }
            uses[quantity]?.label.unitSource = "assumed"
            names.append("\"\(use.label.name)\" (\(quantity == .phaseZ ? "?" : quantity.unitText))")
        }
        guard !names.isEmpty else { return }
        findings.append(
            .assumedUnits(names, at: source.at(line)))
    }
}

/// The angles of polar impedances.
enum Trigonometry {
    /// One degree in radians.
    static let radiansPerDegree = Double.pi / 180
    /// Cosine of an angle in radians.
    static func cosine(_ angle_rad: Double) -> Double { cos(angle_rad) }
    /// Sine of an angle in radians.
    static func sine(_ angle_rad: Double) -> Double { sin(angle_rad) }
}

extension Finding {
    /// Units that the file does not say.
    /// - Parameter columns: each with its unit, as `"Voltage" (V)`.
    static func assumedUnits(_ columns: [String], at place: SourcePosition) -> Finding {
        Finding(
            ColumnFindings.assumed, "no unit is given for \(columns.joined(separator: ", ")); taken as SI", at: place,
            fix: "write units in the names, as in \"Voltage (V)\", or pass --units")
    }

    fileprivate static func ambiguous(_ source: FileSource, _ line: Int?, _ a: ColumnUse, _ b: ColumnUse) -> Finding {
        let quantity = a.label.quantity?.rawValue ?? ""
        return Finding(
            ColumnFindings.ambiguous,
            "columns \(a.index + 1) \"\(a.label.name)\" and \(b.index + 1) \"\(b.label.name)\" could both be "
                + "\(quantity), and their numbers differ", at: source.at(line),
            fix: "name the one that is meant: --columns \"\(quantity)=\(a.index + 1);...\"")
    }

    fileprivate static func repeated(
        _ source: FileSource, _ line: Int?, _ a: ColumnUse, _ b: ColumnUse, isEqual: Bool
    ) -> Finding {
        Finding(
            ColumnFindings.repeated,
            "columns \(a.index + 1) \"\(a.label.name)\" and \(b.index + 1) \"\(b.label.name)\" mean the same"
                + (isEqual ? " and hold the same numbers" : "") + "; the first is used", at: source.at(line),
            fix: "rename or remove one of them")
    }
}
