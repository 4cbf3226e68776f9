import Findings
import Foundation
import Measurements
import Testing

@testable import Ingest

/// EC-Lab's binary: what damaged or unknown files are refused for; whole files are fixtures.
@Suite struct MPRTests {
    private func fixture(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("biologic-mpr/" + name))))
    }

    /// Where the data of the module `VMP data` begin, in the layout since 11.50.
    private func data(_ bytes: [UInt8]) throws -> Int {
        let name = Array("VMP data  VMP data".utf8)
        let at = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
        return at + 35 + 16 + 8
    }

    @Test func `an unknown column is named by its number`() throws {
        let reading = reading(try fixture("unknown_column.mpr"), "a.mpr")
        let finding = try #require(reading.failure?.findings.first)
        #expect(finding.code == "mpr.unknown-column")
        #expect(finding.message.hasPrefix("column 5 has the number 600"))
        #expect(finding.fix?.contains(".mpt") == true)
    }

    @Test func `a known number in place of another of different width fails the check of the row's size`() throws {
        var bytes = try fixture("circuit29.mpr")
        let ids = try data(bytes) + 6
        #expect(bytes[ids + 2] == 37)
        // 4 is the time, of eight bytes.
        bytes[ids + 2] = 4
        let finding = try #require(reading(bytes, "a.mpr").failure?.findings.first)
        #expect(finding.code == "binary.layout" && finding.message.contains("1007"))
    }

    @Test func `a declared number of rows of four thousand millions is refused at once`() throws {
        var bytes = try fixture("circuit29.mpr")
        let at = try data(bytes)
        for i in 0..<4 { bytes[at + i] = 0xFF }
        #expect(reading(bytes, "a.mpr").failure?.findings.first?.code == "binary.layout")
    }

    @Test func `a file without data says what it has`() throws {
        let bytes = try fixture("circuit29.mpr").prefix(52 + 41 + 24 + 560)
        let finding = try #require(reading(Array(bytes), "a.mpr").failure?.findings.first)
        #expect(finding.code == "mpr.no-data" && finding.message.contains("\"VMP Set\""))
    }

    @Test func `days since 1899-12-30`() {
        #expect(BioLogicMPR.date(serialDays: 45714.521800856484) == "2025-02-26T12:31:24")
        #expect(BioLogicMPR.date(serialDays: 36526) == "2000-01-01T00:00:00")
        #expect(
            BioLogicMPR.date(serialDays: 44255.999999) == "2021-03-01T00:00:00", "rounded up, over the end of February")
        #expect(BioLogicMPR.date(serialDays: .nan) == nil && BioLogicMPR.date(serialDays: 1e9) == nil)
    }
}
