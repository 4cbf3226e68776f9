import Findings
import Templates
import Testing

/// A language of a few elements: the reader knows no other.
private let small = Vocabulary(
    elements: [
        ElementDefinition("b", .inline, "bold", content: .inlines),
        ElementDefinition("cell", .part, "a cell", content: .inlines),
        ElementDefinition("else", .control, "otherwise", content: .asParent),
        ElementDefinition(
            "figure", .block, "a figure",
            attributes: [
                .init(required: "ref", .figure, "which figure"), .init("width", .length(percent: true), "how wide"),
            ]),
        ElementDefinition(
            "footer", .part, "below each page", attributes: [.init("right", .text, "at the right")],
            variables: ["page", "pages"]),
        ElementDefinition(
            "for-each", .control, "repeats", attributes: [.init(required: "select", .xpath, "what to repeat for")],
            content: .asParent),
        ElementDefinition(
            "if", .control, "perhaps", attributes: [.init(required: "test", .xpath, "when")], content: .asParent),
        ElementDefinition(
            "include", .control, "another file", attributes: [.init(required: "file", .file, "which")],
            content: .asParent),
        ElementDefinition(
            "metric", .inline, "a number", attributes: [.init(required: "id", .metric, "which")]),
        ElementDefinition(
            "p", .block, "a paragraph", attributes: [.init("align", .choice(["left", "right"]), "side")],
            content: .inlines),
        ElementDefinition(
            "ref", .inline, "leads", attributes: [.init(required: "to", .target, "where"), .init("id", .name, "name")]),
        ElementDefinition(
            "report", .block, "the whole", attributes: [.init(required: "version", .text, "of the language")],
            content: .blocks(and: ["footer"])),
        ElementDefinition("row", .part, "a row", content: .parts(["cell"])),
        ElementDefinition("table", .block, "a table", content: .parts(["row"])),
    ], figures: ["impedance.nyquist", "iv.loop"], metrics: ["impedance.tau_k"],
    steps: ["device", "metric", "recording"], keys: ["bias_V", "id", "value"])

private func parse(_ source: String, include: IncludeReader? = nil) -> Result<Template, Failure> {
    do throws(Failure) {
        return .success(try parseTemplate(Array(source.utf8), file: "lab/t.xml", vocabulary: small, include: include))
    } catch { return .failure(error) }
}

private func findings(_ source: String, include: IncludeReader? = nil) -> [Finding] {
    if case .failure(let failure) = parse(source, include: include) { return failure.findings }
    return []
}

/// Wraps the inside of a report; its first line is line 2.
private func report(_ inside: String) -> String {
    "<report xmlns=\"urn:pinch:report:1\" version=\"1\">\n\(inside)\n</report>"
}

/// A bad template and what must be said of it; `⟦` marks the place and is not part of the template.
struct BadTemplate: Sendable, CustomTestStringConvertible {
    let inside: String
    let code: String
    let fix: String?

    init(_ inside: String, _ code: String, fix: String?) {
        self.inside = inside
        self.code = code
        self.fix = fix
    }

    var testDescription: String { inside }

