import Files
import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// Whether the real instrument files stand beside the project; they are not part of it.
private let hasRealFiles = FilePath.kind(SampleFiles.real("")) == .folder

/// Numbers below were read off the files' own text by hand, those of binary files by another program.
@Suite(.enabled(if: hasRealFiles, "the folder ../shared/realdata with real instrument files is absent"))
struct RealPotentiostatTests {
    private struct NotThatKind: Error {}

    private func read(_ name: String) throws -> FixtureExpectation {
        let file = FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true)
        let reading = FileReading(file, options: IngestOptions())
        return FixtureExpectation(recordings: reading.recordings, findings: reading.findings)
    }

    private func spectrum(_ read: FixtureExpectation) throws -> (ImpedanceSpectrum, Recording) {
        let recording = try #require(read.recordings.first)
        guard case .spectrum(let spectrum) = recording.data, read.recordings.count == 1 else { throw NotThatKind() }
        return (spectrum, recording)
    }

    @Test func `Zahner spectrum that starts in the middle`() throws {
        let read = try read("zahner_rc_highz.ism")
        let (z, recording) = try spectrum(read)
        // 75 samples, of which 20 were measured on the way up; the polar numbers by Python's struct and math.
        #expect(z.frequency_Hz.count == 55 && z.frequency_Hz.first == 100000 && z.frequency_Hz.last == 0.2)
        #expect(abs(z.real_ohm[0] - 165.60710138014684) < 1e-6 && abs(z.imaginary_ohm[0] + 10868.178381324426) < 1e-6)
        #expect(abs(z.real_ohm[54] / 99513834.0720253 - 1) < 1e-12)
        #expect(abs(z.imaginary_ohm[54] / -1933631.4253542447 - 1) < 1e-12)
        #expect(recording.conditions.amplitude_V == 0.01)
        #expect(abs((recording.conditions.bias_V ?? 0) - 0.9995) < 2e-4, "0.9995 V in the header's text")
        #expect(abs((recording.conditions.temperature_K ?? 0) - 296.95) < 1e-9)
        #expect(recording.provenance.measuredAt == "2024-07-16T09:32:48")
        #expect(read.findings.map(\.code) == ["zahner.doubled-sweep"])
        // The maker's own fit of this file: 98.866 Mohm parallel to 147.84 pF.
        for i in z.frequency_Hz.indices where z.frequency_Hz[i] < 100 {
            let y = 2 * Double.pi * z.frequency_Hz[i] * 98_865_833 * 1.478386875e-10
            let modulus = 98_865_833 / (1 + y * y).squareRoot()
            let square = z.real_ohm[i] * z.real_ohm[i] + z.imaginary_ohm[i] * z.imaginary_ohm[i]
            #expect(abs(square.squareRoot() / modulus - 1) < 0.015, "the fit's largest error is 1.3 %")
        }
    }

    @Test func `ZPlot 3 of a dummy cell`() throws {
        let read = try read("zplot_rrc_dummy.z")
        let (z, recording) = try spectrum(read)
        #expect(z.frequency_Hz.count == 48 && z.frequency_Hz.first == 50000 && z.frequency_Hz.last == 1)
        #expect(z.real_ohm.first == 29.036 && z.imaginary_ohm.first == 0.63662)
        #expect(z.real_ohm.last == 75.803 && z.imaginary_ohm.last == -0.16244)
        #expect(recording.conditions.bias_V == 0 && recording.conditions.settings?["amplitude as stated"] == "10 mV")
        #expect(recording.provenance.instrument == "ZPlot 3.2c" && recording.provenance.firstLine == 124)
        #expect(read.findings.isEmpty)
    }

    @Test func `ZPlotW that declares 79 points and holds 31`() throws {
        let read = try read("zplotw_sofc_short.z")
        let (z, recording) = try spectrum(read)
        #expect(z.frequency_Hz.count == 31 && z.frequency_Hz.first == 300000 && z.frequency_Hz.last == 300)
        #expect(z.real_ohm.first == 642.62 && z.imaginary_ohm.first == -85.821)
        #expect(z.real_ohm.last == 1305.3 && z.imaginary_ohm.last == -195.01)
        #expect(recording.provenance.measuredAt == "2019-12-17T16:24:35")
        #expect(read.findings.map(\.code) == ["table.declared-count"])
        #expect(read.findings.first?.position?.line == 9)
    }

    @Test func `VersaStudio impedance with a Japanese comment`() throws {
        let read = try read("versastudio_peis.par")
        let (z, recording) = try spectrum(read)
        #expect(z.frequency_Hz.count == 61 && z.frequency_Hz.first == 100000 && z.frequency_Hz.last == 0.02154435)
        #expect(z.real_ohm.first == 55.31571 && z.imaginary_ohm.first == 4.575431)
        #expect(z.real_ohm.last == 1516.313 && z.imaginary_ohm.last == -122.8279)
        #expect(recording.conditions.bias_V == 0 && recording.conditions.area_m2 == nil)
        #expect(abs((recording.conditions.amplitude_V ?? 0) - 0.0282842712474619) < 1e-15, "20 mV rms")
        #expect(recording.provenance.measuredAt == "2018-07-19T09:40:30" && recording.provenance.firstLine == 117)
        #expect(recording.provenance.instrument == "VersaSTAT4-400, VersaStudio 2.52.3.0")
        #expect(read.findings.map(\.code) == ["conditions.default-area", "table.declared-range"])
    }

    @Test func `PalmSens impedance`() throws {
        let read = try read("palmsens_eis_5freq.pssession")
        let (z, recording) = try spectrum(read)
        #expect(z.frequency_Hz.count == 5 && z.frequency_Hz.first == 200000)
        #expect(z.real_ohm.first == 569.666 && z.imaginary_ohm.first == -32.340022, "the file stores -Im Z")
        #expect(z.real_ohm.last == 10603.932 && z.imaginary_ohm.last == -405.591)
        #expect(abs((recording.conditions.bias_V ?? 1) - 1.5e-3) < 5e-4)
        #expect(recording.provenance.measuredAt == "2025-07-31T15:52:46")
        #expect(recording.provenance.instrument == "ES4HR20B0008, PalmSens core 5.11.1006.0")
        #expect(read.findings.map(\.code) == ["conditions.default-area"])
    }

    @Test func `PalmSens voltammetry in microampere whatever the short unit says`() throws {
        let read = try read("palmsens_cv_1scan.pssession")
        let recording = try #require(read.recordings.first)
        guard case .sweep(let sweep) = recording.data else { throw NotThatKind() }
        #expect(recording.kind == .iv && read.recordings.count == 1 && sweep.voltage_V.count == 41)
        #expect(sweep.voltage_V.first == -0.499971 && sweep.current_A.first == -48.536196e-6)
        #expect(sweep.time_s.count == 41 && sweep.time_s[1] == 0.09999439865350723)
        #expect(recording.conditions.rate_V_per_s == 1)
        // A dummy resistor of some 10 kohm: the sign of the current is that of the voltage.
        for (v, i) in zip(sweep.voltage_V, sweep.current_A) where abs(v) > 0.2 { #expect(abs(v / i - 1.03e4) < 300) }
    }

    @Test func `CH Instruments impedance`() throws {
        let read = try read("chi660e_imp.txt")
        let (z, recording) = try spectrum(read)
        #expect(z.frequency_Hz.count == 73 && z.frequency_Hz.first == 99610 && z.frequency_Hz.last == 0.1)
        #expect(z.real_ohm.first == 98.91 && z.imaginary_ohm.first == -2.748)
        #expect(z.real_ohm.last == 5685 && z.imaginary_ohm.last == -15860)
        #expect(recording.conditions.bias_V == 0 && recording.conditions.amplitude_V == 0.025)
        #expect(recording.provenance.instrument == "CHI660E" && recording.provenance.firstLine == 19)
        #expect(recording.provenance.measuredAt == "2020-02-20T15:55:08")
        #expect(read.findings.map(\.code) == ["table.declared-range"], "2 MHz is stated, 99.6 kHz measured")
    }

    @Test func `a CorrWare file is refused by its name`() {
        let read = reading(
            "CORRW ASCII\n  CorrWare for Windows: Version 3.5a\nEnd Comments\n0.1 1e-9 0\n0.1 2e-9 1\n", "a.cor")
        #expect(read.failure?.findings.map(\.code) == ["format.not-read"])
        #expect(read.failure?.findings.first?.message.contains("CorrWare") == true)
    }
}
