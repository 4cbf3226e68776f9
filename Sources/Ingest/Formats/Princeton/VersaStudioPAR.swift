public import Findings
internal import Measurements

/// VersaStudio `.par` of Princeton Applied Research: impedance, voltammetry, chronoamperometry.
///
/// UTF-8, sections `<Name>` ... `</Name>` of `Key=value`; a section `SegmentN` has a line `Definition=` with the names and
/// rows with one value fewer. Segment numbers tell loops apart; amplitudes are rms.
public struct VersaStudioPAR: FileFormat {
    /// `versastudio-par`.
    public let id = "versastudio-par"
    /// Name for people.
    public let name = "VersaStudio (.par)"
    /// Usual extensions.
    public let extensions = ["par"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = VersaStudioFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the section of the application, or with a segment's definition.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(400)
        if text.first.hasPrefix("<Application>"), text.line(startingWith: "Name=VersaStudio") != nil {
            return Sniff(.certain, "the file starts with \"<Application>\" and \"Name=VersaStudio\"")
        }
        if let line = text.line(startingWith: "Definition=Segment #") {
            return Sniff(.certain, "line \(line) defines the columns of a segment")
        }
        return Sniff(.none, "the file does not start with \"<Application>\" and \"Name=VersaStudio\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `versastudio.no-rows`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = VersaStudioFile(bytes, source: source)
        var findings = file.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        if let instrument = file["Instrument"] {
            let model = (instrument["Type"] ?? "") + (instrument["Model"] ?? "")
            let software = file["Application"]?["Version"].map { "VersaStudio " + $0 } ?? ""
            origin.instrument = [model, software].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        if let experiment = file["Experiment"] {
            let stated = [experiment["DateAcquired"], experiment["TimeAcquired"]].compactMap(\.self)
            origin.measuredAt = CivilDate.iso(english: stated.joined(separator: " "))
        }
        let common = file["Action0"]
        let area = common?.values["Working Electrode Area (cm2)"]
        let area_m2 = ElectrodeArea.stated(
            cm2: area.flatMap { ConditionFields.number($0.text) }, at: area?.position ?? source.at(), &findings)
        let content = VersaStudioContent(file: file, origin: origin, area_m2: area_m2)
        let recordings = try content.recordings(&findings)
        if recordings.isEmpty { throw Failure(.noRows(source, file), after: findings) }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with a VersaStudio file.
enum VersaStudioFindings {
    static let noRows = FindingKind(
        "versastudio.no-rows", .error, "The file has no segment with the rows of a spectrum, a sweep or a trace.")
    static let unclosed = FindingKind(
        "versastudio.unclosed", .warning, "A section has no end: the file was cut off, or a run was stopped.")
    static let openCircuit = FindingKind(
        "versastudio.open-circuit", .note, "A record of the open-circuit voltage is no measurement of the device.")
    static let all = [noRows, unclosed, openCircuit]
}

extension Finding {
    fileprivate static func noRows(_ source: FileSource, _ file: VersaStudioFile) -> Finding {
        let isBinary = file["Experiment"]?["DataFormat"] == "Binary"
        return Finding(
            VersaStudioFindings.noRows,
            isBinary
                ? "the rows are stored in binary form (\"DataFormat=Binary\")"
                : "no section \"Segment1\" with \"Definition=\" and rows was found", at: source.at(),
            fix: "switch off \"Save new data to binary file\" in VersaStudio, or export the data as text")
    }
}
