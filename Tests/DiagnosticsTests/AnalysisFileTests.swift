import Findings
import Measurements
import Testing

@testable import Diagnostics

@Suite struct AnalysisFileTests {
    private func device(_ id: String) -> DeviceAnalysis {
        let sweep = VoltageSweep(voltage_V: [0, 1], current_A: [0, 1e-6])
        let origin = Provenance(file: "a \"quoted\" name\n  \"devices\" : [\n\n  ].csv", format: "plain-table")
        var device = Device(id: id, metadata: ["remark": "two\nlines", "empty": ""])
        device.recordings = [Recording(id: "iv-1", kind: .iv, data: .sweep(sweep), provenance: origin)]
        device.findings = [
            Finding(FindingKind("x.y", .note, "A meaning."), "a message", notes: [Finding.Note("a note")])
        ]
        return DeviceAnalysis(of: device)
    }

    @Test(arguments: [0, 1, 3]) func `devices encoded one after another give the document encoded as a whole`(
        count: Int
    ) throws {
        let devices = (0..<count).map { device("D\($0) \u{B5}") }
        let analysis = Analysis(
            tool: "pinch \"0\"", options: DiagnoseOptions(), devices: devices,
            findings: [Finding(FindingKind("x.z", .warning, "Another."), "no device's")])
        let bytes = try AnalysisFile.json(analysis)
        #expect(try bytes == AnalysisFile.whole(analysis))
        #expect(try AnalysisFile.read(bytes, file: "x").devices.map(\.id) == devices.map(\.id))
    }
}
