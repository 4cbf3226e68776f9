public import Findings
internal import Measurements

/// Session files of the ArC ONE tester (`.csv`, also `.csv.gz`): reads of a crossbar, one device a crosspoint.
///
/// Line 1 names the session, line 2 is a date in the PC's own way, line 3 names the columns `Wordline,Bitline,Resistance,
/// Amplitude (V),Pulse width (s),Tag,ReadTag,ReadVoltage`. The tag tells the protocol, and times where there are any.
public struct ArcOneCSV: FileFormat {
    /// `arc-one-csv`.
    public let id = "arc-one-csv"
    /// Name for people.
    public let name = "ArC ONE session"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From the program that writes such files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = ArcFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the line of names.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        if let line = text.prefix(5).line(startingWith: ArcOneFile.names) {
            return Sniff(.certain, "line \(line) starts with \"\(ArcOneFile.names)\"")
        }
        return Sniff(.none, "none of the first lines starts with \"\(ArcOneFile.names)\"")
    }

    /// Reads a whole file: each protocol that ran on a crosspoint is a recording.
    ///
    /// - Throws: `arc.no-names`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = try ArcOneFile(bytes, source)
        var findings = file.table.findings
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = "ArC ONE"
        let content = ArcOneContent(file: file)
        let recordings = try content.recordings(origin, source, &findings)
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with an ArC ONE session.
enum ArcFindings {
    static let noNames = FindingKind(
        "arc.no-names", .error, "An ArC ONE session without its line of names: what the columns hold is not certain.")
    static let devices = FindingKind(
        "arc.several-devices", .warning,
        "A session holds several crosspoints, which are devices of their own; here they are states of one device.")
    static let untimed = FindingKind(
        "arc.untimed-read", .note,
        "The first and last read of a retention or volatility run bear no time, so they are no part of the series.")
    static let single = FindingKind(
        "arc.single-read", .note, "A read by itself, before or after a protocol, is no series and is left out.")
    static let noCurrent = FindingKind(
        "arc.no-current", .warning, "A point of a curve without a finite resistance has no current; it is left out.")
    static let all = [noNames, devices, untimed, single, noCurrent]
}
