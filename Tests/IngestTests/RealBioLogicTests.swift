import Files
import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

private let hasRealFiles = FilePath.kind(SampleFiles.real("")) == .folder

/// Numbers below were read with galvani 0.5.
@Suite(.enabled(if: hasRealFiles, "the folder ../shared/realdata with real instrument files is absent"))
struct RealBioLogicTests {
    @Test func `EC-Lab binary of the new layout`() throws {
        let file = FileEntry(
            path: SampleFiles.real("biologic_peis_ssb.mpr"), name: "a.mpr", row: nil, isNamed: true)
        let reading = FileReading(file, options: IngestOptions())
        let recording = try #require(reading.recordings.first)
        guard case .spectrum(let z) = recording.data else {
            Issue.record("no spectrum")
            return
        }
        #expect(reading.recordings.count == 1 && z.frequency_Hz.count == 86 && reading.findings.isEmpty)
        #expect(z.frequency_Hz.first == Double(Float(7.0000185e+06)))
        #expect(z.real_ohm.first == Double(Float(42.090427)) && z.imaginary_ohm.first == -Double(Float(8.260596)))
        #expect(z.frequency_Hz.last == Double(Float(0.019992441)))
        #expect(z.real_ohm.last == Double(Float(888.7738)) && z.imaginary_ohm.last == -Double(Float(126.49455)))
        // The mean of <Ewe>, which runs from 2.9481943 to 2.9481704 V.
        #expect(abs((recording.conditions.bias_V ?? 0) - 2.94818) < 2e-5)
        #expect(recording.kindReason.contains("Potentio Electrochemical"))
        #expect(recording.provenance.measuredAt == "2025-02-26T12:31:24" && recording.provenance.firstLine == nil)
        #expect(recording.provenance.columns.map(\.name).prefix(3) == ["freq/Hz", "Re(Z)/Ohm", "-Im(Z)/Ohm"])
        #expect(recording.provenance.columns.allSatisfy { $0.unitSource == "code table" })
    }
}
