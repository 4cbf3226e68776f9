import Foundation
import TestSupport
import Testing

/// A triangle sweep of a resistor as a plain table.
private func sweep(_ head: String = "Voltage (V),Current (A),Time (s)", lineEnd: String = "\n") -> String {
    head + lineEnd
        + (0...80).map { i in
            let V = 1 - abs(1 - Double(i % 40) / 20)
            return "\(V),\(V * 1e-3),\(Double(i) * 0.1)"
        }.joined(separator: lineEnd) + lineEnd
}

/// What goes wrong with single files: a sentence with place and fix, the right exit status, the other devices' reports.
@Suite struct BadInputTests {
    @Test func `each bad file is named with place and fix, and the good devices get their reports`() throws {
        let scratch = try Scratch()
        try scratch.write("lab/good/iv.csv", sweep())
        try scratch.write("lab/empty/e.csv", "")
        try scratch.write("lab/binary/b.csv", Data((0..<4096).map { UInt8($0 % 256) }))
        try scratch.write("lab/names/n.csv", sweep("Voltage (V),Voltage (V),Time (s)"))
        try scratch.write("lab/one/o.csv", "Voltage (V),Current (A),Time (s)\n0,0,0\n")
        try scratch.write("lab/spectrum/z.csv", "Frequency (Hz),ReZ (Ohm),ImZ (Ohm)\n100,100,-1\n")
        try scratch.write("lab/head/h.csv", "Voltage (V),Current (A),Time (s)\n")
        let run = try PinchRun.run(["report", scratch.path("lab"), "-o", scratch.path("out")])
        #expect(run.status == 3, "\(run.errors)")
        #expect(scratch.listing("out") == ["good.pdf"])
        for (place, code) in [
            ("empty/e.csv:", "file.empty"), ("binary/b.csv:", "file.binary"), ("names/n.csv:1:", "table.no-names"),
            ("one/o.csv:2:", "recording.too-short"), ("spectrum/z.csv:2:", "recording.too-short"),
            ("head/h.csv:", "device.no-recordings"),
        ] {
            #expect(
                run.errors.split(separator: "\n").contains { $0.hasPrefix(place) && $0.contains(code) },
                "\(place) \(code) in \(run.errors)")
        }
        #expect(run.errors.components(separatedBy: "recording.too-short").count == 3, "each fault once")
    }

    @Test func `rows that are no numbers are left out by place, and the rest is reported`() throws {
        let scratch = try Scratch()
        var rows = sweep().split(separator: "\n").map(String.init)
        rows[5] = "nan,1e-3,0.5"
        rows[6] = "0.3,1e400,0.6"
        rows[8] = "0.35,-,0.7"
        try scratch.write("lab/D1/iv.csv", rows.joined(separator: "\n") + "\n")
        try scratch.write("lab/D2/iv.csv", String(sweep("V,I,t").dropLast(4)))
        let run = try PinchRun.run(["analyze", scratch.path("lab"), "-o", scratch.path("a.json")])
        #expect(run.status == 0, "\(run.errors)")
        for text in ["D1/iv.csv:6:1:", "line 7", "D1/iv.csv:9:6:", "table.units-assumed", "table.truncated"] {
            #expect(run.errors.contains(text), "\(text) in \(run.errors)")
        }
        let strict = try PinchRun.run(["analyze", scratch.path("lab"), "-o", scratch.path("a.json"), "--strict"])
        #expect(strict.status == 1)
    }

    @Test(arguments: ["empty", "image"])
    func `where nothing at all could be read the run is refused and writes nothing`(_ kind: String) throws {
        let scratch = try Scratch()
        try scratch.write("lab/D/" + (kind == "empty" ? "iv.csv" : "photo.png"), kind == "empty" ? "" : "\u{89}PNG\n")
        let run = try PinchRun.run(["report", scratch.path("lab"), "-o", scratch.path("out")])
        #expect(run.status == 2)
        #expect(run.errors.contains("input.nothing-read") && run.errors.contains("fix:"))
        #expect(!scratch.listing().contains("out"))
        let analysis = try PinchRun.run(["analyze", scratch.path("lab")])
        #expect(analysis.status == 2 && analysis.output.isEmpty)
    }

    @Test func `an input that is not there does not sink the others`() throws {
        let scratch = try Scratch()
        try scratch.write("lab/D1/iv.csv", sweep())
        let run = try PinchRun.run([
            "report", scratch.path("lab"), scratch.path("gone"), "-o", scratch.path("out"), "--format", "pdf,pdf",
        ])
        #expect(run.status == 3)
        #expect(run.errors.contains("gone: error:") && run.errors.contains("file.missing"), "\(run.errors)")
        #expect(run.errors.contains("1 device, 1 file written"))
        #expect(scratch.listing("out") == ["D1.pdf"])
    }

    @Test func `a row without its file is named, the device's other file is used, and the exit is 3`() throws {
        let scratch = try Scratch()
        try scratch.write("lab/iv.csv", sweep())
        try scratch.write("lab/samples.csv", "device,file\nD1,iv.csv\nD1,gone.csv\n\"D\n2\",iv.csv\n")
        let run = try PinchRun.run(["analyze", scratch.path("lab"), "--format", "csv"])
        #expect(run.status == 3)
        #expect(run.errors.contains("samples.csv:3:4: error: the file \"gone.csv\""), "\(run.errors)")
        #expect(run.errors.contains("samples.csv:4: error:") && run.errors.contains("sheet.open-quote"))
        #expect(run.text.contains("D1"))
    }

    @Test func `links in a loop and pipes among the files end, each file read once`() throws {
        let scratch = try Scratch()
        try scratch.write("lab/D1/iv.csv", sweep())
        for i in 0..<3 {
            for (from, to) in [("a", "b"), ("b", "a")] {
                let folder = scratch.path("lab/" + from)
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/l\(i)", withDestinationPath: "../" + to)
            }
        }
        try #require(mkfifo(scratch.path("lab/D1/pipe.csv"), 0o600) == 0)
        let run = try PinchRun.run(["analyze", scratch.path("lab"), "--format", "csv"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("pipe.csv") && run.errors.contains("file.unread"))
    }

    @Test func `a file with carriage returns alone reads as one with line feeds`() throws {
        let scratch = try Scratch()
        // Batch and device are named by the folders, so both are called alike.
        try scratch.write("lf/lab/D/iv.csv", sweep())
        for end in ["\r", "\r\n"] {
            try scratch.write("cr/lab/D/iv.csv", sweep(lineEnd: end))
            let runs = try ["lf", "cr"].map {
                try PinchRun.run(["analyze", scratch.path($0 + "/lab"), "--format", "csv"])
            }
            #expect(runs.allSatisfy { $0.status == 0 && !$0.output.isEmpty })
            #expect(runs[0].output == runs[1].output)
        }
    }
}
