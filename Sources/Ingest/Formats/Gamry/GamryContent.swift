internal import Findings
internal import Measurements

/// What a Gamry file's tables mean.
struct GamryContent {
    /// The file.
    var file: GamryFile
    /// The electrode's area, m2, where somebody typed one.
    var area_m2: Double?

    /// A ZCURVE as spectra.
    func spectra(_ table: GamryTable, _ source: FileSource) throws(Failure) -> SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.uses.map(\.source))
        spectra.frequency_Hz = table[.frequency]
        if table[.modulusZ].isEmpty {
            spectra.real_ohm = table[.realZ]
            spectra.imaginary_ohm = table[.imaginaryZ]
        } else {
            spectra.take(.polar, table[.modulusZ], table[.phaseZ])
        }
        guard table.uses.contains(where: { $0.label.quantity == .frequency }) else {
            throw Failure(.noFrequency(source, table.line))
        }
        guard spectra.real_ohm.count == spectra.imaginary_ohm.count, !spectra.real_ohm.isEmpty else {
            return SpectrumBuilder()
        }
        spectra.bias_V = table[.voltage]
        var conditions = conditions
        conditions.bias_V = file.potential("VDC")
        // The instrument states rms; the program keeps zero to peak.
        conditions.amplitude_V = file.number("VAC").map { Amplitude.zeroToPeak(rms: $0 * 1e-3) }
        // A hybrid run holds the current too and only aims at an amplitude of the voltage.
        if file.technique.contains("GALV") || file.technique == "EISHYB" { conditions.control = .current }
        if let amplitude = file["IAC"], let label = file.field("IAC", 3) {
            conditions.settings = ["IAC": "\(amplitude) (\(label.filter { $0 != "&" }))"]
        }
        spectra.conditions = conditions
        spectra.reason = "table \"ZCURVE\""
        return spectra
    }

    /// All tables of a sweep or trace, one after another (CURVE, CURVE1 and so on); `nil` if there is none.
    func trace(_ source: FileSource, _ findings: inout [Finding]) -> TraceBuilder? {
        var trace = TraceBuilder()
        for table in file.tables where table.name == "CURVE" || Self.isNumbered(table.name) {
            let (time, voltage, current) = (table[.time], table[.voltage], table[.current])
            guard !current.isEmpty, voltage.count == current.count, time.count == current.count else { continue }
            if trace.columns.isEmpty { trace.columns = table.uses.map(\.source) }
            trace.time_s += time
            trace.voltage_V += voltage
            trace.current_A += current
            trace.lines += table.numbers.lines
        }
        guard !trace.current_A.isEmpty else { return nil }
        trace.conditions = conditions
        trace.conditions.rate_V_per_s = file.number("SCANRATE").map { $0 * 1e-3 }
        trace.stated = TechniqueKind.verdict(file.technique, voltage_V: trace.voltage_V, hasTime: true)
        if file.technique == "CHRONOP" { trace.conditions.control = .current }
        if ["CV", "LSV"].contains(file.technique) {
            let ends = file.technique == "CV" ? ["VLIMIT1", "VLIMIT2"] : ["VINIT", "VFINAL"]
            HeaderCheck.range(
                (file.potential(ends[0]), file.potential(ends[1])), of: trace.voltage_V, .volt, "a sweep",
                at: file.place(ends[0], source), &findings)
        }
        return trace
    }

    /// Fast pulses of VFP600: no times, but samples at an even rate; `nil` if there is no such table.
    func pulses() -> TraceBuilder? {
        guard let table = file.tables.first(where: { $0.name == "VFPCURVE" }), !table[.current].isEmpty else {
            return nil
        }
        var trace = TraceBuilder(lines: table.numbers.lines, columns: table.uses.map(\.source))
        trace.voltage_V = table[.voltage]
        trace.current_A = table[.current]
        if let rate = file.number("FREQ"), rate > 0 {
            trace.time_s = trace.current_A.indices.map { Double($0) / rate }.filter(\.isFinite)
            if trace.time_s.count != trace.current_A.count { trace.time_s = [] }
        }
        trace.conditions = conditions
        return trace
    }

    private var conditions: Conditions {
        var conditions = Conditions()
        conditions.area_m2 = area_m2
        return conditions
    }

    private static func isNumbered(_ name: String) -> Bool {
        name.hasPrefix("CURVE") && name.count > 5 && name.dropFirst(5).allSatisfy(\.isNumber)
    }
}
