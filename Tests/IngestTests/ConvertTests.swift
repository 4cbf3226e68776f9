import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Ingest

@Suite struct ConvertTests {
    private func back(_ recording: Recording) throws -> Recording {
        let again = reading(NormalizedTable.bytes(recording), "table.csv")
        #expect(again.choice?.format.id == "plain-table")
        #expect(again.result.recordings.count == 1)
        return try #require(again.result.recordings.first)
    }

    @Test(arguments: Fixtures.all) func `every fixture comes back bit for bit`(name: String) throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(name))))
        for recording in reading(bytes, name).result.recordings {
            let again = try back(recording)
            #expect(again.data == recording.data && again.kind == recording.kind)
            var (a, b) = (again.conditions, recording.conditions)
            // Settings are for people; a rate may be measured anew from equal samples.
            (a.settings, b.settings) = (nil, nil)
            #expect(a == b)
        }
    }

    @Test func `numbers of every size come back bit for bit`() throws {
        var random = SeededRandom(seed: 3)
        var values = [
            0, -0.0, .leastNonzeroMagnitude, 1.7976931348623157e308 / 1e271, 0.1, 1 / 3.0, -2.2250738585072014e-308,
        ]
        while values.count < 2000 {
            let value = Double(bitPattern: random.next())
            // Beyond 9.9e37 instruments mean overflow.
            if value.isFinite, abs(value) < 9e37 { values.append(value) }
        }
        let time = values.indices.map { Double($0) / 7 }
        let trace = TimeTrace(time_s: time, voltage_V: values.map { _ in 0.1 }, current_A: values)
        let again = try back(Recording(kind: .retention, data: .trace(trace), provenance: Provenance(file: "a,\n# b")))
        guard case .trace(let read) = again.data else { return #expect(Bool(false)) }
        #expect(read.current_A.map(\.bitPattern) == values.map(\.bitPattern))
        #expect(read.time_s.map(\.bitPattern) == time.map(\.bitPattern))
    }

    @Test func `conditions and provenance stand in the header`() throws {
        var conditions = Conditions()
        conditions.area_m2 = 3.3e-9
        conditions.temperature_K = 293.15
        conditions.state = "LRS"
        conditions.settings = ["range": "1 µA"]
        let recording = Recording(
            kind: .iv, data: .sweep(VoltageSweep(voltage_V: [0, 1, 0], current_A: [0, 1e-3, 0])),
            conditions: conditions,
            provenance: Provenance(file: "a.mpt", sha256: "00ff", format: "biologic-mpt", measuredAt: "2026-01-02"))
        let text = String(decoding: NormalizedTable.bytes(recording), as: UTF8.self)
        #expect(text.hasPrefix("# kind: iv\n# state: LRS\n"))
        for line in ["# area_m2: 3.3e-09", "# setting range: 1 µA", "# source_file: a.mpt", "# source_sha256: 00ff"] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        let again = try back(recording)
        #expect(again.conditions.area_m2 == 3.3e-9 && again.conditions.temperature_K == 293.15)
        #expect(again.provenance.measuredAt == "2026-01-02")
    }
}
