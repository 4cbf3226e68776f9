internal import Findings
internal import Measurements

/// What a plain table holds, by its columns: a spectrum, a sweep or trace, or reads.
struct PlainContent {
    /// How the table is laid out.
    var layout: TableLayout
    /// Its columns by meaning.
    var columns: ColumnSet
    /// The file.
    var source: FileSource
    /// What was found.
    private(set) var findings: [Finding] = []

    /// Takes a layout and its columns.
    init(layout: TableLayout, columns: ColumnSet, source: FileSource) {
        self.layout = layout
        self.columns = columns
        self.source = source
    }

    /// The recordings.
    mutating func recordings(_ bytes: Span<UInt8>, format: String) throws(Failure) -> [Recording] {
        let fields = layout.header.fields(source: source)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: format)
        origin.instrument = (fields["instrument"] ?? fields["Instrument"] ?? fields["Device"])?.text ?? ""
        origin.measuredAt = DateText.iso((fields["measured_at"] ?? fields["date"] ?? fields["Date"])?.text ?? "")
        var conditions = Conditions()
        ConditionFields.apply(fields, to: &conditions, &findings)
        let stated = ConditionFields.kind(fields["kind"], &findings).map {
            TraceShape.Verdict(kind: $0, reason: "the file's header says so")
        }
        if !columns.has(.voltage), !columns.has(.frequency) { columns.rename(.bias, to: .voltage) }
        let hasZ = columns.has(.realZ) && columns.has(.imaginaryZ) || columns.has(.modulusZ) && columns.has(.phaseZ)
        if hasZ || (columns.has(.frequency) && !columns.has(.current)) {
            guard columns.has(.frequency) else { throw Failure(.noFrequency(source, layout.namesLine)) }
            if hasZ { return try spectra(bytes, origin, conditions) }
        }
        if columns.has(.current), columns.has(.voltage) || columns.has(.time) {
            return [try trace(bytes, origin, conditions, stated)]
        }
        if let reads = PlainReads(layout, columns, source: source) {
            return try reads.recordings(bytes, origin, conditions, stated, &findings)
        }
        if columns.has(.currentDensity) { throw Failure(.density(source, layout.namesLine)) }
        return try headerless(bytes, origin, conditions)
    }

    private mutating func spectra(
        _ bytes: Span<UInt8>, _ origin: Provenance, _ conditions: Conditions
    ) throws(Failure) -> [Recording] {
        let isPolar = !(columns.has(.realZ) && columns.has(.imaginaryZ))
        let parts: [Quantity] = isPolar ? [.modulusZ, .phaseZ] : [.realZ, .imaginaryZ]
        var table = try read(bytes, [.frequency] + parts, optional: [.bias, .voltage, .loop])
        var spectra = SpectrumBuilder(lines: table.lines, columns: table.sources, conditions: conditions)
        spectra.frequency_Hz = table[.frequency]
        if isPolar {
            try settlePhase(&table)
            spectra.take(.polar, table[.modulusZ], table[.phaseZ])
            spectra.columns = table.sources
            spectra.signConversion = table.isNegated(.phaseZ) ? "the file stores the negated phase; it was turned" : ""
        } else {
            spectra.real_ohm = table[.realZ]
            spectra.imaginary_ohm = table[.imaginaryZ]
            spectra.signConversion = table.isNegated(.imaginaryZ) ? "the file stores -Im Z; the sign was turned" : ""
        }
        let bias = table[.bias]
        spectra.bias_V = bias.isEmpty ? table[.voltage] : bias
        let loop = table[.loop]
        spectra.loop = loop.allSatisfy(\.isFinite) ? loop : []
        let made = spectra.recordings(origin, &findings)
        guard made.isEmpty else { return made }
        // What the builder said of each short run says it all.
        if findings.contains(where: { $0.severity == .error }), let failure = Failure(findings) { throw failure }
        throw Failure(.tooShort(origin, table.lines, count: 0), after: findings)
    }

    /// A phase without unit is in degrees where no angle in radians is that large; else nobody can tell.
    private func settlePhase(_ table: inout PlainColumns) throws(Failure) {
        guard table.isAssumed(.phaseZ) else { return }
        let largest = table[.phaseZ].reduce(0) { max($0, abs($1)) }
        guard largest > 3.2 else {
            throw Failure(
                Finding(
                    ColumnFindings.mismatch, "the phase has no unit, and its values could be degrees or radians",
                    at: source.at(layout.namesLine), fix: "--units \"phase=deg\""))
        }
        table.scale(.phaseZ, by: Trigonometry.radiansPerDegree, unit: "deg")
    }

    private mutating func trace(
        _ bytes: Span<UInt8>, _ origin: Provenance, _ conditions: Conditions, _ stated: TraceShape.Verdict?
    ) throws(Failure) -> Recording {
        let table = try read(bytes, [.current] + [.voltage, .time].filter(columns.has), optional: [])
        var trace = TraceBuilder(lines: table.lines, columns: table.sources, stated: stated, conditions: conditions)
        trace.time_s = table[.time]
        trace.voltage_V = table[.voltage]
        trace.current_A = table[.current]
        return try trace.recording(origin, &findings)
    }

    /// Reads columns, with the findings of rows, units and repeated columns.
    private mutating func read(
        _ bytes: Span<UInt8>, _ required: [Quantity], optional: [Quantity]
    ) throws(Failure) -> PlainColumns {
        let table = try PlainColumns(
            bytes, layout, columns, source: source, required: required, optional: optional.filter(columns.has))
        findings += table.findings
        return table
    }

    /// Three unnamed columns whose first can only be a frequency.
    private mutating func headerless(
        _ bytes: Span<UInt8>, _ origin: Provenance, _ conditions: Conditions
    ) throws(Failure) -> [Recording] {
        guard layout.names.isEmpty, layout.cells == 3, source.options.columns == nil else {
            throw Failure(.noNames(source, layout, columns))
        }
        var options = source.options
        options.columns = "f=1;ReZ=2;ImZ=3"
        var named = source
        named.options = options
        let set = try ColumnSet(layout, source: named)
        let table = try PlainColumns(
            bytes, layout, set, source: source, required: [.frequency, .realZ, .imaginaryZ], optional: [])
        guard FrequencyShape.isFrequency(table[.frequency]) else { throw Failure(.noNames(source, layout, columns)) }
        findings += table.findings.filter { $0.code != ColumnFindings.assumed.code }
        findings.append(
            Finding(
                ColumnFindings.headerless,
                "three columns without names are taken as frequency in Hz, Z' and Z'' in ohm, because the first is "
                    + "spaced like a frequency sweep", at: source.at(table.lines.first),
                fix: "write a line \"f/Hz,Re(Z)/Ohm,Im(Z)/Ohm\" above, or pass --columns \"f=1;ReZ=2;ImZ=3\""))
        var spectra = SpectrumBuilder(lines: table.lines, columns: table.sources, conditions: conditions)
        spectra.frequency_Hz = table[.frequency]
        spectra.real_ohm = table[.realZ]
        spectra.imaginary_ohm = table[.imaginaryZ]
        spectra.reason = "three unnamed columns, the first spaced like frequencies"
        return spectra.recordings(origin, &findings)
    }
}

extension Finding {
    fileprivate static func noNames(_ source: FileSource, _ layout: TableLayout, _ columns: ColumnSet) -> Finding {
        let what =
            layout.names.isEmpty
            ? "the \(layout.cells) columns have no names"
            : "the names do not tell what to read (understood: \(columns.understood))"
        return Finding(
            ColumnFindings.noNames,
            what + "; wanted are V and I, t and I, f with Z' and Z'', or R with t",
            at: source.at(layout.namesLine ?? layout.rows.line + 1),
            fix: layout.cells < 3
                ? "name the columns: --columns \"V=1;I=2\" --units \"V=V;I=A\""
                : "name the columns: --columns \"t=1;V=2;I=3\" --units \"t=s;V=V;I=A\"")
    }

    fileprivate static func density(_ source: FileSource, _ line: Int?) -> Finding {
        Finding(
            ColumnFindings.density, "the table has a current density, not a current", at: source.at(line),
            fix: "export the current, or multiply by the area: --columns \"V=1;I=2*AREA\" --units \"I=A\"")
    }
}
