import Foundation
import TestSupport
import Testing

/// What can go wrong at the way out, and what a run is told by options.
@Suite struct OutputFaultTests {
    @Test func `a full device is a sentence and exit 2, and stays a device`() throws {
        let run = try PinchRun.run(["analyze", ReportTests.device, "-o", "/dev/full", "--quiet"])
        #expect(run.status == 2)
        #expect(run.errors.contains("No space left"), "\(run.errors)")
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
        let list = try ProgramRun.run("/bin/sh", ["-c", "'\(PinchRun.program)' list metrics > /dev/full"])
        #expect(list.status == 2 && list.text.contains("No space left"), "\(list.text)")
    }

    @Test func `a reader that leaves early ends the run in peace`() throws {
        // The reader is gone before the first byte: the pipe is closed when the program writes.
        let run = try ProgramRun.run(
            "/bin/bash", ["-c", "(sleep 0.3; '\(PinchRun.program)' list metrics; echo status $? >&2) | true"])
        #expect(run.text.contains("status 0"), "\(run.text)")
    }

    @Test func `a link as output stays a link`() throws {
        let scratch = try Scratch()
        try scratch.write("real.json", "old")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("link.json"), withDestinationPath: "real.json")
        let run = try PinchRun.run(["analyze", ReportTests.device, "-o", scratch.path("link.json"), "--quiet"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link.json")) == "real.json")
        #expect(try String(contentsOfFile: scratch.path("real.json"), encoding: .utf8).hasPrefix("{"))
    }

    @Test(arguments: [
        ("{", "no JSON object"), ("[]", "no JSON object"), ("{\"r_cc\":1}", "did you mean \"r_c\""),
        ("{\"r_c\":null}", "must be a number"), ("{\"r_c\":[1]}", "must be a number"),
        ("{\"t_req_s\":1e999}", "must be a number"), ("{\"r_c\":2}", "must be between"),
        ("{\"depth\":3}", "must be \"screen\" or \"full\""), ("{\"seed\":1.5}", "whole number"),
    ])
    func `a bad options file is refused with its place and a fix`(_ text: String, _ hint: String) throws {
        let scratch = try Scratch()
        let file = try scratch.write("o.json", text)
        let run = try PinchRun.run(["analyze", ReportTests.device, "--options", file])
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(hint) && run.errors.contains("fix:"), "\(run.errors)")
        #expect(!run.errors.contains("DecodingError"))
    }

    @Test func `the options beside a sheet hold for its folder and for the sheet, and two that differ are refused`()
        throws
    {
        let scratch = try Scratch()
        let table = "Voltage (V),Current (A)\n0,0\n0.5,1e-3\n1,2e-3\n0.5,1e-3\n0,0\n"
        for (name, ratio) in [("a", "0.25"), ("b", "0.75")] {
            try scratch.write(name + "/iv.csv", table)
            try scratch.write(name + "/samples.csv", "device,file\n\(name),iv.csv\n")
            try scratch.write(name + "/pinch.json", "{\"r_c\": \(ratio)}")
        }
        for input in ["a", "a/samples.csv"] {
            let run = try PinchRun.run(["analyze", scratch.path(input), "--quiet"])
            #expect(run.text.contains("\"r_c\" : 0.25"), "\(run.errors)")
        }
        let both = try PinchRun.run(["analyze", scratch.path("a"), scratch.path("b")])
        #expect(both.status == 2 && both.errors.contains("options.differ"))
        let chosen = try PinchRun.run([
            "analyze", scratch.path("a"), scratch.path("b"), "--options", scratch.path("b/pinch.json"), "--quiet",
        ])
        #expect(chosen.status == 0 && chosen.text.contains("\"r_c\" : 0.75"))
    }

    @Test(arguments: ["2026-02-30", "2025-02-29", "+026-01-01", "2026-1-01"])
    func `a day that no calendar has is a fault of the command line`(_ date: String) throws {
        let run = try PinchRun.run(["report", ReportTests.device, "--date", date])
        #expect(run.status == 64 && run.errors.contains(date))
    }

    @Test func `inspect prints the findings of a file`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("z.csv", "Frequency (Hz),ReZ (Ohm),ImZ (Ohm)\n100,100,-1\n")
        let run = try PinchRun.run(["inspect", file])
        #expect(run.status == 2)
        #expect(run.text.contains("recording.too-short"))
    }

    @Test func `inspect of a folder shows each of its files, and what lies beside them is no fault`() throws {
        let scratch = try Scratch()
        let rows = "Frequency (Hz),ReZ (Ohm),ImZ (Ohm)\n1000,100,-1\n100,110,-9\n10,120,-20\n1,130,-30\n"
        for name in ["a.csv", "b.csv"] { _ = try scratch.write(name, rows) }
        let note = try scratch.write("protocol.doc", "written on a Monday\n")
        let folder = String(note.dropLast("/protocol.doc".count))
        let run = try PinchRun.run(["inspect", folder, "--json"])
        #expect(run.status == 0, "\(run.text)")
        let list = try JSONSerialization.jsonObject(with: run.output) as? [[String: Any]]
        let files = list?.compactMap { ($0["file"] as? String).map { String($0.split(separator: "/").last ?? "") } }
        #expect(files == ["a.csv", "b.csv", "protocol.doc"])
    }

    @Test func `a report that is being read is replaced under its reader, who keeps the old one`() throws {
        let scratch = try Scratch()
        let old = "%PDF-1.5 an old report"
        let path = try scratch.write("o/R01.pdf", old)
        let reader = try #require(FileHandle(forReadingAtPath: path))
        let run = try PinchRun.run([
            "report", "SampleData/reference/R01", "--template", "summary", "-o", scratch.path("o"), "--depth", "screen",
            "--quiet",
        ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(String(decoding: reader.readDataToEndOfFile(), as: UTF8.self) == old)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count > 5000)
        #expect(scratch.listing("o").allSatisfy { !$0.hasSuffix(".part") })
    }

    @Test(.enabled(if: tmpfsCanBeMade, "needs unshare with a file system of its own"))
    func `a full disk and one that cannot be written leave nothing half-written`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("disk"), withIntermediateDirectories: true)
        // A disk of 16 kB in a name space of its own goes away with the shell.
        let report =
            "'\(PinchRun.program)' report SampleData/reference/R01 --template summary --depth screen --quiet -o"
        let script = """
            cd '\(SampleFiles.root)' && mount -t tmpfs -o size=16k none '\(scratch.path("disk"))' || exit 90
            \(report) '\(scratch.path("disk"))'; echo full $?
            ls -A '\(scratch.path("disk"))' | sed 's/^/remains: /'
            mount -o remount,ro '\(scratch.path("disk"))'
            \(report) '\(scratch.path("disk"))/x'; echo locked $?
            """
        let run = try ProgramRun.run("/usr/bin/unshare", ["-rm", "/bin/sh", "-c", script])
        #expect(run.text.contains("full 3") && run.text.contains("No space left on device"), "\(run.text)")
        #expect(!run.text.contains("remains: "), "\(run.text)")
        #expect(run.text.contains("locked 2") && run.text.contains("cannot write into the folder"), "\(run.text)")
    }
}

/// Whether a small disk can be made to fill.
let tmpfsCanBeMade: Bool =
    (try? ProgramRun.run("/usr/bin/unshare", ["-rm", "/bin/mount", "-t", "tmpfs", "none", "/mnt"]).status) == 0
