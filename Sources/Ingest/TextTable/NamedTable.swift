internal import Measurements

/// A table whose columns a format knows by their exact names, and its numbers once they are read.
struct NamedTable {
    /// A column to look for.
    struct Wanted {
        /// What it means.
        var quantity: Quantity
        /// Its names without unit, the preferred first; capitals and blanks around them aside.
        var names: [String]
        /// Its unit where the names say none.
        var unit = ""
        /// Whether the file stores the negated quantity; `nil` where the name tells.
        var isNegated: Bool?
        /// Whether a row without it is of no use.
        var isRequired = true
    }

    /// The columns found.
    private(set) var uses: [ColumnUse] = []
    /// Their numbers.
    private(set) var numbers = NumberTable(columns: [])

    /// Finds the columns among names; the first of a name wins.
    init(_ wanted: [Wanted], among names: [String]) {
        let plain = names.map { Self.plain($0) }
        for want in wanted {
            let places = want.names.lazy.compactMap { name in plain.firstIndex(of: name.lowercased()) }
            guard let index = places.first else { continue }
            var label = ColumnLabel(names[index])
            label.quantity = want.quantity
            // `Z'(a)` is no current: a text in brackets is a unit only where it measures what the column does.
            let stated = ColumnLabel.unit(of: names[index].trimmingBlanks())?.unit ?? ""
            if UnitText.parse(stated, wanted: want.quantity.dimension)?.dimension == want.quantity.dimension {
                label.take(unit: stated, from: "header")
            } else if !want.unit.isEmpty {
                label.take(unit: want.unit, from: "code table")
            }
            label.quantity = want.quantity
            if let negated = want.isNegated { label.isNegated = negated }
            uses.append(ColumnUse(index: index, label: label, isRequired: want.isRequired))
        }
    }

    /// Whether a column of a quantity was found.
    func has(_ quantity: Quantity) -> Bool { uses.contains { $0.label.quantity == quantity } }

    /// Whether all of these were found.
    func hasAll(_ quantities: Quantity...) -> Bool { quantities.allSatisfy { has($0) } }

    /// Where the columns came from, for the record.
    var sources: [ColumnSource] { uses.map(\.source) }

    /// The numbers of a quantity; empty if there is no such column.
    subscript(quantity: Quantity) -> [Double] {
        guard let i = uses.firstIndex(where: { $0.label.quantity == quantity }), i < numbers.columns.count else {
            return []
        }
        return numbers.columns[i]
    }

    /// Reads the rows up to the end, or up to the first line that `isEnd` says is none.
    mutating func read(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, separator: Separator, source: FileSource,
        expectedCells: Int? = nil, isEnd: (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool = { _, _ in false }
    ) {
        let comma = DecimalMark.isComma(bytes, scanner, separator: separator, option: source.options.decimalMark)
        let reader = TableReader(
            columns: uses, separator: separator, decimalComma: comma, expectedCells: expectedCells)
        numbers = reader.read(bytes, &scanner, source: source, isEnd: isEnd)
    }

    /// A name without its unit, in lower case; primes as apostrophes.
    static func plain(_ name: String) -> String {
        let text = ColumnLabel.unit(of: name.trimmingBlanks())?.rest ?? name.trimmingBlanks()
        return text.trimmingBlanks().lowercased().replacing("\"", with: "''")
    }

    /// The cells of a line of names.
    static func names(_ bytes: Span<UInt8>, _ line: TextLine, _ separator: Separator) -> [String] {
        var cells: [Range<Int>] = []
        CellSplitter.split(bytes, line.range, at: separator, into: &cells)
        return cells.map { TextBytes.string(bytes, $0) }
    }
}