    static let all: [BadTemplate] = [
        .init("⟦<pp>x</pp>", "template.unknown-element", fix: "did you mean \"p\"?"),
        .init(
            "<p>a ⟦<bold/></p>", "template.unknown-element", fix: "one of: b, else, for-each, if, include, metric, ref"),
        .init("  <figure ⟦reff='iv.loop' ref='iv.loop'/>", "template.unknown-attribute", fix: "did you mean \"ref\"?"),
        .init(
            "<b\n/>\n<p>\n <metric\n   id='impedance.tau_k'\n\n   ⟦unit='s'/></p>", "template.unknown-attribute",
            fix: nil),
        .init(
            "<figure ⟦ref='impedance.nyqist'/>", "template.unknown-figure", fix: "did you mean \"impedance.nyquist\"?"),
        .init(
            "<p><metric ⟦id='impedance.tauk'/></p>", "template.unknown-metric", fix: "did you mean \"impedance.tau_k\"?"
        ),
        .init(
            "<!-- <x> --><p>⟦<metric/></p>", "template.missing-attribute",
            fix: "add id=\"...\", the id of a metric or label"),
        .init("<figure ref='iv.loop' ⟦width='wide'/>", "template.bad-value", fix: nil),
        .init("<figure ref='iv.loop' ⟦width='-3mm'/>", "template.bad-value", fix: nil),
        .init("<p ⟦align='rght'>x</p>", "template.bad-value", fix: "did you mean \"right\"?"),
        .init("<for-each ⟦select='metric['><p/></for-each>", "template.bad-xpath", fix: nil),
        .init("<if ⟦test='start-with(@id, 1)'><p/></if>", "template.bad-xpath", fix: "did you mean \"starts-with\"?"),
        .init("<figure ⟦ref='{@id'/>", "template.bad-xpath", fix: nil),
        .init(
            "<if ⟦test='$page = 1'><p/></if>", "template.bad-xpath", fix: "variables exist in header and footer only"),
        .init("<footer ⟦right='{$paages}'/>", "template.bad-xpath", fix: "did you mean \"pages\"?"),
        .init(
            "<if ⟦test='x:y'><p/></if>", "template.bad-xpath", fix: "remove the prefix: the analysis has no namespaces"),
        .init(
            "<table><p/></table>", "template.misplaced-element", fix: "inside <table>: else, for-each, if, include, row"
        ),
        .init("⟦<cell/>", "template.misplaced-element", fix: nil),
        .init("<p/>\n ⟦<else><p/></else>", "template.else-without-if", fix: nil),
        .init("<if test='1'><p/></if><p/>⟦<else><p/></else>", "template.else-without-if", fix: nil),
        .init("<include ⟦file='../secret.xml'/>", "template.include", fix: nil),
        .init("<include ⟦file='/etc/passwd'/>", "template.include", fix: nil),
        .init("<include ⟦file='file:///etc/passwd'/>", "template.include", fix: nil),
        .init("⟦<x:p xmlns:x='urn:other'/>", "template.namespace", fix: nil),
    ]
}

@Suite struct ParseTemplateTests {
    @Test func `a good template becomes a tree with places, text and expressions`() throws {
        let template = try parse(
            report(
                "<!-- a <tag> -->\n<p align='left'>R <b>x</b></p><for-each select=\"metric\">"
                    + "<figure ref='{@id}x' width='50%'/></for-each><if test='1'><p/></if> <else><p/></else>")
        ).get()
        #expect(template.root.elements.map(\.tag) == ["p", "for-each", "if", "else"])
        let paragraph = try #require(template.root.elements.first)
        #expect(paragraph.position == SourcePosition(file: "lab/t.xml", line: 3, column: 1))
        #expect(paragraph.content.first == .text("R "))
        let loop = template.root.elements[1]
        #expect(loop.attributes["select"]?.pieces == [.xpath("metric")])
        #expect(loop.elements[0].attributes["ref"]?.pieces == [.xpath("@id"), .literal("x")])
    }

    @Test(arguments: BadTemplate.all)
    func `a fault has its code, place and fix`(_ bad: BadTemplate) throws {
        let marked = report(bad.inside)
        let found = try #require(findings(marked.replacing("⟦", with: "")).last { $0.code == bad.code })
        if let mark = marked.firstIndex(of: "⟦") {
            let before = marked[..<mark]
            let line = before.count { $0 == "\n" } + 1
            let column = before.split(separator: "\n", omittingEmptySubsequences: false).last.map { $0.utf8.count + 1 }
            #expect(found.position == SourcePosition(file: "lab/t.xml", line: line, column: column))
        }
        if let fix = bad.fix { #expect(found.fix == fix) }
    }

    @Test func `every fault is told in one run`() {
        let found = findings(report("<pp/>\n<figure reff='a'/>\nstray words\n<p algn='left'><metric id='no'/></p>"))
        #expect(
            found.map(\.code) == [
                "template.unknown-element", "template.unknown-attribute", "template.missing-attribute",
                "template.stray-text", "template.unknown-attribute", "template.unknown-metric",
            ])
        #expect(found.map { $0.position?.line } == [2, 3, 3, 4, 5, 5])
    }

    @Test func `a reference to nothing has its place and the nearest id, unless ids are made by expressions`() {
        let found = findings(report("<p><ref to='iv.lop'/></p><figure ref='iv.loop'/>"))
        #expect(found.map(\.code) == ["template.unknown-target"])
        #expect(found.first?.fix == "did you mean \"iv.loop\"?" && found.first?.position?.column == 9)
        #expect(findings(report("<p><ref to='own'/></p><p><ref to='own' id='own'/></p>")).isEmpty)
        #expect(findings(report("<p><ref to='x1'/></p><figure ref='{@id}'/>")).isEmpty)
    }

