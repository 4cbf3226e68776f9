import Foundation
import TestSupport
import Testing

@Suite struct FitCommandTests {
    private struct Document: Decodable {
        struct Fit: Decodable {
            let circuit: String
            let file: String
            let residual: Double
            let values: [Value]
        }
        struct Value: Decodable {
            let name: String
            let value: Double
            let se: Double?
            let origin: String
        }
        let schema: String
        let fits: [Fit]
    }

    private func fit(_ arguments: [String]) throws -> Document {
        let run = try PinchRun.run(["fit"] + arguments + ["--json"])
        #expect(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Document.self, from: run.output)
    }

    @Test func `a folder's spectra are fitted in both notations to the same numbers`() throws {
        let named = try fit(["SampleData/volatile/C01", "--circuit", "EC1"])
        let boukamp = try fit(["SampleData/volatile/C01", "--circuit", "R(CR[RL])"])
        #expect(named.schema == "pinch.fit/1" && named.fits.count >= 5)
        #expect(named.fits.allSatisfy { $0.circuit == "R0-p(C1,R1,R2-L1)" && $0.file.contains("impedance") })
        for (a, b) in zip(named.fits, boukamp.fits) {
            // One percent of noise.
            #expect(abs(a.residual - 0.01) < 0.003)
            for (x, y) in zip(a.values, b.values) where x.se.map({ $0 < 0.1 * abs(x.value) }) ?? false {
                #expect(abs(x.value - y.value) < 1e-4 * abs(x.value), "\(a.file) \(x.name)")
            }
        }
    }

    @Test func `values are fixed, tied and bounded from the command line`() throws {
        let document = try fit([
            "SampleData/volatile/C01/impedance-0.5V.csv", "--circuit", "R0-p(C1,R1,R2-L1)", "--fix", "R0=20",
            "--start", "R1=2000", "--bound", "C1=1e-9:1e-7",
        ])
        let values = try #require(document.fits.first).values
        #expect(values.map(\.origin) == ["fixed", "fitted", "fitted", "fitted", "fitted"])
        #expect(values[0].value == 20 && values[0].se == nil)
    }

    @Test(arguments: [
        (["--circuit", "R0-p(C1"], 64, "not closed"),
        (["--circuit", "EC1", "--start", "R1"], 64, "R1=1000"),
        (["--circuit", "EC1", "--weights", "modulo"], 64, "modulus"),
        (["--circuit", "EC1", "--fix", "R9=1"], 2, "R9"),
        (["--circuit", "R0-R1"], 2, "no spectrum can tell"),
    ])
    func `faults are sentences`(_ options: [String], _ status: Int, _ word: String) throws {
        let run = try PinchRun.run(["fit", "SampleData/volatile/C01/impedance-0.5V.csv"] + options)
        #expect(run.status == Int32(status))
        #expect(run.errors.contains(word), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func `files without a spectrum are refused`() throws {
        let run = try PinchRun.run(["fit", "SampleData/volatile/C01/retention.csv", "--circuit", "EC0"])
        #expect(run.status == 2 && run.errors.contains("fit.no-spectrum"), "\(run.errors)")
    }
}
