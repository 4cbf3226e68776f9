import Files
import Findings
import TestSupport
import Testing

@testable import Ingest

/// Each finding below was looked at in the file: all are true, and nothing else is said of these files' numbers.
@Suite(
    .enabled(
        if: FilePath.kind(SampleFiles.real("")) == .folder,
        "the folder ../shared/realdata with real instrument files is absent"))
struct RealQualityTests {
    private static let told: [String: [String]] = [
        // Two minutes lie between tables that were cut to ten rows each.
        "gamry_cv.dta": ["time.gap"],
        // Status 1 stands at two samples, both in the range of 10 µA at 28 µA.
        "palmsens_cv_1scan.pssession": ["table.overload"],
    ]

    @Test func `what is said of real files' numbers is true, and little`() throws {
        let kinds = Set(QualityChecks.kinds.map(\.code) + [HeaderFindings.overload.code, OverflowMark.kind.code])
        for name in try FolderWalk.files(under: SampleFiles.real("")) where name != "README.md" {
            let file = FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true)
            let reading = FileReading(file, options: IngestOptions())
            var findings = reading.findings
            findings += QualityChecks.findings(together: reading.recordings)
            #expect(
                findings.map(\.code).filter(kinds.contains) == Self.told[name, default: []], "\(name): \(findings)")
        }
    }
}