    @Test(arguments: [
        ("recordng", "did you mean \"recording\"?"), ("metric[@vlue > 1]", "did you mean \"@value\"?"),
        ("//devise/metric", "did you mean \"device\"?"), ("attribute::idd", "did you mean \"@id\"?"),
    ])
    func `a name that no analysis has is a warning with the nearest`(_ select: String, _ fix: String) throws {
        let template = try parse(report("<for-each select=\"\(select)\"><p/></for-each>")).get()
        #expect(template.warnings.map(\.code) == ["template.unknown-name"])
        #expect(template.warnings.first?.fix == fix && template.warnings.first?.position?.line == 2)
    }

    @Test(arguments: [
        "metric[@id='recordng' and @bias_V > 1 or not(@value)]", "count(ancestor::device) div 2", "text()", "*", "@*",
        "..", "recording[position() = last()]/@id", "metric[starts-with(@id, 'x.')][1]", ".//metric mod 2",
    ])
    func `operators, functions, axes and texts are no names`(_ select: String) throws {
        #expect(try parse(report("<for-each select=\"\(select)\"><p/></for-each>")).get().warnings.isEmpty)
    }

    @Test func `what is no template at all is refused with a sentence`() {
        #expect(findings("").map(\.code) == ["template.not-xml"])
        #expect(findings("<report").first?.code == "template.not-xml")
        #expect(findings("<html/>").map(\.code) == ["template.namespace"])
        #expect(findings("<p xmlns='urn:pinch:report:1'/>").map(\.code) == ["template.misplaced-element"])
        #expect(findings("<report xmlns='urn:pinch:report:1' version='2'/>").map(\.code) == ["template.version"])
        #expect(findings("<report xmlns='urn:pinch:report:1'/>").map(\.code) == ["template.missing-attribute"])
    }

    @Test func `a DOCTYPE, entities and outside files are refused`() {
        let entity = "<!DOCTYPE report [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + report("<p>&e;</p>")
        #expect(findings(entity).map(\.code) == ["template.doctype"])
        #expect(findings(report("<p>&nosuch;</p>")).first?.code == "template.not-xml")
    }

    @Test(arguments: [
        ("<p>A & B</p>", "write &amp;"), ("<p>a < b</p>", "write &lt;"), ("<p align=left>a</p>", "write name="),
        ("<p>a</b>", "close each element"), ("<p>&nbsp;</p>", "write the letter itself"),
        ("<!-- a -- b -->", "write a single -"), ("<a:p/>", "remove it"), ("<p b='1' b='2'/>", "keep one"),
    ])
    func `text that is not XML is told once, with what to type`(_ inside: String, _ fix: String) {
        let found = findings(report(inside)).filter { $0.position?.line == 2 }
        #expect(found.count == 1 && found.first?.code == "template.not-xml")
        #expect(found.first?.fix?.hasPrefix(fix) == true, "\(found)")
    }

    @Test func `depth and number of elements are limited`() {
        let deep = String(repeating: "<if test='1'>", count: 100) + String(repeating: "</if>", count: 100)
        #expect(findings(report(deep)).map(\.code) == ["template.limit"])
        let deeper = String(repeating: "<if test='1'>", count: 400) + String(repeating: "</if>", count: 400)
        #expect(findings(report(deeper)).map(\.code) == ["template.limit"])
        let many = String(repeating: "<p/>", count: 60_000)
        #expect(findings(report(many)).first?.code == "template.limit")
        #expect(findings(String(repeating: " ", count: 5 << 20)).map(\.code) == ["template.limit"])
    }

    @Test func `an include stands in the place of its element`() throws {
        let reader: IncludeReader = { path throws(Failure) in
            Array((path == "parts/a.xml" ? report("<p>inside</p>") : report("<pp/>")).utf8)
        }
        let template = try parse(report("<include file='parts/a.xml'/>"), include: reader).get()
        #expect(template.root.elements.first?.elements.first?.position.file == "lab/parts/a.xml")
        let found = findings(report("<include file='b.xml'/>"), include: reader)
        #expect(found.map(\.code) == ["template.unknown-element"] && found.first?.position?.file == "lab/b.xml")
    }

    @Test func `an include that includes itself is refused with the chain`() {
        let loop: IncludeReader = { path throws(Failure) in
            Array(report("<include file='\(path == "a.xml" ? "b.xml" : "a.xml")'/>").utf8)
        }
        let found = findings(report("<include file='a.xml'/>"), include: loop)
        #expect(found.map(\.code) == ["template.include"])
        #expect(found.first?.message.contains("a.xml includes b.xml includes a.xml") == true)
    }
}
