import Foundation
import TestSupport
import Testing

@Suite struct FitCommandTests {
    private struct Document: Decodable {
        struct Fit: Decodable {
            let circuit: String
            let file: String
            let points: Int
            let residual: Double
            let noise: Double?
            let lack_of_fit: Lack
            let runs_p: Double?
            let aicc: Double?
            let bic: Double
            let bounds_hit: [String]
            let values: [Value]
        }
        struct Lack: Decodable {
            let verdict: String
            let p: Double?
        }
        struct Comparison: Decodable {
            let chosen: String
            let candidates: [String]
            let undecided: Bool
        }
        struct Value: Decodable {
            let name: String
            let value: Double
            let se: Double?
            let origin: String
        }
        let schema: String
        let fits: [Fit]
        let comparisons: [Comparison]?
    }

    /// A made spectrum of EC1 as a table, the rows changed by a rule.
    private func table(
        _ scratch: Scratch, points: Int = 60, noise: Double = 0.01, _ change: ([[Double]]) -> [[Double]] = { $0 }
    ) throws -> String {
        var random = SeededRandom(seed: 9)
        func normal() -> Double {
            (-2 * log(Double.random(in: 1e-12...1, using: &random))).squareRoot()
                * cos(2 * .pi * Double.random(in: 0...1, using: &random))
        }
        let rows = (0..<points).map { i -> [Double] in
            let f = pow(10, 5 - 7 * Double(i) / Double(points - 1))
            let w = 2 * Double.pi * f
            // 50 ohm before 1 uF, 1 kohm, and 500 ohm with 50 H beside each other.
            let size = 500.0 * 500 + w * 50 * w * 50
            let (g, b) = (1e-3 + 500 / size, w * 1e-6 - w * 50 / size)
            let y = g * g + b * b
            let (re, im) = (50 + g / y, -b / y)
            let sd = noise * (re * re + im * im).squareRoot()
            return [f, re + sd * normal(), im + sd * normal()]
        }
        let text = change(rows).map { row in row.map { "\($0)" }.joined(separator: ",") }.joined(separator: "\n")
        return try scratch.write("made.csv", "frequency (Hz),Re Z (ohm),Im Z (ohm)\n" + text + "\n")
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

    @Test func `a fit tells its noise, its lack of fit and its criteria`() throws {
        let scratch = try Scratch()
        let file = try table(scratch)
        let right = try #require(try fit([file, "--circuit", "EC1"]).fits.first)
        #expect(right.lack_of_fit.verdict == "pass" && right.bounds_hit.isEmpty)
        #expect(abs((right.noise ?? 0) - 0.01) < 0.004 && (right.runs_p ?? 0) > 0.001)
        #expect((right.aicc ?? 0) < right.bic)
        let wrong = try #require(try fit([file, "--circuit", "EC0"]).fits.first)
        #expect(wrong.lack_of_fit.verdict == "fail" && (wrong.runs_p ?? 1) < 1e-6)
        let few = try #require(try fit([try table(scratch, points: 10), "--circuit", "EC1"]).fits.first)
        #expect(few.lack_of_fit.verdict == "undecided" && few.noise == nil && few.lack_of_fit.p == nil)
    }

    @Test func `several circuits are compared, and a name may serve some of them`() throws {
        let scratch = try Scratch()
        let document = try fit([
            try table(scratch), "-c", "EC0", "-c", "EC1", "-c", "EC7:1", "-c", "EC1", "--start", "R2=400",
        ])
        let comparison = try #require(document.comparisons?.first)
        #expect(document.fits.count == 3, "EC1 counts once")
        #expect(comparison.chosen == "R0-p(C1,R1,R2-L1)" && comparison.undecided)
        #expect(comparison.candidates == ["R0-p(C1,R1,R2-L1)", "R0-p(C1,R1,M1)"])
        let run = try PinchRun.run(["fit", scratch.path("made.csv"), "-c", "EC0", "-c", "EC1"])
        #expect(run.text.contains("R0-p(C1,R1,R2-L1) is the best by BIC"), "\(run.text)")
        let refused = try PinchRun.run(["fit", scratch.path("made.csv"), "-c", "EC0", "-c", "EC1", "--fix", "R9=1"])
        #expect(refused.status == 2 && refused.errors.contains("R9"))
    }

    @Test(arguments: ["pdf", "svg", "png"])
    func `a page on the fit is written, the same each time`(_ ending: String) throws {
        let scratch = try Scratch()
        let file = try table(scratch)
        let pages = try ["a", "b"].map { name -> Data in
            let target = scratch.path("deep/\(name).\(ending)")
            let run = try PinchRun.run(["fit", file, "-c", "EC0", "-c", "EC1", "--report", target])
            #expect(run.status == 0 && !run.errors.contains("error"), "\(run.errors)")
            return try Data(contentsOf: URL(fileURLWithPath: target))
        }
        #expect(pages[0] == pages[1] && pages[0].count > 5000)
        #expect(scratch.listing("deep").count == 2, "one page is one file")
        let refused = try PinchRun.run(["fit", file, "-c", "EC1", "--report", "x.docx"])
        #expect(refused.status == 64 && refused.errors.contains(".pdf"))
    }

    @Test func `bad points are left out or refused with a sentence`() throws {
        typealias Case = (name: String, status: Int32, word: String, change: ([[Double]]) -> [[Double]])
        let cases: [Case] = [
            ("three points", 0, "impedance.too-few-points", { [$0[0], $0[30], $0[59]] }),
            ("two points", 2, "2 points cannot determine 5 values", { Array($0.prefix(2)) }),
            ("one frequency repeated", 2, "1 point cannot determine", { rows in rows.map { [100, $0[1], $0[2]] } }),
            ("unsorted", 0, "neither rise nor fall", { rows in rows.indices.map { rows[($0 * 37) % 60] } }),
            ("negative frequencies", 2, "recording.too-short", { rows in rows.map { [-$0[0], $0[1], $0[2]] } }),
            ("zero impedance", 2, "60 of 60 points", { rows in rows.map { [$0[0], 0, 0] } }),
            (
                "a zero among others", 0, "impedance.value",
                { rows in
                    rows.indices.map { $0 == 20 ? [rows[$0][0], 0, 0] : rows[$0] }
                }
            ),
            (
                "noise alone", 0, "fit.no-circuit",
                { rows in
                    rows.indices.map { [rows[$0][0], sin(Double($0 * $0)), cos(Double($0 * $0 * 3))] }
                }
            ),
        ]
        for (name, status, word, change) in cases {
            let scratch = try Scratch()
            let file = try table(scratch, change)
            let run = try PinchRun.run(["fit", file, "--circuit", "EC1"])
            #expect(run.status == status && run.errors.contains(word), "\(name): \(run.status) \(run.errors)")
        }
    }

    @Test func `duplicated points are averaged and fitted`() throws {
        let scratch = try Scratch()
        let file = try table(scratch) { rows in rows + rows[10..<40] }
        let found = try #require(try fit([file, "--circuit", "EC1"]).fits.first)
        #expect(found.points == 60 && abs((found.values.last?.value ?? 0) - 50) < 3)
    }

    @Test func `circuits of two hundred elements are refused or fitted, and soon`() throws {
        let scratch = try Scratch()
        let file = try table(scratch, points: 120)
        let resistors = (0..<200).map { "R\($0)" }.joined(separator: "-")
        let refused = try PinchRun.run(["fit", file, "--circuit", resistors])
        #expect(refused.status == 2 && refused.errors.contains("no spectrum can tell"))
        let steps = "R0-" + (1..<100).map { "K\($0)" }.joined(separator: "-")
        let started = Date()
        let run = try PinchRun.run(["fit", file, "--circuit", steps])
        #expect([0, 2].contains(run.status) && !run.errors.isEmpty, "\(run.errors)")
        // The release build needs a second; this one is some twenty times slower, on a busy machine.
        #expect(Date().timeIntervalSince(started) < 120)
        let many = (0..<201).map { "R\($0)" }.joined(separator: "-")
        #expect(try PinchRun.run(["fit", file, "--circuit", many]).status == 64)
    }

    @Test func `impedance.py's documented example is reproduced`() throws {
        let file = SampleFiles.path("../shared/realdata/zplot_rrc_dummy.z")
        guard FileManager.default.fileExists(atPath: file) else { return }
        let found = try #require(
            try fit([file, "--circuit", "R0-p(R1,C1)", "--weights", "unit"]).fits.first)
        // Its getting-started page prints 29.141 ± 0.036, 46.653 ± 0.047 and 10.43 ± 0.029 uF: all digits shown.
        let wanted = [("R0", 29.141, 0.036, 1e-3), ("R1", 46.653, 0.047, 1e-3), ("C1", 10.43e-6, 0.029e-6, 1e-8)]
        for (value, (name, number, error, digit)) in zip(found.values, wanted) {
            #expect(value.name == name && abs(value.value - number) < 0.6 * digit, "\(value)")
            #expect(abs((value.se ?? 0) - error) < max(0.6 * digit, 0.02 * error), "\(value)")
        }
    }
}
