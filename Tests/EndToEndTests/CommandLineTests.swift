import Foundation
import TestSupport
import Testing

@Suite struct CommandLineTests {
    @Test func `the version is one line`() throws {
        let run = try PinchRun.run(["--version"])
        #expect(run.status == 0)
        #expect(run.text == "pinch 0.1.0\n")
    }

    @Test(arguments: ["report", "analyze", "check", "inspect", "fit", "simulate", "list", "explain", "template"])
    func `the help of each command ends with two examples`(_ command: String) throws {
        let run = try PinchRun.run([command, "--help"])
        #expect(run.status == 0)
        #expect(run.text.components(separatedBy: "\n  pinch \(command)").count >= 3, "\(run.text)")
    }

    @Test(arguments: [
        ["report"], ["report", "SampleData", "--nonsense"], ["analyze", "SampleData", "--jobs", "0"],
        ["report", "SampleData", "--format", "docx"], ["analyze", "SampleData", "--depth", "deep"],
        ["list", "fomats"], ["analyze", "SampleData", "--input-format", "biologic"],
        ["report", "SampleData", "--date", "tomorrow"], ["analyze", "SampleData", "--name-pattern", "("],
        ["analyze", "SampleData", "--columns", "V"], ["analyze", "SampleData", "--units", "t=fortnight"],
        ["simulate", "calmm", "--protocol", "impedance", "-o", "/tmp/x"],
    ])
    func `anything wrong on the command line exits 64 with a sentence`(_ arguments: [String]) throws {
        let run = try PinchRun.run(arguments)
        #expect(run.status == 64)
        #expect(run.errors.count > 20)
    }

    @Test func `an empty folder is refused with exit 2`() throws {
        let scratch = try Scratch()
        let run = try PinchRun.run(["report", scratch.folder, "-o", scratch.path("out")])
        #expect(run.status == 2)
        #expect(run.errors.contains("error:") && run.errors.contains("fix:"))
        #expect(scratch.listing("out").isEmpty)
    }

    @Test func `a path that does not exist is refused with exit 2 and named`() throws {
        let run = try PinchRun.run(["analyze", "no-such-folder"])
        #expect(run.status == 2)
        #expect(run.errors.contains("no-such-folder"))
        #expect(run.output.isEmpty)
    }

    @Test func `a misspelled kind is answered with the nearest`() throws {
        let run = try PinchRun.run(["list", "figurs"])
        #expect(run.status == 64 && run.errors.contains("figures"))
    }

    @Test(arguments: ["impedance.tau_k", "L4", "impedance.nyquist", "file.missing", "t_req_s", "EC1", "Zarc"])
    func `each kind of id is explained`(_ id: String) throws {
        let run = try PinchRun.run(["explain", id])
        #expect(run.status == 0)
        #expect(run.text.hasPrefix(id) && run.text.count > id.count + 20)
    }

    @Test func `an id that is none is answered with the nearest`() throws {
        let run = try PinchRun.run(["explain", "impedance.tau_j"])
        #expect(run.status == 64 && run.errors.contains("impedance.tau_"))
    }

    @Test(arguments: [
        "formats", "diagnostics", "metrics", "links", "figures", "models", "protocols", "template-elements",
        "templates", "options",
        "findings",
    ])
    func `each list prints a table with more than a heading`(_ kind: String) throws {
        let run = try PinchRun.run(["list", kind])
        #expect(run.status == 0)
        #expect(run.text.split(separator: "\n").count >= 3, "\(run.text)")
    }
}
