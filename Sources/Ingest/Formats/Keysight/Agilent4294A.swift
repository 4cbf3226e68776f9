public import Findings
internal import Measurements

/// Agilent 4294A ASCII: a header of quoted lines and two traces, A and B, each frequency, real and imaginary part.
///
/// What the traces hold is said once, by `MEASURE PARAMETER`; the numbers stand under "Data Trace Real" (the imaginary
/// part is used by the complex display alone). The oscillator's level is rms.
public struct Agilent4294A: FileFormat {
    /// `agilent-4294a`.
    public let id = "agilent-4294a"
    /// Name for people.
    public let name = "Agilent 4294A ASCII"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = Agilent4294AFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first line is the instrument's.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        if text.prefix(1).first.trimmingBlanks().hasPrefix("4294A REV") {
            return Sniff(.certain, "the first line starts with \"4294A REV\"")
        }
        return Sniff(.none, "the first line does not start with \"4294A REV\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `4294a.parameter`, `4294a.no-traces`, `impedance.no-frequency`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = Agilent4294AFile(bytes, source: source)
        var findings = file.traces.flatMap(\.numbers.findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "Agilent " + (file.header.lines.first?.text.trimmingBlanks() ?? "4294A")
        origin.measuredAt = file["DATE"]?.text ?? ""
        if let sweep = file["SWEEP TYPE"], !sweep.text.uppercased().holds("FREQ") {
            throw Failure(.notOverFrequency(sweep))
        }
        var spectra = try file.spectra(source, &findings)
        spectra.conditions = file.conditions
        let recordings = spectra.recordings(origin, &findings)
        guard !recordings.isEmpty else {
            if findings.contains(where: { $0.severity == .error }), let failure = Failure(findings) { throw failure }
            throw Failure(.noTraces(source, file), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with a 4294A file.
enum Agilent4294AFindings {
    static let parameter = FindingKind(
        "4294a.parameter", .error, "The measured parameters of a 4294A file are none that make an impedance.")
    static let noTraces = FindingKind("4294a.no-traces", .error, "A 4294A file lacks the rows of trace A or B.")
    static let unequal = FindingKind(
        "4294a.traces", .warning,
        "The two traces of a 4294A file do not stand at the same frequencies; only rows that both have are used.")
    static let all = [parameter, noTraces, unequal]
}

extension Finding {
    fileprivate static func notOverFrequency(_ sweep: PlacedText) -> Finding {
        Finding(
            Agilent4294AFindings.parameter, "the sweep type is \"\(sweep.text)\", not a frequency sweep",
            at: sweep.position, fix: "measure over frequency: SWEEP TYPE LOG FREQ or LIN FREQ")
    }

    fileprivate static func noTraces(_ source: FileSource, _ file: Agilent4294AFile) -> Finding {
        let names = file.traces.map { "\"\($0.name)\" with \($0.numbers.count) rows" }.joined(separator: " and ")
        return Finding(
            Agilent4294AFindings.noTraces,
            "traces A and B are needed, " + (names.isEmpty ? "the file has none" : "the file has \(names)"),
            at: source.at(file.traces.last?.line), fix: "save both traces as ASCII, or copy the file again")
    }
}
