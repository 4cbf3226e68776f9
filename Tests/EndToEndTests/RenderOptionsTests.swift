import Foundation
import TestSupport
import Testing

/// What `pinch report` writes when it is asked for less or for more than a report.
@Suite struct RenderOptionsTests {
    private static let device = "SampleData/reference/R01"

    private func report(_ arguments: [String], to scratch: Scratch) throws -> PinchRun {
        try PinchRun.run(
            ["report", Self.device, "-o", scratch.path("o"), "--depth", "screen", "--quiet"] + arguments)
    }

    @Test func `figures alone come in every format, with their ids and a table of what they show`() throws {
        let scratch = try Scratch()
        let run = try report(["--figures", "--width", "89", "--format", "pdf,svg"], to: scratch)
        #expect(run.status == 0, "\(run.errors)")
        let files = scratch.listing("o")
        for ending in ["pdf", "svg", "csv"] { #expect(files.contains("R01-iv.loop.\(ending)"), "\(files)") }
        #expect(!files.contains("R01.pdf"))

        let csv = try String(contentsOfFile: scratch.path("o/R01-iv.loop.csv"), encoding: .utf8)
        let lines = csv.split(separator: "\n", omittingEmptySubsequences: false)
        let names = try #require(lines.first { !$0.hasPrefix("#") }).split(separator: ",")
        #expect(names.contains { $0.hasSuffix("Voltage (V)") } && names.contains { $0.hasSuffix("Current (A)") })
        let rows = lines.drop { $0.hasPrefix("#") }.dropFirst().dropLast()
        #expect(rows.count > 100)
        #expect(rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == names.count })
        // The first cell is a number in volts, at full precision.
        #expect(rows.first?.split(separator: ",").first.flatMap { Double($0) }.map { abs($0) < 2 } ?? false)

        let svg = try String(contentsOfFile: scratch.path("o/R01-iv.loop.svg"), encoding: .utf8)
        #expect(svg.contains("<title>R01: ") && svg.contains("<desc>") && svg.contains("role=\"img\""))
        #expect(svg.contains("id=\"iv-loop-1\"") && svg.contains("viewBox="))
        let points = try #require(svg.firstMatch(of: /width="([0-9.]+)pt"/).flatMap { Double($0.1) })
        #expect(points <= 89 * 72 / 25.4 + 1e-3)
    }

    @Test func `figures of a template are those that it shows`() throws {
        let scratch = try Scratch()
        let template = try scratch.write(
            "t.xml",
            "<report xmlns='urn:pinch:report:1' version='1'><figure ref='impedance.bode'/><figure ref='impedance.bode'/></report>"
        )
        let run = try report(["--figures", "--template", template, "--format", "svg"], to: scratch)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            scratch.listing("o") == [
                "R01-impedance.bode-2.csv", "R01-impedance.bode-2.svg", "R01-impedance.bode.csv",
                "R01-impedance.bode.svg",
            ])
    }

    @Test func `one page alone leaves the report itself alone, and one that is not there is told`() throws {
        let scratch = try Scratch()
        let run = try report(["--page", "2", "--format", "png", "--dpi", "50"], to: scratch)
        #expect(run.status == 0, "\(run.errors)")
        #expect(scratch.listing("o") == ["R01-2.png"])
        let image = try Data(contentsOf: URL(fileURLWithPath: scratch.path("o/R01-2.png")))
        // A4 at 50 pixels an inch; width and height stand at the 16th byte.
        #expect(image[16..<24].elementsEqual([0, 0, 0x01, 0x9E, 0, 0, 0x02, 0x49]))
        let none = try report(["--page", "99"], to: scratch)
        #expect(none.status == 3 && none.errors.contains("report.no-page") && none.errors.contains("from 1 to"))
    }

    @Test(arguments: [
        ["--dpi", "9", "--format", "png"], ["--dpi", "300"], ["--page", "0"], ["--page", "1", "--figures"],
        ["--width", "89"], ["--figures", "--width", "100"], ["--attach", "everything"], ["--attach", "none,data"],
        ["--attach", ""], ["--format", "pdf,jpg"], ["--format", ","],
    ]) func `what makes no sense is a fault of the command line`(_ arguments: [String]) throws {
        let scratch = try Scratch()
        let run = try report(arguments, to: scratch)
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.errors.contains("--"), "\(run.errors)")
        #expect(scratch.listing("o").isEmpty)
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/pdfdetach"), "poppler-utils is not installed"))
    func `a report carries its numbers where it is asked to, and they read back`() throws {
        let scratch = try Scratch()
        let run = try report(["--attach", "analysis,data"], to: scratch)
        #expect(run.status == 0, "\(run.errors)")
        try FileManager.default.createDirectory(atPath: scratch.path("out"), withIntermediateDirectories: true)
        let files = try ProgramRun.run(
            "/usr/bin/pdfdetach", ["-saveall", "-o", scratch.path("out"), scratch.path("o/R01.pdf")])
        #expect(files.status == 0, "\(files.text)")
        let names = scratch.listing("out")
        #expect(names.contains("R01-analysis.json") && names.count { $0.hasSuffix(".csv") } == 6, "\(names)")
        let document = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: scratch.path("out/R01-analysis.json"))))
        #expect((document as? [String: Any])?["schema"] as? String == "pinch.analysis/1")
        // A table is what convert writes: the recording's id comes from its numbers, so it is the same again.
        let table = try #require(names.first { $0.contains(".impedance-") })
        let inspected = try PinchRun.run(["inspect", scratch.path("out/" + table)])
        let id = try #require(table.firstMatch(of: /impedance-[0-9a-f]+/)).output
        #expect(inspected.status == 0 && inspected.text.contains(id), "\(inspected.text)")
    }

    @Test func `names of all kinds become files and pages without boxes`() throws {
        let scratch = try Scratch()
        let names = ["憶阻器 7", "멤리스터", "جهاز ١", "\u{202E}abc", "a\u{1}b\u{7F}", "Zoë e\u{301}", "τₖ µ² −1", "../up"]
        var sheet = "device,file\n"
        for (index, name) in names.enumerated() {
            let rows = (0...80).map { i in
                let V = 1 - abs(1 - Double(i % 40) / 20)
                return "\(V),\(V * 1e-3 * Double(index + 1)),\(Double(i) * 0.1)"
            }
            try scratch.write(
                "in/\(index).csv", "Voltage (V),Current (A),Time (s)\n" + rows.joined(separator: "\n") + "\n")
            sheet += "\"\(name)\",\(index).csv\n"
        }
        try scratch.write("in/samples.csv", sheet)
        let run = try PinchRun.run([
            "report", scratch.path("in"), "-o", scratch.path("o"), "--template", "summary", "--format", "pdf,svg",
            "--depth", "screen",
        ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(!run.errors.contains("font.no-glyph"), "\(run.errors)")
        let files = scratch.listing("o")
        #expect(files.count { $0.hasSuffix(".pdf") } == names.count, "\(files)")
        #expect(files.allSatisfy { !$0.contains("/") && !$0.hasPrefix(".") })
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftotext") else { return }
        let text = try ProgramRun.run("/usr/bin/pdftotext", [scratch.path("o/憶阻器_7.pdf"), "-"])
        #expect(text.text.contains("憶阻器 7"), "\(text.text.prefix(200))")
    }
}
