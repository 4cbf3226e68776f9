import Foundation
import TestSupport
import Testing

/// `pinch check` as a user runs it.
@Suite struct CheckCommandTests {
    /// An analysis of two small devices, made once.
    private static let analysis: Result<Data, any Error> = Result {
        try PinchRun.run(["analyze", "SampleData/reference/R01", "SampleData/reference/RC01"]).output
    }

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("a.json", Self.analysis.get())
        return scratch
    }

    @Test func `the shipped rules hold for the reference devices, and every file is written`() throws {
        let scratch = try scratch()
        let names = ["junit", "sarif", "gitlab", "markdown", "json", "write-baseline"]
        let run = try PinchRun.run(
            ["check", scratch.path("a.json"), "--rules", "quality", "--rules", "volatile", "--rules", "nonvolatile"]
                + names.flatMap { ["--" + $0, scratch.path($0)] })
        #expect(run.status == 0, "\(run.text) \(run.errors)")
        #expect(run.text.contains("passed: 2 devices"))
        for name in names { #expect(FileManager.default.fileExists(atPath: scratch.path(name)), "\(name)") }
        let again = try PinchRun.run(
            ["check", scratch.path("a.json"), "--baseline", scratch.path("write-baseline")])
        #expect(again.status == 0)
    }

    @Test func `a broken rule leaves with 1 and names device, rule, value and file`() throws {
        let scratch = try scratch()
        let rules = try scratch.write(
            "r.xml",
            "<rules xmlns='urn:pinch:rules:1' version='1'><rule id='low' metric='impedance.R_dc' max='1' fix='press harder'/></rules>"
        )
        let run = try PinchRun.run(["check", scratch.path("a.json"), "--rules", rules])
        #expect(run.status == 1)
        #expect(run.text.contains("FAIL  R01  low: impedance.R_dc is") && run.text.contains("fix: press harder"))
    }

    @Test func `a bad file of rules is refused with every fault, and nothing is written`() throws {
        let scratch = try scratch()
        let rules = try scratch.write(
            "r.xml",
            "<rules xmlns='urn:pinch:rules:1' version='1'>\n<rule id='a' metric='impedance.tau'/>\n<rule id='b' link='L77'/></rules>"
        )
        let run = try PinchRun.run(
            ["check", scratch.path("a.json"), "--rules", rules, "--junit", scratch.path("j.xml")])
        #expect(run.status == 2)
        #expect(run.errors.contains("r.xml:2: error:") && run.errors.contains("r.xml:3: error:"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("j.xml")))
    }

    @Test func `a file of rules that is not there is named`() throws {
        let run = try PinchRun.run(["check", "SampleData/reference/R01", "--rules", "qality"])
        #expect(run.status == 2 && run.errors.contains("qality"))
    }

    @Test func `ndjson of an earlier analysis is judged like the document`() throws {
        let scratch = try scratch()
        let lines = try PinchRun.run(
            ["analyze", "SampleData/reference/R01", "SampleData/reference/RC01", "--format", "ndjson"])
        try scratch.write("a.ndjson", lines.output)
        let one = try PinchRun.run(["check", scratch.path("a.json")])
        let two = try PinchRun.run(["check", scratch.path("a.ndjson")])
        #expect(one.status == two.status && one.text == two.text)
    }
}
