import Foundation
import Ingest
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Files that no code of ours wrote: `Tests/Independent/generate.py` integrates the equations of docs/theory.md by itself.
@Suite(.enabled(if: Python.hasSciPy, "no Python with numpy and scipy here; set PYTHON to one"))
struct IndependentFilesTests {
    @Test func `the generator's own steps in time meet scipy's integration`() throws {
        #expect(try Python.run([SampleFiles.path("Tests/Independent/generate.py"), "--check"]) == 0)
    }

    @Test(arguments: ["calm", "two-branch"])
    func `what was put into the files is read from them, and a fault planted there is caught`(_ model: String) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: root) }
        // The faults that need no further integration; `make study` counts all of them over many devices.
        let faults = [("seriesResistance", "L19"), ("photovoltaicSign", "L4"), ("reversedReactance", "L4")]
        let status = try Python.run([
            SampleFiles.path("Tests/Independent/generate.py"), root, "--model", model, "--count", "1", "--faults",
            faults.map(\.0).joined(separator: ","),
        ])
        try #require(status == 0)
        let sound = try Self.analysis(root + "/sound")
        #expect(sound.links.filter { $0.verdict == .inconsistent }.map { $0.id + " " + $0.reason } == [])
        #expect(sound.links.filter { $0.verdict == .consistent }.count > 30)
        try Self.compare(sound, with: root + "/sound/\(model)-1/truth.json")
        for (fault, link) in faults {
            let found = try Self.analysis(root + "/" + fault).links.filter { $0.id == link }
            #expect(found.contains { $0.verdict == .inconsistent }, "\(fault): \(found.map(\.reason))")
        }
    }

    private static func analysis(_ folder: String) throws -> DeviceAnalysis {
        let entry = try #require(try survey([folder], options: IngestOptions()).entries.first)
        var options = DiagnoseOptions()
        options.depth = .screen
        return diagnose(ingest(entry, options: IngestOptions()).device, options: options)
    }

    /// Values at the biases against the exact ones; four errors, as some thirty numbers are compared.
    private static func compare(_ analysis: DeviceAnalysis, with path: String) throws {
        let truth = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
        let rows = try #require(truth["at_bias"] as? [[String: Any]])
        #expect(rows.count == 5)
        for row in rows {
            let bias_V = try #require(row["bias_V"] as? Double)
            for (id, key) in [
                ("impedance.R_dc", "R_dc_ohm"), ("impedance.C_lf", "C_lf_F"), ("transient.C_lf", "C_lf_F"),
            ] {
                let value = try #require(row[key] as? Double)
                let metric = analysis.metrics.first {
                    $0.id == id && abs(($0.at.bias_V ?? .infinity) - bias_V) < 2e-3
                }
                guard let metric, let se = metric.se else { continue }
                #expect(abs(metric.value - value) < 4 * se + 0.02 * abs(value), "\(id) at \(bias_V) V")
            }
        }
        #expect(analysis.metrics.filter { $0.id == "impedance.R_dc" }.count == 5)
    }
}

/// A Python with numpy and scipy: that of the variable PYTHON, else the first python3.
enum Python {
    static let command = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"

    static let hasSciPy = (try? run(["-c", "import numpy, scipy"])) == 0

    static func run(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
