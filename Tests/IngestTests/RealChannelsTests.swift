import Files
import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// Instruments that record channels, and J-V files: against the real files beside the project, read off by hand.
@Suite(
    .enabled(
        if: FilePath.kind(SampleFiles.real("")) == .folder, "the folder ../shared/realdata with real files is absent"))
struct RealChannelsTests {
    private func read(_ name: String, columns: String? = nil) -> FileReading {
        var options = IngestOptions()
        options.columns = columns
        return FileReading(
            FileEntry(path: SampleFiles.real(name), name: name, row: nil, isNamed: true), options: options)
    }

    @Test func `a LabVIEW file of forces and accelerations is refused with its channels`() throws {
        let reading = read("labview_short.lvm")
        let finding = try #require(reading.findings.last)
        #expect(reading.recordings.isEmpty && reading.choice?.format.id == "labview-lvm")
        #expect(finding.code == "channels.roles" && finding.position?.line == 23)
        #expect(finding.message.contains("\"Excitation (Trigger)\" in Newtons"))
        #expect(finding.fix?.contains("--columns \"V=Excitation (Trigger);I=Response (Trigger)/50\"") == true)
    }

    @Test func `the same with roles gives its numbers, decimal comma and time included`() throws {
        let recording = try #require(read("labview_short.lvm", columns: "V=1;I=2/50").recordings.first)
        guard case .sweep(let sweep) = recording.data else {
            guard case .trace(let trace) = recording.data else { return #expect(Bool(false), "numbers") }
            #expect(trace.voltage_V.first == 0.914018 && trace.voltage_V.last == 0.680572)
            #expect(trace.current_A.first == 1.204792 / 50 && trace.time_s[9] == 9 * 3.906250e-5)
            return
        }
        #expect(sweep.voltage_V.count == 10 && sweep.voltage_V.first == 0.914018 && sweep.voltage_V.last == 0.680572)
        #expect(abs((sweep.current_A.first ?? 0) - 1.204792 / 50) < 1e-15)
        #expect(sweep.time_s[9] == 9 * 3.906250e-5)
        #expect(recording.provenance.position(of: 9).line == 33)
        #expect(recording.provenance.measuredAt == "2013-02-19T09:51:40")
    }

    @Test func `a perovskite cell scanned backward, whose header says the opposite`() throws {
        let reading = read("hzb_perovskite_jv_reverse.txt")
        let recording = try #require(reading.recordings.first)
        guard case .sweep(let sweep) = recording.data else { return #expect(Bool(false), "a sweep") }
        #expect(reading.choice?.format.id == "hzb-pvcomb-jv" && sweep.voltage_V.count == 161)
        #expect(sweep.voltage_V.first == 1.4 && sweep.voltage_V.last == -0.2)
        #expect(sweep.current_A.first == 5.000598e-3 && sweep.current_A.last == -3.815540e-3)
        #expect(sweep.current_A.count { $0 > 4.99e-3 } == 13, "the points at the compliance")
        #expect(recording.conditions.compliance_A == 5e-3 && recording.conditions.illumination_W_per_m2 == 1000)
        #expect(abs((recording.conditions.area_m2 ?? 0) - 1.6e-5) < 1e-20)
        #expect(recording.provenance.signConversion.isEmpty && recording.provenance.firstLine == 29)
        #expect(recording.provenance.measuredAt == "2024-11-21T12:53:50")
        #expect(reading.findings.map(\.code) == ["jv.header", "jv.header", "jv.sign"])
    }
}
