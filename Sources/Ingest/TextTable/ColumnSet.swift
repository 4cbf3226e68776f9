internal import Findings

/// The columns of a home-made table by meaning: from the user, else from names.
struct ColumnSet {
    private var candidates: [Quantity: [ColumnUse]] = [:]
    private let source: FileSource
    private let line: Int?

    /// Works out what each column is.
    /// - Throws: `columns.syntax`, `columns.missing`, `table.unit-mismatch`.
    init(_ layout: TableLayout, source: FileSource) throws(Failure) {
        self.source = source
        line = layout.namesLine
        var labels = layout.names.map { ColumnLabel($0) }
        for (i, unit) in layout.units.enumerated() where i < labels.count && !unit.isEmpty {
            labels[i].take(unit: unit, from: "unit row")
        }
        let request = try ColumnRequest(source.options)
        if request.entries.isEmpty {
            for (i, label) in labels.enumerated() {
                guard let quantity = label.quantity else { continue }
                candidates[quantity, default: []].append(ColumnUse(index: i, label: label))
            }
        } else {
            for entry in request.entries { try add(entry, labels, layout) }
        }
        for (quantity, unit) in request.units {
            for i in (candidates[quantity] ?? []).indices {
                candidates[quantity]?[i].label.take(unit: unit, from: "user")
            }
        }
        try checkUnits()
    }

    /// Whether any column has the quantity.
    func has(_ quantity: Quantity) -> Bool { candidates[quantity] != nil }

    /// The columns of a quantity, measured ones first.
    func all(_ quantity: Quantity) -> [ColumnUse] {
        let uses = candidates[quantity] ?? []
        let measured = uses.filter { !$0.label.isSetpoint }
        return measured.isEmpty ? uses : measured
    }

    /// Makes a quantity of another kind stand for a missing one.
    mutating func rename(_ quantity: Quantity, to other: Quantity) {
        guard var uses = candidates.removeValue(forKey: quantity) else { return }
        for i in uses.indices { uses[i].label.quantity = other }
        candidates[other] = uses
    }

    /// Names of what was understood, for messages.
    var understood: String {
        let names = candidates.values.flatMap(\.self).sorted { $0.index < $1.index }.map { "\"\($0.label.name)\"" }
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private mutating func add(_ entry: ColumnRequest.Entry, _ labels: [ColumnLabel], _ layout: TableLayout)
        throws(Failure)
    {
        let index: Int
        if let number = Int(entry.column), number >= 1, number <= max(layout.cells, labels.count) {
            index = number - 1
        } else if let named = labels.firstIndex(where: { $0.name == entry.column })
            ?? labels.firstIndex(where: {
                ColumnLabel.unit(of: $0.name)?.rest == entry.column
            })
        {
            index = named
        } else {
            throw Failure(
                Finding(
                    ColumnFindings.missing, "the file has no column \"\(entry.column)\"", at: source.at(line),
                    fix: Suggestion.fix(for: entry.column, in: layout.names.filter { !$0.isEmpty })))
        }
        var label = index < labels.count ? labels[index] : ColumnLabel("")
        if label.name.isEmpty { label.name = "column \(index + 1)" }
        if label.quantity != entry.quantity, let found = ColumnLabel.unit(of: label.name)?.unit {
            label.unit = UnitText.parse(found, wanted: entry.isScaled ? nil : entry.quantity.dimension)
        }
        label.quantity = entry.quantity
        label.isSetpoint = false
        candidates[entry.quantity, default: []].append(
            ColumnUse(index: index, label: label, scale: entry.scale))
    }

    private func checkUnits() throws(Failure) {
        for quantity in Quantity.allCases {
            for use in candidates[quantity] ?? [] {
                guard use.scale == 1 || use.scale == -1, let unit = use.label.unit,
                    unit.dimension != quantity.dimension,
                    quantity.dimension != .number
                else { continue }
                throw Failure(
                    Finding(
                        ColumnFindings.mismatch,
                        "column \"\(use.label.name)\" is taken as \(quantity.rawValue), but its unit "
                            + "\"\(use.label.unitFound)\" is none of \(quantity.unitText)", at: source.at(line),
                        fix: "name the columns: --columns \"V=1;I=2\" --units \"V=V;I=A\""))
            }
        }
    }
}
