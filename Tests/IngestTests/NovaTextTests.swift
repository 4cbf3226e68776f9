import Findings
import Measurements
import Testing

@testable import Ingest

/// NOVA's exports in their variants, written here line by line.
@Suite struct NovaTextTests {
    private func read(_ lines: [String]) -> BytesReading { reading(lines.joined(separator: "\n") + "\n", "a.txt") }

    @Test(arguments: ["\u{3A9}", "\u{2126}"], ["\t", ";", ","]) func `either omega, any separator`(
        ohm: String, mark: String
    ) throws {
        let names = ["Index", "Frequency (Hz)", "Z' (\(ohm))", "-Z'' (\(ohm))", "Z (\(ohm))", "-Phase (°)", "Time (s)"]
        let rows = [["1", "1000", "5", "2", "0", "0", "1"], ["2", "100", "6", "3", "0", "0", "2"]]
        let reading = read([names.joined(separator: mark)] + rows.map { $0.joined(separator: mark) })
        let recording = try #require(reading.result.recordings.first)
        guard case .spectrum(let z) = recording.data else { return }
        #expect(reading.choice?.format.id == "autolab-nova" && reading.result.findings.isEmpty)
        #expect(z.real_ohm == [5, 6] && z.imaginary_ohm == [-2, -3])
        #expect(recording.provenance.signConversion.contains("-Im Z"))
    }

    @Test func `a DC potential is the bias, an AC one is not`() throws {
        let names = "Frequency (Hz)\tZ' (Ω)\t-Z'' (Ω)\tTime (s)\tPotential (AC) (V)\tPotential (DC) (V)"
        let reading = read([names, "1000\t5\t2\t1\t0.01\t0.4", "100\t6\t3\t2\t0.01\t0.4"])
        #expect(reading.result.recordings.first?.conditions.bias_V == 0.4)
    }

    @Test func `what was applied stands for a voltage that was not exported`() {
        let rows = (0..<12).map { "\(Double($0) * 0.1)\t\($0)\t\(Double($0) * 1e-6)" }
        let reading = read(["Potential applied (V)\tTime (s)\tWE(1).Current (A)"] + rows)
        #expect(reading.result.recordings.first?.kind == .iv)
        #expect(reading.result.findings.map(\.code) == ["nova.applied-voltage"])
    }

    @Test func `names without rows are refused`() {
        #expect(read(["Index\tWE(1).Current (A)\tWE(1).Potential (V)"]).failure?.findings.first?.code == "nova.no-rows")
    }
}
