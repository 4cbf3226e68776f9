import Foundation
import TestSupport
import Testing

@Suite struct ReportTests {
    /// One small device of the sample data, whose report is quick to make.
    static let device = "SampleData/reference"

    @Test func `reports and analyses are the same bytes at one job and at two, and in two runs`() throws {
        let scratch = try Scratch()
        var documents: [[String: Data]] = []
        for (name, jobs) in [("a", "1"), ("b", "2"), ("c", "2")] {
            let run = try PinchRun.run([
                "report", Self.device, "-o", scratch.path(name), "--format", "pdf,svg", "--jobs", jobs, "--quiet",
            ])
            #expect(run.status == 0, "\(run.errors)")
            var files: [String: Data] = [:]
            for file in scratch.listing(name) {
                files[file] = try Data(contentsOf: URL(fileURLWithPath: scratch.path(name + "/" + file)))
            }
            documents.append(files)
        }
        #expect(documents[0].count >= 4)
        #expect(documents[0] == documents[1])
        #expect(documents[1] == documents[2])
    }

    @Test func `the analysis does not depend on jobs, on the order of inputs, or on the working folder`() throws {
        let inputs = ["SampleData/reference", "SampleData/volatile/C01"]
        let plain = try PinchRun.run(["analyze"] + inputs + ["--jobs", "1", "--quiet"])
        let turned = try PinchRun.run(["analyze"] + inputs.reversed() + ["--jobs", "2", "--quiet"])
        #expect(plain.status == 0, "\(plain.errors)")
        #expect(plain.output == turned.output)
        let elsewhere = try PinchRun.run(
            ["analyze"] + inputs.map { SampleFiles.path($0) } + ["--quiet"], in: NSTemporaryDirectory())
        #expect(plain.output == elsewhere.output)
    }

    @Test(.enabled(if: jsonschemaIsThere, "needs python3-jsonschema, which make setup-test installs"))
    func `the analysis validates against the shipped JSON schema`() throws {
        let scratch = try Scratch()
        let run = try PinchRun.run(["analyze", "SampleData", "-o", scratch.path("a.json"), "--quiet"])
        #expect(run.status == 0, "\(run.errors)")
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            errors = list(jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))))
            for error in errors[:10]: print(list(error.absolute_path), error.message)
            sys.exit(1 if errors else 0)
            """
        let check = try ProgramRun.run(
            "/usr/bin/python3", ["-c", script, SampleFiles.path("docs/analysis.schema.json"), scratch.path("a.json")])
        #expect(check.status == 0, "\(check.text)")
    }

    @Test func `one bad file does not sink the others, and the run says so`() throws {
        let scratch = try Scratch()
        try scratch.write(
            "good/iv.csv",
            "Voltage (V),Current (A),Time (s)\n"
                + (0...80).map { i in
                    let V = 1 - abs(1 - Double(i % 40) / 20)
                    return "\(V),\(V * 1e-3),\(Double(i) * 0.1)"
                }.joined(separator: "\n") + "\n")
        try scratch.write("bad/empty.csv", "")
        let run = try PinchRun.run(["report", scratch.folder, "-o", scratch.path("out"), "--jobs", "2"])
        #expect(run.status == 3, "\(run.errors)")
        #expect(scratch.listing("out").contains("good.pdf"))
        #expect(run.errors.contains("empty.csv"))
    }

    @Test(arguments: [
        ("<report xmlns='urn:pinch:report:1' version='1'><sectoin title='x'/></report>", "section"),
        ("<report xmlns='urn:pinch:report:1' version='1'><section titel='x'/></report>", "title"),
        (
            "<report xmlns='urn:pinch:report:1' version='1'><figure ref='impedance.nyquits'/></report>",
            "impedance.nyquist"
        ),
        ("<report xmlns='urn:pinch:report:1' version='1'><section>", "line"),
    ])
    func `a bad template is refused with exit 2, its place and the nearest name`(_ text: String, _ hint: String) throws
    {
        let scratch = try Scratch()
        let template = try scratch.write("t.xml", text)
        let run = try PinchRun.run(["report", Self.device, "-o", scratch.path("out"), "--template", template])
        #expect(run.status == 2)
        #expect(run.errors.contains("t.xml:1"), "\(run.errors)")
        if hint != "line" { #expect(run.errors.contains(hint), "\(run.errors)") }
        #expect(scratch.listing("out").isEmpty)
    }

    @Test(arguments: ["impedance", "transients"])
    func `a shipped template goes by its name, and an unknown name is refused`(name: String) throws {
        let scratch = try Scratch()
        let run = try PinchRun.run([
            "report", Self.device, "-o", scratch.path("out"), "--template", name, "--format", "svg", "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        // A page of a report carries its number in the name, or is the only one.
        #expect(scratch.listing("out").contains { $0.hasPrefix("RC01") && $0.hasSuffix(".svg") })
        let unknown = try PinchRun.run([
            "report", Self.device, "-o", scratch.path("no"), "--template", "impedence", "--quiet",
        ])
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("impedence"))
    }

    @Test func `a device with retention alone has no empty page`() throws {
        let scratch = try Scratch()
        var sheet = "device,file,kind,temperature_C\n"
        for temperature in [60, 80, 100, 120] {
            let tau = exp(1 / 8.617e-5 * (1 / (Double(temperature) + 273.15) - 1 / 373.15)) * 1e3
            var text = "t/s,V/V,I/A\n"
            for i in 0..<40 {
                let t = pow(10, 0.11 * Double(i))
                // A ripple of half a percent stands for noise.
                let G = (1e-5 + 9e-5 * exp(-t / tau)) * (1 + 0.005 * sin(Double(i * i)))
                text += "\(t),0.1,\(0.1 * G)\n"
            }
            _ = try scratch.write("in/r\(temperature).csv", text)
            sheet += "D,r\(temperature).csv,retention,\(temperature)\n"
        }
        _ = try scratch.write("in/samples.csv", sheet)
        let run = try PinchRun.run([
            "report", scratch.path("in"), "-o", scratch.path("out"), "--template", "transients", "--format", "svg",
            "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(scratch.listing("out").filter { $0.hasSuffix(".svg") }.count == 1)
    }

    @Test func `an output folder that cannot be made is a sentence and no trap`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("occupied", "x")
        let run = try PinchRun.run(["report", Self.device, "-o", file])
        #expect(run.status == 3 || run.status == 2)
        #expect(run.errors.contains("error:"))
    }
}

/// Whether Python's JSON schema validator can be asked.
let jsonschemaIsThere: Bool =
    (try? ProgramRun.run("/usr/bin/python3", ["-c", "import jsonschema; jsonschema.Draft202012Validator"]).status) == 0

/// One run of another program.
struct ProgramRun {
    let status: Int32
    let text: String

    /// Runs a program and takes what it prints.
    static func run(_ program: String, _ arguments: [String]) throws -> ProgramRun {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return ProgramRun(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
    }
}
