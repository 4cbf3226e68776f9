/// The settings of a Clarius test, as they stand in a workbook's sheet or below the rows of an exported table.
struct ClariusSettings {
    /// First value by key: `Test Name`, `Last Executed`, ...
    private(set) var fields: [String: String] = [:]
    /// Values of each terminal by property: `Device Terminal`, `Compliance`, ...
    private(set) var terminals: [String: [String]] = [:]
    /// The user's formulas: text by name.
    private(set) var formulas: [String: String] = [:]

    /// Reads rows of cells.
    init(_ rows: [[String]]) {
        var part = Part.fields
        for row in rows {
            guard let first = row.first(where: { !$0.isEmpty }) else { continue }
            if first.hasPrefix("====") { continue }
            let key = first.hasSuffix(":") ? String(first.dropLast()) : first
            let values = Array(row.drop { $0.isEmpty }.dropFirst())
            if key == "Formulas" {
                part = .formulas
                continue
            }
            if key == "Device Terminal" { part = .terminals }
            switch part {
            case .fields: if fields[key] == nil { fields[key] = values.first ?? "" }
            case .terminals: if terminals[key] == nil { terminals[key] = values }
            case .formulas:
                let text = ([first] + values).joined(separator: ",")
                guard let mark = text.firstIndex(of: "=") else { continue }
                let name = String(text[..<mark]).trimmingBlanks()
                var rule = String(text[text.index(after: mark)...]).trimmingBlanks()
                while rule.hasSuffix(",") { rule.removeLast() }
                if formulas[name] == nil { formulas[name] = rule }
            }
        }
    }

    private enum Part { case fields, terminals, formulas }

    /// The settings of each run in a settings sheet, by its name between lines of `====`; "" is what stands before.
    static func runs(_ rows: [[String]]) -> [String: ClariusSettings] {
        var blocks: [String: [[String]]] = [:]
        var name = ""
        var isTitle = false
        for row in rows {
            let first = row.first { !$0.isEmpty } ?? ""
            if first.hasPrefix("====") {
                isTitle.toggle()
            } else if isTitle {
                name = first
            } else {
                blocks[name, default: []].append(row)
            }
        }
        return blocks.mapValues(ClariusSettings.init)
    }

    /// A property of a terminal: that of its name, else of the only one that sweeps.
    func property(_ key: String, of terminal: String) -> String? {
        guard let values = terminals[key] else { return nil }
        let wanted = terminal.lowercased()
        for names in ["Device Terminal", "Name", "Instrument"] {
            let known = terminals[names, default: []].map { $0.lowercased() }
            if let i = known.firstIndex(of: wanted) ?? known.firstIndex(where: { !$0.isEmpty && $0.hasPrefix(wanted) }),
                i < values.count
            {
                return values[i]
            }
        }
        let modes = terminals["Operation Mode", default: []]
        let sweeping = modes.indices.filter { modes[$0].holds("Sweep") && $0 < values.count }
        return sweeping.count == 1 ? values[sweeping[0]] : nil
    }
}
