import Findings
import Measurements
import Testing

@testable import Ingest

/// Gamry's tables in their variants, written here line by line.
@Suite struct GamryTextTests {
    private func read(_ lines: [String]) -> BytesReading {
        reading(lines.joined(separator: "\r\n") + "\r\n", "a.dta")
    }

    private let head = ["EXPLAIN", "TAG\tEISPOT", "VAC\tQUANT\t1.00000E+001\tAC &Voltage (mV rms)"]
    private let rows = ["\t0\t1\t1000\t2.0\t-60.0", "\t1\t2\t100\t2.0\t-30.0"]

    @Test func `modulus and phase stand for parts that are missing`() throws {
        let lines = head + ["ZCURVE\tTABLE", "\tPt\tTime\tFreq\tZmod\tZphz", "\t#\ts\tHz\tohm\t°"] + rows
        let recording = try #require(read(lines).result.recordings.first)
        guard case .spectrum(let z) = recording.data else { return }
        #expect(abs(z.real_ohm[0] - 1) < 1e-12 && abs(z.imaginary_ohm[1] + 1) < 1e-12)
    }

    @Test func `a bias against open circuit adds to it`() throws {
        for (flag, bias) in [("F", 0.5), ("T", 0.75)] {
            let lines =
                head + ["VDC\tPOTEN\t5.0E-001\t\(flag)\tDC", "EOC\tQUANT\t0.25\tOpen Circuit (V)", "ZCURVE\tTABLE"]
                + ["\tPt\tTime\tFreq\tZreal\tZimag", "\t#\ts\tHz\tohm\tohm"] + rows
            let recording = try #require(read(lines).result.recordings.first)
            #expect(recording.conditions.bias_V == bias)
            #expect(abs((recording.conditions.amplitude_V ?? 0) - 0.01 * 2.0.squareRoot()) < 1e-15)
        }
    }

    @Test func `an impedance table without frequencies is refused`() {
        let lines = head + ["ZCURVE\tTABLE", "\tPt\tTime\tZreal\tZimag", "\t#\ts\tohm\tohm", "\t0\t1\t5\t-1"]
        #expect(read(lines).failure?.findings.contains { $0.code == "impedance.no-frequency" } == true)
    }

    @Test func `several impedance tables are a spectrum each`() {
        let table = ["ZCURVE\tTABLE", "\tPt\tTime\tFreq\tZreal\tZimag", "\t#\ts\tHz\tohm\tohm"] + rows
        #expect(read(head + table + table).result.recordings.count == 2)
    }

    @Test func `a square-wave table is no sweep, and its name is told`() {
        let lines = [
            "EXPLAIN", "TAG\tSQUARE_WAVE", "CURVE\tTABLE\t2", "\tPt\tT\tVfwd\tVrev\tIfwd\tIrev", "\t#\ts\tV\tV\tA\tA",
            "\t0\t0\t0.1\t0.2\t1e-6\t2e-6", "\t1\t1\t0.1\t0.2\t1e-6\t2e-6",
        ]
        let finding = read(lines).failure?.findings.last
        #expect(finding?.code == "gamry.no-table" && finding?.message.contains("\"CURVE\"") == true)
    }

    @Test func `a row that an abortion cut is left out, those before it stay`() throws {
        let lines =
            ["EXPLAIN", "TAG\tCHRONOA", "CURVE\tTABLE\t9", "\tPt\tT\tVf\tIm", "\t#\ts\tV\tA"]
            + ["\t0\t0\t0.1\t1e-6", "\t1\t1\t0.1\t1e-6", "\t2\t2\t0."] + ["EXPERIMENTABORTED\tTOGGLE\tT\tAborted"]
        let result = read(lines).result
        #expect(result.recordings.first?.data.count == 2)
        #expect(result.findings.map(\.code).sorted() == ["table.aborted", "table.declared-count", "table.row-length"])
    }
}
