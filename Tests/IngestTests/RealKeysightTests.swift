import Files
import Findings
import Glibc
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// Whether the real instrument files stand beside the project; they are not part of it.
private let hasRealFiles = FilePath.kind(SampleFiles.real("")) == .folder

/// Numbers below were read off the file's own text by hand.
@Suite(.enabled(if: hasRealFiles, "the folder ../shared/realdata with real instrument files is absent"))
struct RealKeysightTests {
    @Test func `Agilent 4294A, modulus and phase in two traces`() throws {
        let name = "agilent4294a_zphase.txt"
        let file = FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true)
        let read = FileReading(file, options: IngestOptions())
        let recording = try #require(read.recordings.first)
        guard case .spectrum(let z) = recording.data else {
            Issue.record("no spectrum")
            return
        }
        #expect(read.choice?.format.id == "agilent-4294a" && read.choice?.sniff.confidence == .certain)
        #expect(read.recordings.count == 1 && z.frequency_Hz.count == 534)
        // First row: 1.324238 ohm at 75.85065 degrees; last: 128.4186 ohm at 89.65614 degrees. An inductor.
        let (first, last) = (75.85065 * Double.pi / 180, 89.65614 * Double.pi / 180)
        #expect(z.frequency_Hz.first == 1000 && z.frequency_Hz.last == 100_000)
        #expect(abs(z.real_ohm[0] - 1.324238 * cos(first)) < 1e-12)
        #expect(abs(z.imaginary_ohm[0] - 1.324238 * sin(first)) < 1e-12)
        #expect(abs(z.real_ohm[533] - 128.4186 * cos(last)) < 1e-12)
        #expect(abs(z.imaginary_ohm[533] - 128.4186 * sin(last)) < 1e-10)
        // 500 mV rms, and no bias.
        #expect(abs((recording.conditions.amplitude_V ?? 0) - 0.5 * 2.0.squareRoot()) < 1e-15)
        #expect(recording.conditions.bias_V == 0)
        #expect(recording.conditions.settings?["bandwidth"] == "5")
        #expect(recording.provenance.firstLine == 22 && recording.provenance.position(of: 533).line == 555)
        #expect(recording.provenance.measuredAt == "Jan 25 2018")
        #expect(recording.provenance.sha256.hasPrefix("3c5c4d7e792e17d5"))
        #expect(
            read.findings.map(\.code) == ["impedance.sign"], "most points are inductive, and it is said, not turned")
    }

    @Test func `home-made texts of source-measure units are plain tables, without a rate where the time is none`()
        throws
    {
        for (name, points, hasTime) in [
            ("smu_memristor_3loops_a.txt", 531, true), ("smu_memristor_lowv.txt", 81, false),
        ] {
            let file = FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true)
            let read = FileReading(file, options: IngestOptions())
            let recording = try #require(read.recordings.first)
            #expect(read.choice?.format.id == "plain-table" && recording.data.count == points)
            #expect((recording.conditions.rate_V_per_s != nil) == hasTime)
            #expect(read.findings.contains { $0.code == "table.time-unusable" } != hasTime)
        }
    }
}
