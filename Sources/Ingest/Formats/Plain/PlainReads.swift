internal import Findings
internal import Measurements

/// Reads in a plain table: a resistance, conductance or current against cycle, pulse or time, with their states.
///
/// States stand side by side (`R_HRS (ohm)`, `R_LRS (ohm)`; `HRS`, `LRS`) or row by row in a column `state`; each state is a
/// recording of its own.
struct PlainReads {
    /// How the table is laid out.
    let layout: TableLayout
    /// Its columns by meaning.
    let columns: ColumnSet
    /// The file.
    let source: FileSource

    /// A column that holds the reads of one state.
    private struct Answer {
        var use: ColumnUse
        var answer: ReadsBuilder.Answer
        var state: String?
    }

    /// Makes the reads; `nil` where the table holds none.
    init?(_ layout: TableLayout, _ columns: ColumnSet, source: FileSource) {
        (self.layout, self.columns, self.source) = (layout, columns, source)
        guard ([.time, .index, .loop] as [Quantity]).contains(where: columns.has), !answers.isEmpty else { return nil }
    }

    /// The reads by their columns: states side by side, else the one quantity that is there.
    private var answers: [Answer] {
        let paired = source.options.columns == nil ? layout.names.indices.compactMap(state) : []
        if !paired.isEmpty { return paired }
        for (quantity, answer) in [(.conductance, .conductance), (.resistance, .resistance), (.current, .current)]
            as [(Quantity, ReadsBuilder.Answer)]
        {
            // A current in time is a trace.
            guard let use = columns.all(quantity).first, quantity != .current || !columns.has(.time) else { continue }
            return [Answer(use: use, answer: answer)]
        }
        return []
    }

    /// A column named after a state.
    private func state(_ i: Int) -> Answer? {
        let (rest, found) = ColumnLabel.unit(of: layout.names[i].trimmingBlanks()) ?? (layout.names[i], "")
        let stated = i < layout.units.count && !layout.units[i].isEmpty ? layout.units[i] : found
        let name = rest.uppercased().filter(\.isLetter)
        let known = ClariusCycles.read(rest) ?? (["HRS", "LRS"].contains(name) ? (.resistance, name) : nil)
        guard var (answer, state) = known else { return nil }
        var label = ColumnLabel(layout.names[i])
        label.quantity = .resistance
        label.isNegated = false
        switch UnitText.parse(stated)?.dimension {
        case .resistance: answer = .resistance
        case .conductance: answer = .conductance
        case .current: answer = .current
        case nil where stated.isEmpty: break
        default: return nil
        }
        label.quantity = answer == .current ? .current : answer == .conductance ? .conductance : .resistance
        label.take(
            unit: stated.isEmpty ? label.quantity?.unitText ?? "" : stated, from: stated.isEmpty ? "assumed" : "header")
        if state == "OFF" { state = "HRS" }
        if state == "ON" { state = "LRS" }
        return Answer(use: ColumnUse(index: i, label: label), answer: answer, state: state)
    }

    /// The recordings, one a state.
    /// - Throws: `reads.no-voltage`, `recording.too-short`.
    func recordings(
        _ bytes: Span<UInt8>, _ origin: Provenance, _ conditions: Conditions, _ stated: TraceShape.Verdict?,
        _ findings: inout [Finding]
    ) throws(Failure) -> [Recording] {
        let answers = answers
        if let only = answers.first, only.state == nil, let quantity = only.use.label.quantity,
            columns.all(quantity).count > 1
        {
            // Two columns of one name: equal they are a note, different nobody can choose.
            findings += try PlainColumns(
                bytes, layout, columns, source: source, required: [quantity], optional: []
            ).findings.filter { $0.code == ColumnFindings.repeated.code }
        }
        var others: [ColumnUse] = []
        for quantity in [.time, .index, .loop, .pulseVoltage, .pulseWidth, .readVoltage] as [Quantity] {
            if let use = columns.all(quantity).first { others.append(use) }
        }
        let reader = TableReader(
            columns: answers.map(\.use)
                + others.map { use in
                    var use = use
                    use.isRequired = use.label.quantity == .time
                    return use
                }, separator: layout.separator, decimalComma: layout.decimalComma,
            expectedCells: layout.names.isEmpty ? layout.cells : max(layout.names.count, layout.cells),
            hasComments: true)
        var scanner = layout.rows
        let table = reader.read(bytes, &scanner, source: source)
        findings += table.findings
        let assumed = (answers.map(\.use) + others).filter { use in
            use.label.unit == nil && use.label.quantity?.dimension != .number || use.label.unitSource == "assumed"
        }
        if !assumed.isEmpty {
            let names = assumed.map { "\"\($0.label.name)\" (\($0.label.quantity?.unitText ?? ""))" }
            findings.append(.assumedUnits(names, at: source.at(layout.namesLine)))
        }
        func column(_ quantity: Quantity) -> [Double] {
            guard let i = others.firstIndex(where: { $0.label.quantity == quantity }) else { return [] }
            return table.columns[answers.count + i]
        }
        let words = states(bytes, table.lines)
        var made: [Recording] = []
        for (i, answer) in answers.enumerated() {
            for state in words.names {
                let rows = table.lines.indices.filter { words.texts.isEmpty || words.texts[$0] == state }
                func pick(_ values: [Double]) -> [Double] { values.isEmpty ? [] : rows.map { values[$0] } }
                var reads = ReadsBuilder(
                    lines: rows.map { table.lines[$0] }, columns: ([answer.use] + others).map(\.source), stated: stated,
                    conditions: conditions)
                reads.answer = answer.answer
                reads.values = pick(table.columns[i])
                reads.time_s = pick(column(.time))
                let count = column(.index)
                reads.index = pick(count.isEmpty ? column(.loop) : count)
                reads.pulse_V = pick(column(.pulseVoltage))
                reads.width_s = pick(column(.pulseWidth))
                reads.read_V = pick(column(.readVoltage))
                if reads.conditions.read_V == nil { reads.conditions.read_V = source.options.read_V }
                reads.conditions.state = answer.state ?? (state.isEmpty ? conditions.state : state)
                made.append(try reads.recording(origin, &findings))
            }
        }
        return made
    }

    /// The word of each row in a column `state`, and the words in the order in which they come; one empty name without.
    private func states(_ bytes: Span<UInt8>, _ lines: [Int]) -> (texts: [String], names: [String]) {
        guard let at = layout.names.firstIndex(where: { $0.trimmingBlanks().lowercased() == "state" }) else {
            return ([], [""])
        }
        let texts = TextCells.read(bytes, layout.rows, separator: layout.separator, column: at, lines: lines)
        var names: [String] = []
        for text in texts where !names.contains(text) {
            names.append(text)
            // As many words as that name something else than states.
            if names.count > 8 { return ([], [""]) }
        }
        return (texts, names)
    }
}
