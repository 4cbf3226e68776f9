/// A column of a source-measure unit by its name: which terminal, what, and which step of an outer variable.
struct SMUColumn: Hashable, Sendable {
    /// Position in the row, from 0.
    var index: Int
    /// The name as the file has it.
    var name: String
    /// Time, voltage or current.
    var role: Quantity
    /// `A`, `Drain`, `Ch1`, `Smu1`; empty for a time that all share.
    var terminal: String
    /// `1` in `DrainI(1)`, `1][2` in `Smu1.V[1][2]`; empty without steps.
    var step: String

    /// Reads `AV`, `DrainI(2)`, `VMeasCh1`, `Time`, `Smu1.V[1][1]`; `nil` for a name of something else.
    init?(_ name: String, index: Int) {
        self.index = index
        self.name = name
        var base = name.trimmingBlanks()
        step = ""
        for (open, close) in [("(", ")"), ("[", "]")] {
            guard base.hasSuffix(close), let start = base.firstIndex(of: Character(open)) else { continue }
            step = String(base[base.index(after: start)...].dropLast())
            base = String(base[..<start])
            break
        }
        guard step.allSatisfy({ $0.isNumber || $0 == "]" || $0 == "[" }) else { return nil }
        var path = ""
        if let dot = base.firstIndex(of: ".") {
            path = String(base[..<dot])
            base = String(base[base.index(after: dot)...])
        }
        if base == "Time" || !path.isEmpty && base == "t" {
            role = .time
            terminal = path
            return
        }
        if !path.isEmpty, base == "V" || base == "I" {
            role = base == "V" ? .voltage : .current
            terminal = path
            return
        }
        if base.hasPrefix("TimeOutput") {
            role = .time
            terminal = ""
            return
        }
        for (mark, role) in [("VMeas", Quantity.voltage), ("IMeas", .current)] where base.hasPrefix(mark) {
            self.role = role
            terminal = String(base.dropFirst(mark.count))
            return
        }
        guard path.isEmpty, base.count > 1, base.last == "V" || base.last == "I" else { return nil }
        role = base.last == "V" ? .voltage : .current
        terminal = String(base.dropLast())
    }

    /// What was measured at its place, in SI, for the record.
    var label: ColumnLabel {
        var label = ColumnLabel(name)
        label.quantity = role
        label.isNegated = false
        label.take(unit: role.unitText, from: "code table")
        return label
    }

    /// The columns that go together among names: terminals that have both a voltage and a current, and times.
    static func measured(_ names: [String]) -> [SMUColumn] {
        var columns: [SMUColumn] = []
        var seen: Set<String> = []
        // The terminal and step of each voltage and current; a terminal has both, a formula called NORM_I has not.
        var places: [Quantity: Set<[String]>] = [:]
        for (i, name) in names.enumerated() {
            guard let column = SMUColumn(name, index: i), seen.insert(name).inserted else { continue }
            columns.append(column)
            places[column.role, default: []].insert([column.terminal, column.step])
        }
        return columns.filter { column in
            guard column.role != .time else { return true }
            let others = places[column.role == .voltage ? .current : .voltage] ?? []
            return others.contains([column.terminal, column.step]) || others.contains([column.terminal, ""])
        }
    }
}
