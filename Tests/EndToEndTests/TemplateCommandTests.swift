import Foundation
import TestSupport
import Testing

/// The smallest report around something.
private func report(_ inside: String, _ attributes: String = "") -> String {
    "<report xmlns=\"urn:pinch:report:1\" version=\"1\" \(attributes)>\n\(inside)\n</report>\n"
}

@Suite struct TemplateCommandTests {
    @Test func `a new template passes its check, and is never written over a file`() throws {
        let scratch = try Scratch()
        #expect(try PinchRun.run(["template", "new", "mine.xml"], in: scratch.folder).status == 0)
        let check = try PinchRun.run(["template", "check", "mine.xml"], in: scratch.folder)
        #expect(check.status == 0 && check.text == "mine.xml: no faults\n" && check.errors.isEmpty)
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.path("mine.xml")))
        let again = try PinchRun.run(["template", "new", "mine.xml", "--from", "device"], in: scratch.folder)
        #expect(again.status == 2 && again.errors.contains("template.exists"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("mine.xml"))) == before)
        #expect(try PinchRun.run(["template", "new", "no/such/folder/m.xml"], in: scratch.folder).status == 2)
        #expect(try PinchRun.run(["template", "new", "m.xml", "--from", "devise"], in: scratch.folder).status == 64)
        #expect(scratch.listing() == ["mine.xml"])
    }

    @Test(arguments: ["device", "hysteresis", "impedance", "links", "models", "starter", "summary", "transients"])
    func `each shipped template can be started from and passes its check`(_ name: String) throws {
        let scratch = try Scratch()
        #expect(try PinchRun.run(["template", "new", "m.xml", "--from", name], in: scratch.folder).status == 0)
        let check = try PinchRun.run(["template", "check", "m.xml", name], in: scratch.folder)
        #expect(check.status == 0 && check.text == "m.xml: no faults\n\(name): no faults\n", "\(check.errors)")
    }

    @Test func `every fault is told at once with line and column, and good files are named`() throws {
        let scratch = try Scratch()
        try scratch.write(
            "bad.xml",
            report("<pp/>\n<figure reff='iv.loop'/>\n<p>See <ref to='fig'/></p>\n<p algn='left'/><p><link to='x'/></p>")
        )
        try scratch.write("good.xml", report("<links/>"))
        let run = try PinchRun.run(["template", "check", "bad.xml", "good.xml", "none.xml"], in: scratch.folder)
        #expect(run.status == 2 && run.text == "good.xml: no faults\n")
        for start in [
            "bad.xml:2:1: error: unknown element <pp>", "bad.xml:3:9: error: unknown attribute \"reff\"",
            "bad.xml:3:1: error: <figure> lacks", "bad.xml:4:13: error: nothing in the template has the id \"fig\"",
            "bad.xml:5:4: error: unknown attribute \"algn\"", "bad.xml:5:26: error: to=\"x\" is not https://",
            "none.xml: error:",
        ] { #expect(run.errors.contains("\n" + start) || run.errors.hasPrefix(start), "\(start) in \(run.errors)") }
    }

    @Test func `with data it tells what matches nothing, and --strict makes warnings fail`() throws {
        let scratch = try Scratch()
        try scratch.write(
            "t.xml",
            report(
                "<p><value select='@nobody'/></p>\n<figure ref='impedance.nyquist' bias='9'/>\n"
                    + "<for-each select='recording[@kind=\"pulses\"]'><p/></for-each>"))
        let data = SampleFiles.path("SampleData/reference/RC01")
        let arguments = ["template", "check", "t.xml", "--data", data]
        let run = try PinchRun.run(arguments, in: scratch.folder)
        #expect(run.status == 0 && run.text == "t.xml: no errors, 3 warnings\n", "\(run.text)")
        for text in ["template.unknown-name", "layout.no-match", "there are: ", "note: <for-each>"] {
            #expect(run.errors.contains(text), "\(text) in \(run.errors)")
        }
        #expect(try PinchRun.run(arguments + ["--strict"], in: scratch.folder).status == 1)
        #expect(try PinchRun.run(["template", "check", "t.xml", "--data", "none"], in: scratch.folder).status == 2)
        #expect(scratch.listing() == ["t.xml"])
    }
}

/// What is wrong with templates as a user meets it: a sentence with place and fix, status 2, nothing written.
@Suite struct BadTemplateTests {
    private func run(_ template: Data, _ name: String = "t.xml") throws -> (run: PinchRun, made: [String]) {
        let scratch = try Scratch()
        try scratch.write(name, template)
        let run = try PinchRun.run(
            [
                "report", SampleFiles.path("SampleData/reference/RC01"), "--template", name, "-o", "out", "--depth",
                "screen",
            ],
            in: scratch.folder)
        return (run, scratch.listing("out"))
    }

