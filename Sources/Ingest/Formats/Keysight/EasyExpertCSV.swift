public import Findings
internal import Measurements

/// Keysight EasyEXPERT CSV with all its keys (B1500A, B2900): sweeps, sampling and C-f measurements of one or more tests.
///
/// Each test starts with `SetupTitle`; lines of keys follow, then `DataName` with the columns and a `DataValue` line a row.
/// Newer tests stand above older ones. Numbers are in SI.
public struct EasyExpertCSV: FileFormat {
    /// `easyexpert-csv`.
    public let id = "easyexpert-csv"
    /// Name for people.
    public let name = "Keysight EasyEXPERT CSV"
    /// Usual extensions.
    public let extensions = ["csv"]
    /// From descriptions of such files.
    public let evidence = FormatEvidence.documentation
    /// What can be wrong with such a file.
    public let findings = EasyExpertFindings.all

    /// Makes the format.
    public init() {}

    /// Certain with a title and the key of a test or its parameters.
    public func sniff(_ head: Span<UInt8>, _ text: TextHead) -> Sniff {
        let text = text.prefix(60)
        guard let title = text.line(startingWith: "SetupTitle,") else {
            return Sniff(.none, "no line starts with \"SetupTitle,\"")
        }
        for key in ["PrimitiveTest,", "TestParameter,", "DataName,"] {
            if let line = text.line(startingWith: key) {
                return Sniff(.certain, "line \(title) starts with \"SetupTitle,\", line \(line) with \"\(key)\"")
            }
        }
        return Sniff(.likely, "line \(title) starts with \"SetupTitle,\"")
    }

    /// Reads a whole file.
    ///
    /// - Throws: `easyexpert.no-data`.
    public func read(_ bytes: Span<UInt8>, from source: FileSource) throws(Failure) -> ReadResult {
        let file = EasyExpertFile(bytes, source: source)
        let origin = Provenance(file: source.name, sha256: source.sha256, format: id)
        var findings: [Finding] = []
        var recordings: [Recording] = []
        for test in file.tests {
            do throws(Failure) {
                recordings += try EasyExpertContent(test: test, source: source).recordings(origin, &findings)
            } catch {
                findings += error.findings
            }
        }
        guard !recordings.isEmpty else {
            if findings.contains(where: { $0.severity == .error }), let failure = Failure(findings) { throw failure }
            throw Failure(.noData(source, file), after: findings)
        }
        return ReadResult(recordings: recordings, findings: findings)
    }
}

/// What can be wrong with an EasyEXPERT file.
enum EasyExpertFindings {
    static let noData = FindingKind(
        "easyexpert.no-data", .error,
        "An EasyEXPERT file has no test with rows of a voltage, a current or an impedance.")
    static let columns = FindingKind(
        "easyexpert.columns", .warning,
        "A test of an EasyEXPERT file lacks the columns of a sweep, a sampling or a spectrum.")
    static let all = [noData, columns]
}

extension Finding {
    fileprivate static func noData(_ source: FileSource, _ file: EasyExpertFile) -> Finding {
        let titles = file.tests.map { "\"\($0.title)\"" }.joined(separator: ", ")
        return Finding(
            EasyExpertFindings.noData,
            "no test with \"DataName\" and rows of \"DataValue\" was found"
                + (titles.isEmpty ? "" : "; the file has \(titles)"),
            at: source.at(file.tests.first?.line), fix: "export the tests again with their data")
    }
}
