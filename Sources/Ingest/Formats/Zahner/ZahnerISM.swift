public import Findings
internal import Measurements

/// Zahner `.ism`: impedance spectra of the Zennium and IM6 families, binary.
///
/// Polar, the phase in radians and not negated. A sweep usually starts in the middle, goes to one limit and then to the
/// other: what was measured twice on the way is left out and told.
public struct ZahnerISM: FileFormat {
    /// `zahner-ism`.
    public let id = "zahner-ism"
    /// Name for people.
    public let name = "Zahner impedance (.ism)"
    /// Usual extensions.
    public let extensions = ["ism"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = ZahnerFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the marker and a first frequency that can be one.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        var cursor = ByteCursor(FileSource(name: ""), .big)
        do throws(Failure) {
            let marker = try cursor.unsigned(6, "", head)
            let last = try cursor.unsigned(6, "", head)
            let first = try cursor.float64("", head)
            if marker == ZahnerISMFile.marker, last < 1 << 32, first > 1e-7, first < 1e9 {
                return Sniff(.certain, "the file starts with the marker 00 00 FF FF FF FE and a count of \(last + 1)")
            }
        } catch { return Sniff(.none, "the file is shorter than the beginning of a Zahner spectrum") }
        return Sniff(.none, "the file does not start with the marker 00 00 FF FF FF FE")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `binary.short`, `binary.declared`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = try ZahnerISMFile(bytes, source: source)
        var findings: [Finding] = []
        if let fault = file.fault { findings.append(.noTrailer(source, fault)) }
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = file.texts.count > 1 ? file.texts[1].trimmingBlanks() : ""
        if let first = file.time_s.first {
            // Ten years with two leap days from 1970 to 1980.
            origin.measuredAt = CivilDate.iso(secondsSince1970: abs(first) + 3652 * 86400)
        }
        let kept = ZahnerSweep.once(file.frequency_Hz)
        ZahnerSweep.tell(kept, of: file.frequency_Hz.count, at: source.at(), &findings)
        var spectra = SpectrumBuilder(columns: Self.columns)
        spectra.frequency_Hz = Array(file.frequency_Hz[kept])
        spectra.take(.polar, Array(file.modulus_ohm[kept]), Array(file.phase_rad[kept]))
        if !file.voltage_V.isEmpty { spectra.bias_V = Array(file.voltage_V[kept]) }
        spectra.conditions = conditions(file, source, &findings)
        spectra.reason = "a Zahner spectrum"
        let recordings = spectra.recordings(origin, &findings)
        if recordings.isEmpty { throw Failure(.tooShort(origin, [], count: 0), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }

    private static let columns = [
        ColumnSource(quantity: "f", name: "frequency", number: 1, unit: "Hz", unitSource: "code table", factor: 1),
        ColumnSource(quantity: "|Z|", name: "impedance", number: 2, unit: "ohm", unitSource: "code table", factor: 1),
        ColumnSource(quantity: "phase", name: "phase", number: 3, unit: "rad", unitSource: "code table", factor: 1),
    ]

    private func conditions(
        _ file: ZahnerISMFile, _ source: FileSource, _ findings: inout [Finding]
    ) -> Conditions {
        guard file.texts.count >= 12 else { return Conditions() }
        var conditions = ZahnerSweep.conditions(potential: file.texts[2], current: file.texts[3], file.amplitude)
        conditions.temperature_K = ZahnerSweep.temperature(file.texts[4])
        // Somebody types the area, with or without its unit, which is cm2.
        let area = file.texts[10].prefix { $0.isNumber || $0 == "." || $0 == "," }
        if !area.isEmpty {
            conditions.area_m2 = ElectrodeArea.stated(
                cm2: ConditionFields.number(String(area)), at: source.at(), &findings)
        }
        return conditions
    }
}

/// What can be wrong with a Zahner spectrum.
enum ZahnerFindings {
    static let doubled = FindingKind(
        "zahner.doubled-sweep", .note,
        "A sweep that starts in the middle measures a part of its frequencies twice; the run from limit to limit is kept."
    )
    static let noTrailer = FindingKind(
        "zahner.no-trailer", .note,
        "The part of the file with bias, amplitude and area is missing or cut off; the impedances before it are whole.")
    static let noNames = FindingKind(
        "zahner.no-names", .error, "The line that names frequency, impedance and phase is missing.")
    static let all = [doubled, noTrailer, noNames]
}

extension Finding {
    fileprivate static func noTrailer(_ source: FileSource, _ fault: Finding) -> Finding {
        Finding(
            ZahnerFindings.noTrailer, "bias, amplitude and area cannot be had: " + fault.message, at: source.at(),
            fix: "state bias_V and amplitude_V in the sheet")
    }
}
