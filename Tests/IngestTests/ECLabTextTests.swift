import Findings
import Foundation
import Measurements
import Testing

@testable import Ingest

/// EC-Lab text in its variants, written here line by line.
@Suite struct ECLabTextTests {
    private func text(_ technique: String, header: [String] = [], _ names: String, _ rows: [String]) -> String {
        let lines = ["", technique, ""] + header + ["", names]
        return
            (["EC-Lab ASCII FILE", "Nb header lines : \(lines.count + 2)    "] + lines + rows)
            .joined(separator: "\r\n") + "\r\n"
    }

    private func column(_ key: String, _ value: String) -> String {
        key.padding(toLength: 20, withPad: " ", startingAt: 0) + value
    }

    private let peis = "Potentio Electrochemical Impedance Spectroscopy"

    @Test func `a table of impedances without frequencies is refused`() {
        let reading = reading(text(peis, "Re(Z)/Ohm\t-Im(Z)/Ohm\t<Ewe>/V\t", ["1\t2\t0"]), "a.mpt")
        #expect(reading.failure?.findings.map(\.code) == ["impedance.no-frequency"])
        #expect(reading.failure?.findings.first?.position?.line == 7)
    }

    @Test func `impedances of the counter electrode alone are not the cell's`() {
        let names = "freq/Hz\tRe(Zce)/Ohm\t-Im(Zce)/Ohm\t|Zce|/Ohm\tPhase(Zce)/deg\t"
        let reading = reading(text(peis, names, ["1E3\t1\t2\t3\t4"]), "a.mpt")
        #expect(reading.failure?.findings.map(\.code) == ["mpt.no-columns"])
    }

    @Test func `modulus and phase stand for parts that were not exported`() throws {
        let rows = ["1.0E+003\t2.0\t-60.0", "1.0E+002\t2.0\t-30.0"]
        let recording = try #require(
            reading(text(peis, "freq/Hz\t|Z|/Ohm\tPhase(Z)/deg", rows), "a.mpt").result.recordings.first)
        guard case .spectrum(let z) = recording.data else { return }
        #expect(abs(z.real_ohm[0] - 1) < 1e-12 && abs(z.imaginary_ohm[1] + 1) < 1e-12)
    }

    @Test(arguments: [("Ref", 0.3 as Double?), ("Eoc", nil), ("Emeas", nil)])
    func `a bias against open circuit is none`(against: String, bias: Double?) throws {
        let header = [column("E (V)", "0.3000"), column("vs.", against), column("Va (mV)", "10.0")]
        let rows = ["1000\t1\t2", "100\t1\t2"]
        let read = reading(text(peis, header: header, "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm", rows), "a.mpt").result
        let recording = try #require(read.recordings.first)
        #expect(recording.conditions.bias_V == bias && recording.conditions.amplitude_V == 0.01)
    }

    @Test func `a sequence number that counts rows cuts no spectrum`() throws {
        let rows = (0..<6).map { "\(1000 - 100 * $0)\t1\t2\t\($0)" }
        let read = reading(text(peis, "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\tcycle number", rows), "a.mpt").result
        #expect(read.recordings.count == 1 && read.recordings.first?.data.count == 6)
    }

    @Test func `a rate per minute, and a stated range that the rows do not run over`() throws {
        let header = [
            column("dE/dt", "600.000"), column("dE/dt unit", "mV/mn"), column("E1 (V)", "0.900"), column("vs.", "Ref"),
        ]
        let rows = (0..<20).map { "\($0)\t\(Double($0) * 0.01)\t\(Double($0) * 1e-3)" }
        let read = reading(text("Cyclic Voltammetry", header: header, "time/s\tEwe/V\t<I>/mA", rows), "a.mpt").result
        #expect(read.recordings.first?.kind == .iv)
        #expect(read.recordings.first?.conditions.rate_V_per_s == 0.01)
        #expect(read.findings.map(\.code) == ["table.declared-range"])
        #expect(read.findings.first?.position?.line == 8)
    }

    @Test func `a run at open circuit throughout gives no recording, and a word on it`() {
        let rows = (0..<4).map { "3\t\($0)\t0.1\t0" }
        let read = reading(text("Modulo Bat", "mode\ttime/s\tEwe/V\tI/mA", rows), "a.mpt").result
        #expect(read.recordings.isEmpty && read.findings.map(\.code) == ["eclab.rest"])
    }
}
