internal import Findings
internal import Measurements

/// What a Gamry file's tables mean.
struct GamryContent {
    /// The file.
    var file: GamryFile
    /// The electrode's area, m2, where somebody typed one.
    var area_m2: Double?

    /// A ZCURVE as spectra.
    func spectra(_ table: GamryFile.Table, _ source: FileSource) throws(Failure) -> SpectrumBuilder {
        var spectra = SpectrumBuilder(lines: table.numbers.lines, columns: table.uses.map(\.source))
        spectra.frequency_Hz = table[.frequency]
        spectra.real_ohm = table[.realZ]
        spectra.imaginary_ohm = table[.imaginaryZ]
        guard spectra.real_ohm.count == spectra.imaginary_ohm.count, !spectra.real_ohm.isEmpty else {
            return SpectrumBuilder()
        }
        guard !spectra.frequency_Hz.isEmpty else { throw Failure(.noFrequency(source, table.line)) }
        spectra.bias_V = table[.voltage]
        var conditions = conditions
        conditions.bias_V = file.number("VDC")
        // The instrument states rms; the program keeps zero to peak.
        conditions.amplitude_V = file.number("VAC").map { Amplitude.zeroToPeak(rms: $0 * 1e-3) }
        if file.technique.contains("GALV") { conditions.control = .current }
        spectra.conditions = conditions
        spectra.reason = "table \"ZCURVE\""
        return spectra
    }

    /// All tables of a sweep or trace, one after another (CURVE, CURVE1 and so on); `nil` if there is none.
    func trace() -> TraceBuilder? {
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