    @Test(arguments: [
        ("", "template.not-xml"), ("<report", "template.not-xml"), ("<html/>", "template.namespace"),
        ("\u{0}\u{1}\u{2}", "template.not-xml"), ("{\"a\": 1}", "template.not-xml"),
        ("<report xmlns='urn:pinch:report:1' version='2'/>", "template.version"),
        ("<!DOCTYPE report [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + report("<p>&x;</p>"), "template.doctype"),
        ("<!DOCTYPE a [<!ENTITY b 'b'><!ENTITY c '&b;&b;&b;&b;'>]>" + report("<p>&c;</p>"), "template.doctype"),
        (report("<p>&passwd;</p>"), "template.not-xml"),
        (report("<include file='/etc/passwd'/>"), "template.include"),
        (report("<include file='../t.xml'/>"), "template.include"),
        (report("<include file='t.xml'/>"), "template.include"),
        (report("<include file='none.xml'/>"), "template.include"),
        (report("<for-each select='metric['><p/></for-each>"), "template.bad-xpath"),
        (report("<for-each select='document(\"x\")'><p/></for-each>"), "template.bad-xpath"),
        (report("<style accent='blue'/>"), "template.bad-value"),
        (report("<style size='big'/>"), "template.bad-value"), (report("<p/>", "page='B7'"), "template.bad-value"),
        (report("<p/>", "margin='-3mm'"), "template.bad-value"),
        (report("<figure ref='iv.lop'/>"), "template.unknown-figure"),
        (report("<figure ref=''/>"), "template.unknown-figure"),
        (report("<p><metric id=''/></p>"), "template.unknown-metric"),
        (report("<p><ref to=''/></p>"), "template.unknown-target"),
        (report("stray"), "template.stray-text"),
    ])
    func `a bad template is refused with its code, its place and exit 2`(_ template: String, _ code: String) throws {
        let (run, made) = try run(Data(template.utf8))
        #expect(run.status == 2 && made.isEmpty)
        #expect(run.errors.contains("[\(code)]") && run.errors.hasPrefix("t.xml"), "\(run.errors)")
        #expect(!run.errors.contains("root:"))
    }

    @Test func `deep nesting and a file of a hundred megabytes are refused at once`() throws {
        for depth in [80, 300, 100_000] {
            let deep = String(repeating: "<if test='1'>", count: depth) + String(repeating: "</if>", count: depth)
            let (run, _) = try run(Data(report(deep).utf8))
            #expect(run.status == 2 && run.errors.contains("error:"), "\(run.errors.prefix(300))")
        }
        let start = Date()
        let (run, _) = try run(Data(repeating: UInt8(ascii: " "), count: 100 << 20))
        #expect(run.status == 2 && run.errors.contains("template.limit"), "\(run.errors.prefix(300))")
        #expect(Date().timeIntervalSince(start) < 20)
    }

    @Test(arguments: [
        // A million turns; steps without end in each of few; elements by the million; a figure in each turn.
        "<for-each select='//@*'><for-each select='//@*'><p/></for-each></for-each>",
        "<for-each select='//@*'><p><value select='count(//@*[count(//@*) > 1])'/></p></for-each>",
        "<for-each select='//@*'><if test='//@*[. = //@*[. = //@*]]'><p/></if></for-each>",
        "<for-each select='//@*'><for-each select='//metric'><figure ref='impedance.nyquist'/></for-each></for-each>",
    ])
    func `loops and expressions without end are refused, not waited for`(_ inside: String) throws {
        let start = Date()
        let (run, made) = try run(Data(report(inside).utf8))
        #expect([2, 3].contains(run.status) && made.isEmpty, "\(run.status)")
        #expect(
            run.errors.contains("layout.loop-limit") || run.errors.contains("layout.page-limit"),
            "\(run.errors.prefix(400))")
        #expect(Date().timeIntervalSince(start) < 60)
    }

    @Test func `what can be mended is told, and the report is made`() throws {
        let (run, made) = try run(
            Data(
                report(
                    "<figure ref='impedance.bode' width='300mm'/><figure ref='impedance.bode' height='280mm'/>"
                        + "<p><value select='//nothing'/></p><columns><figure ref='impedance.bode' width='90mm'/></columns>",
                    "page='A6' margin='70mm'"
                ).utf8))
        // Something is missing from the report: partial.
        #expect(run.status == 3 && made == ["RC01.pdf"], "\(run.errors)")
        for code in [
            "layout.bad-value", "layout.overflow", "layout.too-tall", "layout.no-match", "template.unknown-name",
        ] {
            #expect(run.errors.contains(code), "\(code) in \(run.errors)")
        }
    }

    @Test func `a template in another encoding, with a mark, or with Windows line ends is read`() throws {
        let text = report("<p>τ = 3 µs</p>").replacingOccurrences(of: "\n", with: "\r\n")
        for data in [
            Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8),
            text.data(using: .utf16)!, ("<?xml version='1.0' encoding='ISO-8859-7'?>" + text).data(using: .utf8)!,
        ] {
            let (run, made) = try run(data)
            #expect(run.status == 0 && made == ["RC01.pdf"], "\(run.errors)")
        }
    }

    @Test func `names with control characters, right-to-left and Chinese letters are printed`() throws {
        let scratch = try Scratch()
        let source = SampleFiles.path("SampleData/reference/RC01/")
        let file = try #require(
            try FileManager.default.contentsOfDirectory(atPath: source).first { $0.contains("impedance") })
        for name in ["a\u{1}b\tc", "מכשיר-7", "器件 α", "e\u{301}clair", "a&b<c>'\"", "{@id}", "50% _{x}"] {
            try scratch.write("lab/\(name)/z.csv", try Data(contentsOf: URL(fileURLWithPath: source + file)))
        }
        try scratch.write(
            "t.xml",
            report(
                "<header left='{@id}' first='yes'/><toc/><section title='{@id}'><p><value select='@id'/> <ref to='{@id}'/></p><section title='x' id='{@id}'/></section>",
                "title='{@id}'"))
        let run = try PinchRun.run(
            ["report", scratch.path("lab"), "--template", "t.xml", "-o", "out", "--depth", "screen"], in: scratch.folder
        )
        #expect([0, 3].contains(run.status), "\(run.errors)")
        #expect(scratch.listing("out").filter { $0.hasSuffix(".pdf") }.count == 7, "\(scratch.listing("out"))")
        #expect(run.status == 0, "\(run.errors)")
    }
}
