import Files
import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// Whether the real instrument files stand beside the project; they are not part of it.
private let hasRealFiles = FilePath.kind(SampleFiles.real("")) == .folder

/// Numbers below were read off the files' own text by hand.
@Suite(.enabled(if: hasRealFiles, "the folder ../shared/realdata with real instrument files is absent"))
struct RealFilesTests {
    private func read(_ name: String) throws -> FixtureExpectation {
        let file = FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true)
        let reading = FileReading(file, options: IngestOptions())
        return FixtureExpectation(recordings: reading.recordings, findings: reading.findings)
    }

    private func spectrum(_ recording: Recording) throws -> ImpedanceSpectrum {
        guard case .spectrum(let spectrum) = recording.data else { throw NotThatKind() }
        return spectrum
    }

    private struct NotThatKind: Error {}

    @Test func `EC-Lab impedance`() throws {
        let read = try read("biologic_peis.mpt")
        let recording = try #require(read.recordings.first)
        let z = try spectrum(recording)
        #expect(read.recordings.count == 1 && z.frequency_Hz.count == 43)
        #expect(z.frequency_Hz.first == 1000.3201 && z.real_ohm.first == 65.470886)
        #expect(z.imaginary_ohm.first == -0.38998979, "the file stores -Im Z")
        #expect(z.frequency_Hz.last == 1.6895540E-002 && z.real_ohm.last == 110.97003)
        #expect(recording.conditions.amplitude_V == 0.02 && recording.conditions.area_m2 == nil)
        #expect(abs((recording.conditions.bias_V ?? 1) + 2.7e-4) < 5e-5)
        #expect(recording.provenance.firstLine == 62 && recording.provenance.position(of: 42).line == 104)
        #expect(recording.provenance.sha256.hasPrefix("cfe550c6693ca5cf"))
        #expect(recording.provenance.measuredAt == "02/04/2018 10:02:46", "day and month could be exchanged")
    }

    @Test func `EC-Lab cyclic voltammetry with decimal comma`() throws {
        let recording = try #require(try read("biologic_cva_comma.mpt").recordings.first)
        guard case .sweep(let sweep) = recording.data else { throw NotThatKind() }
        #expect(recording.kind == .iv && sweep.voltage_V.count == 223)
        #expect(sweep.time_s.first == 3.289600104471901 && sweep.voltage_V.first == 0.87869531)
        #expect(sweep.current_A.first == -2.604324994466466e-6, "the file is in mA")
        #expect(sweep.voltage_V.last == 0.15471299 && sweep.current_A.last == 1.777131863198953e-5)
        #expect(recording.conditions.rate_V_per_s == 0.1)
        #expect(recording.provenance.measuredAt == "2020-07-29T10:31:01")
        #expect(recording.provenance.position(of: 0).line == 74 && recording.provenance.position(of: 222).line == 296)
    }

    @Test func `Gamry impedance with rows that blanks indent`() throws {
        let read = try read("gamry_eispot.dta")
        let recording = try #require(read.recordings.first)
        let z = try spectrum(recording)
        #expect(z.frequency_Hz == [10000, 5000, 1000, 500.1, 100, 50, 10, 5, 1, 0.5])
        #expect(z.real_ohm.first == 224.6075 && z.imaginary_ohm.first == -3.767681)
        #expect(z.real_ohm.last == 226.885 && z.imaginary_ohm.last == -7.053867)
        // 10 mV rms.
        #expect(abs((recording.conditions.amplitude_V ?? 0) - 0.014142135623730951) < 1e-15)
        #expect(abs((recording.conditions.bias_V ?? 0) - 1.2992122) < 1e-6)
        #expect(recording.provenance.position(of: 9).line == 31)
        #expect(
            read.findings.map(\.code) == ["conditions.default-area", "table.declared-range"],
            "100 kHz to 1 Hz is stated")
    }

    @Test func `Gamry chronoamperometry that declares more rows than it holds`() throws {
        let read = try read("gamry_chronoa.dta")
        let recording = try #require(read.recordings.first)
        guard case .trace(let trace) = recording.data else { throw NotThatKind() }
        #expect(recording.kind == .transient && trace.time_s == [0, 30, 60, 90.0001, 120, 150, 180, 210, 240, 270])
        #expect(trace.voltage_V.first == -5.4e-4 && trace.voltage_V[1] == 0.499669 && trace.voltage_V.last == 0.4)
        #expect(trace.current_A.first == -2.34197e-8 && trace.current_A.last == 3e-9)
        #expect(read.findings.map(\.code) == ["table.declared-count", "conditions.default-area"])
    }

    @Test func `Gamry cyclic voltammetry in five tables is one sweep`() throws {
        let read = try read("gamry_cv.dta")
        let recording = try #require(read.recordings.first)
        guard case .sweep(let sweep) = recording.data else { throw NotThatKind() }
        #expect(read.recordings.count == 1 && sweep.voltage_V.count == 50)
        #expect(sweep.voltage_V.first == 0.49 && sweep.current_A.first == 7.80498e-9)
        #expect(sweep.time_s.last == 601.1 && sweep.current_A.last == 2.62272e-7)
        #expect(
            recording.provenance.position(of: 10).line == 36, "rows of the second table, after its three header lines")
        #expect(
            read.findings.map(\.code) == ["table.declared-range", "iv.rate", "time.gap"],
            "0.1 V is stated and not reached in the cut file; 1.23456 mV/s is stated, 10 mV/s measured; the tables are cut"
        )
    }

    @Test func `polar spectra one after another`() throws {
        let read = try read("generic_polar_multi_ssb.csv")
        #expect(read.recordings.count == 10)
        for recording in read.recordings { #expect(recording.data.count == 89) }
        let z = try spectrum(try #require(read.recordings.first))
        // |Z| = 50.752583 ohm at -20.75998 degrees, by hand.
        #expect(abs(z.real_ohm[0] - 47.45739) < 1e-4 && abs(z.imaginary_ohm[0] + 17.98945) < 1e-4)
        #expect(z.frequency_Hz.first == 7000018.5 && z.frequency_Hz.last == 0.009997264)
        #expect(read.recordings[1].provenance.firstLine == 92)
        #expect(read.findings.map(\.code) == ["impedance.zero-frequency"])
    }

    @Test func `three columns without names`() throws {
        let read = try read("headerless_lib.csv")
        let z = try spectrum(try #require(read.recordings.first))
        #expect(z.frequency_Hz.count == 107 && z.frequency_Hz.first == 999.040405)
        #expect(z.imaginary_ohm.first == 0.003569859 && z.imaginary_ohm.last == -0.021382034)
        #expect(read.findings.map(\.code) == ["table.headerless"])
    }

    @Test func `a memristor's three loops under names that blanks separate`() throws {
        let read = try read("smu_memristor_3loops_a.txt")
        let recording = try #require(read.recordings.first)
        guard case .sweep(let sweep) = recording.data else { throw NotThatKind() }
        #expect(sweep.voltage_V.count == 531 && sweep.voltage_V.max() == 2.2 && sweep.voltage_V.min() == -2.2)
        #expect(sweep.current_A.first == 5.764e-13 && sweep.time_s.last == 55.93)
        #expect(CycleCount.cycles(sweep.voltage_V).last == 3)
        #expect(read.findings.map(\.code) == ["table.units-assumed"])
    }

    @Test func `a time column of one value leaves a sweep without time`() throws {
        let read = try read("smu_memristor_lowv.txt")
        let recording = try #require(read.recordings.first)
        guard case .sweep(let sweep) = recording.data else { throw NotThatKind() }
        #expect(sweep.voltage_V.count == 81 && sweep.time_s.isEmpty && recording.conditions.rate_V_per_s == nil)
        #expect(read.findings.map(\.code).contains("table.time-unusable"))
    }

    @Test(arguments: [
        "labview_short.lvm"
    ]) func `a file that holds nothing to read is refused in words, never misread`(name: String) throws {
        let read = try read(name)
        #expect(read.recordings.isEmpty)
        #expect(read.findings.contains { $0.severity == .error && $0.fix != nil })
    }
}
