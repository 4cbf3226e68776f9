public import Findings
internal import Measurements

/// CSV of Keithley 2600 scripts: `Item,Smu1.Time[1][1],Smu1.V[1][1],Smu1.I[1][1],Smu1.R[1][1],`; a comma ends each line.
///
/// The indices are those of the test and of its loop; each is a recording. The resistance is computed and not used.
public struct KeithleyScript: FileFormat {
    /// `keithley-2600-script`.
    public let id = "keithley-2600-script"
    /// Name for people.
    public let name = "Keithley 2600 script CSV"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = KeithleyScriptFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with `Item` and columns of a unit in the first line.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let cells = text.prefix(1).first.split(separator: ",").map { String($0).trimmingBlanks() }
        guard cells.first == "Item" else { return Sniff(.none, "the first line does not start with \"Item,\"") }
        if let second = cells.dropFirst().first, second.holds("].") || second.holds(".") && second.hasSuffix("]") {
            return Sniff(.certain, "the first line starts with \"Item,\(second)\"")
        }
        return Sniff(.none, "no column \"Smu1.V[1][1]\" follows \"Item\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `keithley-script.columns`, `recording.too-short`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        var scanner = LineScanner(bytes)
        guard let line = scanner.next(bytes) else { throw Failure(.noColumns(source, [])) }
        var ranges: [Range<Int>] = []
        CellSplitter.split(bytes, line.range, at: .comma, into: &ranges)
        let names = ranges.map { TextBytes.string(bytes, $0) }
        var findings: [Finding] = []
        let table = SMUTable(
            bytes, &scanner, names: names, separator: .comma, source: source, &findings)
        let parts = table.parts()
        guard !parts.isEmpty else { throw Failure(.noColumns(source, names)) }
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var recordings: [Recording] = []
        for part in parts {
            var trace = part.trace
            trace.conditions.settings = ["unit": part.terminal, "test and loop": "[" + part.step + "]"]
            do throws(Failure) { recordings.append(try trace.recording(origin, &findings)) } catch {
                findings += error.findings
            }
        }
        if recordings.isEmpty, let failure = Failure(findings) { throw failure }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with a script's CSV.
enum KeithleyScriptFindings {
    static let columns = FindingKind(
        "keithley-script.columns", .error, "A Keithley script's table lacks the voltage or the current of a unit.")
    static let all = [columns]
}

extension Finding {
    fileprivate static func noColumns(_ source: FileSource, _ names: [String]) -> Finding {
        Finding(
            KeithleyScriptFindings.columns,
            "columns as \"Smu1.V[1][1]\" and \"Smu1.I[1][1]\" are needed, the first line has "
                + (names.isEmpty ? "none" : names.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")),
            at: source.at(1), fix: "store voltage and current in the script")
    }
}
