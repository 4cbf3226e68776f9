internal import Findings
internal import Measurements

/// The rows of an RRAM table as numbers, of whatever length they are.
struct RRAMRows {
    /// The numbers of each row.
    private(set) var rows: [[Double]] = []
    /// The line of each row.
    private(set) var lines: [Int] = []
    /// The file.
    let source: FileSource

    /// Reads the rows; what is no number is a finding, and ends its row.
    init(_ bytes: Span<UInt8>, _ source: FileSource, _ findings: inout [Finding]) {
        self.source = source
        var scanner = LineScanner(bytes)
        var faults = RowFaults(source: source)
        var cells: [Range<Int>] = []
        let comma = DecimalMark.isComma(bytes, scanner, separator: .tab, option: source.options.decimalMark)
        while let line = scanner.next(bytes) {
            CellSplitter.split(bytes, line.range, at: .tab, into: &cells)
            while let last = cells.last, last.isEmpty { cells.removeLast() }
            var row: [Double] = []
            for cell in cells {
                guard let value = DecimalParser.double(bytes, cell, decimalComma: comma), value.isFinite else { break }
                row.append(value)
            }
            if row.count < cells.count {
                let cell = cells[row.count]
                faults.bad(
                    line, cell.lowerBound - line.range.lowerBound + 1, text: TextBytes.string(bytes, cell),
                    column: "\(row.count + 1)", isInfinite: false, isCut: !line.isEnded)
                continue
            }
            guard !row.isEmpty else { continue }
            if !line.isEnded { faults.unended(line) }
            rows.append(row)
            lines.append(line.number)
        }
        findings += faults.findings
    }
}

/// What the columns of an RRAM table hold, by the user's word.
enum RRAMLayout: String, CaseIterable {
    case cycling, forming, read, sweep

    /// Least cells of a row.
    private var cells: Int {
        switch self {
        case .read: 1
        case .cycling: 3
        case .forming: 4
        case .sweep: 6
        }
    }

    /// The reads of each cell, in the order in which cells appear.
    func reads(_ table: RRAMRows, _ findings: inout [Finding]) -> [ReadsBuilder] {
        var kept: [Int] = []
        var short: [Int] = []
        for i in table.rows.indices {
            if table.rows[i].count >= cells { kept.append(i) } else { short.append(table.lines[i]) }
        }
        if let first = short.first {
            findings.append(
                Finding(
                    RRAMFindings.ragged,
                    "\(short.count) \(short.count == 1 ? "row has" : "rows have") fewer than the \(cells) cells of layout "
                        + "\"\(rawValue)\"; left out", at: table.source.at(first)))
        }
        if self == .read { return [series(kept, table, answers: [0], "")] }
        var addresses: [Double] = []
        var byAddress: [Double: [Int]] = [:]
        for i in kept {
            let address = table.rows[i][0]
            if byAddress[address] == nil { addresses.append(address) }
            byAddress[address, default: []].append(i)
        }
        return addresses.flatMap { address -> [ReadsBuilder] in
            let rows = byAddress[address] ?? []
            let name = "cell " + (Int(exactly: address).map(String.init) ?? "\(address)")
            switch self {
            case .cycling:
                return [("HRS", 1), ("LRS", 2)].map { state, start in cycles(rows, table, start, name, state) }
            case .forming: return [series(rows, table, answers: [3], name, pulse: 2)]
            case .sweep: return [series(rows, table, answers: [5], name, pulse: 2, width: 1)]
            case .read: return []
            }
        }
    }

    /// Reads that stand one a row.
    private func series(
        _ rows: [Int], _ table: RRAMRows, answers: [Int], _ name: String, pulse: Int? = nil, width: Int? = nil
    ) -> ReadsBuilder {
        var reads = ReadsBuilder()
        for i in rows {
            for answer in answers {
                reads.values.append(table.rows[i][answer])
                reads.lines.append(table.lines[i])
                if let pulse { reads.pulse_V.append(table.rows[i][pulse]) }
                if let width { reads.width_s.append(table.rows[i][width] * 1e-9) }
            }
        }
        reads.columns = answers.map { Self.column(.resistance, $0, "ohm", 1) }
        if let pulse { reads.columns.append(Self.column(.pulseVoltage, pulse, "V", 1)) }
        if let width { reads.columns.append(Self.column(.pulseWidth, width, "ns", 1e-9)) }
        settle(&reads, name, nil)
        reads.stated = TraceShape.Verdict(
            kind: self == .read ? .endurance : .pulses, reason: "layout \"\(rawValue)\" by the user")
        return reads
    }

    /// Every second resistance of a row: one state's, cycle by cycle.
    private func cycles(_ rows: [Int], _ table: RRAMRows, _ start: Int, _ name: String, _ state: String) -> ReadsBuilder
    {
        var reads = ReadsBuilder()
        for i in rows {
            for cell in stride(from: start, to: table.rows[i].count, by: 2) {
                reads.values.append(table.rows[i][cell])
                reads.lines.append(table.lines[i])
            }
        }
        reads.columns = [Self.column(.resistance, start, "ohm", 1)]
        settle(&reads, name, state)
        reads.stated = TraceShape.Verdict(kind: .endurance, reason: "layout \"cycling\" by the user")
        return reads
    }

    private func settle(_ reads: inout ReadsBuilder, _ name: String, _ state: String?) {
        var settings = ["layout": rawValue]
        if !name.isEmpty { settings["cell"] = name }
        reads.conditions.settings = settings
        let parts = [name.isEmpty ? nil : name, state].compactMap(\.self)
        reads.conditions.state = parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func column(_ quantity: Quantity, _ i: Int, _ unit: String, _ factor: Double) -> ColumnSource {
        ColumnSource(
            quantity: quantity.rawValue, name: "column \(i + 1)", number: i + 1, unit: unit, unitSource: "user",
            factor: factor)
    }
}
