public import Findings
internal import Measurements

/// Pulse text of a Keithley 2450 run by TSP scripts: a header of `#` lines, then tab-separated measurements.
///
/// Tests that read at one voltage between pulses become reads; others stay traces of voltage and current.
public struct KeithleyTSP: FileFormat {
    /// `keithley-tsp-pulse`.
    public let id = "keithley-tsp-pulse"
    /// Name for people.
    public let name = "Keithley 2450 TSP pulse text"
    /// Usual extensions.
    public let extensions = ["txt"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = KeithleyTSPFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with the title line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(20)
        if let line = text.line(holding: "Keithley 2450 TSP Pulse Test:"), text[line].hasPrefix("#") {
            return Sniff(.certain, "line \(line) is the title \"# Keithley 2450 TSP Pulse Test:\"")
        }
        return Sniff(.none, "no line is the title \"# Keithley 2450 TSP Pulse Test:\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `tsp.columns`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        var header = HeaderBlock()
        var names: [String] = []
        var ahead = scanner
        while let line = ahead.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            guard text.isEmpty || text.hasPrefix("#") else { break }
            scanner = ahead
            if text.contains("\t"), text.holds("Voltage") {
                names = text.dropFirst().split(separator: "\t").map { String($0).trimmingBlanks() }
                break
            }
            header.add(line, bytes)
        }
        var findings: [Finding] = []
        let content = try TSPContent(bytes, &scanner, header, names, source, &findings)
        var origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        origin.instrument = header.value("Instrument", source: source)?.text ?? "Keithley 2450"
        origin.measuredAt = DateText.iso(header.value("Timestamp", source: source)?.text ?? "")
        do throws(Failure) {
            return ReadResult(recordings: try content.recordings(origin, &findings), findings: findings)
        } catch { throw Failure(findings + error.findings) ?? error }
    }
}

/// What can be wrong with a TSP pulse file.
enum KeithleyTSPFindings {
    static let columns = FindingKind(
        "tsp.columns", .error, "A TSP pulse file lacks its line of names, or the columns of voltage and current.")
    static let pulses = FindingKind(
        "tsp.pulse-rows", .note,
        "Rows measured during pulses are no reads; they tell the height of the pulse before each read.")
    static let width = FindingKind(
        "tsp.width-unit", .note, "The header gives the width of the pulses without its unit; it is taken as seconds.")
    static let all = [columns, pulses, width]
}
