public import Findings
internal import Measurements

/// PalmSens `.pssession` of PSTrace: impedance, voltammetry, amperometry.
///
/// JSON in UTF-16; names of members in any capitals, units by their class. `ZIm` is stored negated; a scan over potentials
/// has one subscan a bias, in its title.
public struct PalmSensSession: FileFormat {
    /// `palmsens-session`.
    public let id = "palmsens-session"
    /// Name for people.
    public let name = "PalmSens session (.pssession)"
    /// Usual extensions.
    public let extensions = ["pssession"]
    /// Checked on an instrument's file.
    public let evidence = FormatEvidence.instrumentFile
    /// What can be wrong with such a file.
    public let findings = PalmSensFindings.all

    /// Makes the format.
    public init() {}

    /// Certain when the first object says that it is a session.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(5)
        guard text.first.trimmingBlanks().hasPrefix("{") else {
            return Sniff(.none, "the file does not start with \"{\", so it is no session in JSON")
        }
        for line in text.lines where line.lowercased().holds("palmsens.datafiles.sessionfile") {
            return Sniff(.certain, "JSON of the type \"PalmSens.DataFiles.SessionFile\"")
        }
        return Sniff(.none, "JSON, but not of the type \"PalmSens.DataFiles.SessionFile\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `json.syntax`, `json.limit`, `palmsens.nothing`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let root = try JSONDocument(bytes, source: source).root
        var findings: [Finding] = []
        var recordings: [Recording] = []
        let software = root["coreversion"]?.string.map { "PalmSens core " + $0 } ?? ""
        for value in root["measurements"]?.elements ?? [] {
            let method = PalmSensMethod(value["method"]?.string ?? root["methodformeasurement"]?.string ?? "")
            var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
            origin.instrument = [value["deviceserial"]?.string ?? "", software].filter { !$0.isEmpty }
                .joined(separator: ", ")
            // 100 ns since the first of January of the year 1, local time.
            if let ticks = value["timestamp"]?.number {
                origin.measuredAt = CivilDate.iso(secondsSince1970: ticks / 1e7 - 62_135_596_800)
            }
            let area_m2 = ElectrodeArea.stated(
                cm2: method.number("AREA"), at: source.at(value.line), &findings)
            let measurement = PalmSensMeasurement(
                value: value, method: method, source: source, origin: origin, area_m2: area_m2)
            recordings += measurement.recordings(&findings)
        }
        if recordings.isEmpty {
            throw Failure(.nothing(source, root["measurements"]?.elements.count ?? 0), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with PalmSens files.
enum PalmSensFindings {
    static let nothing = FindingKind(
        "palmsens.nothing", .error, "The file holds no spectrum and no curve of a current against voltage or time.")
    static let noArrays = FindingKind(
        "palmsens.no-arrays", .warning, "Impedance data lack the frequency or a part of the impedance.")
    static let otherCurve = FindingKind(
        "palmsens.other-curve", .note,
        "A curve that is neither a current against voltage nor against time is no measurement that is read here.")
    static let lengths = FindingKind(
        "palmsens.lengths", .note, "The axes of a curve have different lengths; they are paired from the start.")
    static let all = [nothing, noArrays, otherCurve, lengths]
}

extension Finding {
    fileprivate static func nothing(_ source: FileSource, _ count: Int) -> Finding {
        Finding(
            PalmSensFindings.nothing,
            count == 0 ? "the session has no measurements" : "none of \(count) measurements could be read",
            at: source.at(), fix: "save the session again from PSTrace, or export its curves as CSV")
    }
}
