internal import Findings
internal import Measurements

/// A table of source-measure units: times, voltages and currents of terminals, in steps of an outer variable.
struct SMUTable {
    /// The columns that were measured.
    var columns: [SMUColumn]
    /// The numbers of each; not a number where a cell has none.
    var values: [[Double]]
    /// The line, or the row of a sheet, of each row.
    var lines: [Int]

    /// One trace: the swept terminal in one step.
    struct Part {
        /// The terminal whose voltage runs.
        var terminal: String
        /// The step; empty without steps.
        var step: String
        /// Its columns.
        var trace: TraceBuilder
        /// Voltages of the other terminals where they are constant, by column name.
        var held: [(name: String, voltage_V: Double)]
        /// Rows in which only a part of the columns has numbers.
        var brokenLines: [Int]
    }

    /// Reads the measured columns from text.
    ///
    /// The columns of the first step are required of every row; later steps may be shorter.
    init(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, names: [String], separator: Separator, source: FileSource,
        _ findings: inout [Finding], isEnd: (_ bytes: Span<UInt8>, _ line: TextLine) -> Bool = { _, _ in false }
    ) {
        columns = SMUColumn.measured(names)
        let first = columns.first { !$0.step.isEmpty }?.step ?? ""
        let uses = columns.map { column in
            ColumnUse(index: column.index, label: column.label, isRequired: column.step == first || column.step.isEmpty)
        }
        let reader = TableReader(columns: uses, separator: separator)
        var lastIsEnded = true
        let table = reader.read(bytes, &scanner, source: source) { bytes, line in
            if isEnd(bytes, line) { return true }
            lastIsEnded = line.isEnded
            return false
        }
        values = table.columns
        lines = table.lines
        findings += table.findings
        // The cut number of a last row may stand in a step that need not be there.
        if !lastIsEnded, uses.contains(where: { !$0.isRequired }), lines.last == scanner.line {
            for i in values.indices { values[i].removeLast() }
            lines.removeLast()
            findings.append(
                Finding(
                    RowFindings.truncated, "the file ends without a line end; its last row is left out",
                    at: source.at(scanner.line), fix: "copy or export the file again"))
        }
    }

    /// Takes the measured columns of a sheet's rows.
    init(_ rows: [WorkbookRow], names: [String]) {
        columns = SMUColumn.measured(names)
        lines = rows.map(\.number)
        values = columns.map { column in rows.map { $0[column.index].number ?? .nan } }
        mendSingles()
    }

    /// Takes single precision for what it means.
    ///
    /// Clarius computes in it and writes its numbers as doubles: -0.200000002980232 is -0.2.
    mutating func mendSingles() {
        for i in values.indices { values[i] = SinglePrecision.mended(values[i]) }
    }

    /// The parts, in the order of their first columns.
    func parts() -> [Part] {
        var steps: [String] = []
        var seen: Set<String> = []
        var places: [String: [Int]] = [:]
        for (i, column) in columns.enumerated() {
            if column.role == .current, seen.insert(column.step).inserted { steps.append(column.step) }
            places[column.step, default: []].append(i)
        }
        return steps.compactMap { step in
            // A column without a step of its own (a common sweep, one clock) stands for all steps.
            let common = step.isEmpty ? [] : places["", default: []]
            return part(step, (places[step, default: []] + common).sorted())
        }
    }

    private func part(_ step: String, _ own: [Int]) -> Part? {
        let terminals = own.filter { columns[$0].role == .current && columns[$0].step == step }
        var best: (current: Int, voltage: Int, span: Double)?
        for current in terminals {
            guard
                let voltage = own.first(where: {
                    columns[$0].role == .voltage && columns[$0].terminal == columns[current].terminal
                })
            else { continue }
            let span = Self.span(values[voltage])
            if best == nil || span > (best?.span ?? 0) { best = (current, voltage, span) }
        }
        guard let best else { return nil }
        let terminal = columns[best.current].terminal
        let time =
            own.first { columns[$0].role == .time && columns[$0].terminal == terminal }
            ?? own.first { columns[$0].role == .time }
        var trace = TraceBuilder(lines: lines)
        trace.voltage_V = values[best.voltage]
        trace.current_A = values[best.current]
        if let time, values[time].contains(where: \.isFinite) { trace.time_s = values[time] }
        let used = [best.voltage, best.current] + (trace.time_s.isEmpty ? [] : [time].compactMap(\.self))
        trace.columns = used.map { ColumnUse(index: columns[$0].index, label: columns[$0].label).source }
        // Rows below a shorter step are blank in all its columns: nothing is lost there.
        let isOwn = columns[best.voltage].step == step
        let broken = lines.indices.filter { i in
            if trace.current_A[i].isNaN { return isOwn && trace.voltage_V[i].isFinite }
            return trace.voltage_V[i].isNaN || i < trace.time_s.count && trace.time_s[i].isNaN
        }
        let brokenLines = broken.map { lines[$0] }
        _ = trace.keepFinite()
        return Part(
            terminal: terminal, step: step, trace: trace, held: held(own, except: terminal),
            brokenLines: brokenLines)
    }

    private func held(_ own: [Int], except terminal: String) -> [(name: String, voltage_V: Double)] {
        own.compactMap { i in
            guard columns[i].role == .voltage, columns[i].terminal != terminal,
                let first = values[i].first(where: \.isFinite), Self.span(values[i]) <= 1e-3 * max(abs(first), 1e-3)
            else { return nil }
            return (columns[i].name, first)
        }
    }

    private static func span(_ values: [Double]) -> Double {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return -1 }
        return high - low
    }
}

/// Numbers that were single precision before they were written with fifteen digits.
enum SinglePrecision {
    /// The shortest decimals that mean these numbers, where all of them are single precision; else the numbers.
    static func mended(_ values: [Double]) -> [Double] {
        var mended: [Double] = []
        mended.reserveCapacity(values.count)
        for value in values {
            guard value.isFinite else {
                mended.append(value)
                continue
            }
            let single = Float(value)
            // Fifteen digits are within 5e-15 of what they stand for.
            guard abs(Double(single) - value) <= 6e-15 * abs(value), let short = Double(single.description) else {
                return values
            }
            mended.append(short)
        }
        return mended
    }
}
