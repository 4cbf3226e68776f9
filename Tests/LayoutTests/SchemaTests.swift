import Findings
import Foundation
import Layout
import Templates
import TestSupport
import Testing

/// Templates that the reader and the schema must judge alike; what only the reader can know is not among them.
private let corpus: [(inside: String, isGood: Bool)] = [
    ("", true), ("<p>x <b>y</b><br/></p>", true), ("<p align='left'>x</p>", true), ("<p align='{@x}'>x</p>", true),
    ("<section title='S'><section title='T'><p/></section></section>", true),
    ("<table><column head='A'/><row><cell span='2'>x</cell></row></table>", true),
    ("<table><for-each select='metric'><row><cell><value select='@id'/></cell></row></for-each></table>", true),
    ("<if test='1'><p/></if> <else><p/></else>", true), ("<p><if test='1'>a</if><else>b</else></p>", true),
    ("<figure ref='impedance.nyquist' width='50%'/>", true), ("<list><item>x</item></list>", true),
    ("<header left='a'/><footer right='b'/><style size='9pt' accent='#0072B2'/><p/>", true),
    ("<columns count='3'><p>x</p><note>y</note></columns><page-break/>", true),
    ("<toc title='T' depth='3'/><section title='x' id='x'><p><ref to='x' show='page'/></p></section>", true),
    ("<list><item>a<list numbered='yes'><item>b</item></list></item></list>", true),
    (
        "<figure ref='impedance.nyquist' bias='0.1 -0.5' cycle='1 3-5' x-range='0..1e3' y-scale='log' height='4cm'/>",
        true
    ),
    ("<figure ref='impedance.nyquist' bias='deepest' cycle='last' legend='none' panel='2' id='n'/>", true),
    ("<style theme='mono' table='head' heading='#112233' title-size='0.3in'/>", true),
    (
        "<table select='metric' sort='@value' order='descending' id='t'><column head='A' unit-in='head'/><note>n</note></table>",
        true
    ),
    ("<p><value select='1' format='percent' decimals='2'/><link to='https://x.org'>x</link></p>", true),
    ("<header left='{$label}' rule='no'/><footer first='no'/>", true), ("<columns count=' 3 '><p/></columns>", true),
    ("<pp/>", false),
    ("<toc depth='9'/>", false), ("<toc>x</toc>", false), ("<p><ref/></p>", false), ("<ref to='x'/>", false),
    ("<list><list/></list>", false), ("<list><item><p/></item></list>", false),
    ("<figure ref='impedance.nyquist' bias='low'/>", false), ("<figure ref='impedance.nyquist' cycle='0.5'/>", false),
    ("<figure ref='impedance.nyquist' x-range='1'/>", false),
    ("<figure ref='impedance.nyquist' x-range='0..inf'/>", false),
    ("<figure ref='impedance.nyquist' y-scale='logarithmic'/>", false),
    ("<figure ref='impedance.nyquist' height='50%'/>", false),
    ("<style theme='dark'/>", false),
    ("<style table='grid'/>", false), ("<table><row><note/></row></table>", false),
    ("<p><value select='1' format='roman'/></p>", false), ("<p><value select='1' decimals='99'/></p>", false),
    ("<p><link to='www.x.org'>x</link></p>", false), ("<p><link to='file:///etc/passwd'>x</link></p>", false),
    ("<p align=' left '>x</p>", false), ("<header first='maybe'/>", false), ("<style size='1e1pt'/>", false),
    ("<p><section title='x'/></p>", false), ("<p colour='red'/>", false), ("<section/>", false),
    ("<p align='middle'/>", false), ("<figure width='50%'/>", false), ("<columns count='9'/>", false),
    ("<columns count='x'/>", false), ("<style accent='blue'/>", false), ("<style size='50%'/>", false),
    ("<cell/>", false), ("<table><cell/></table>", false), ("stray", false), ("<list>stray</list>", false),
    ("<else><p/></else>", false), ("<p>a<else>b</else></p>", false), ("<p><if test='1'/>a<else/></p>", false),
    ("<section title='x'><header/></section>", false), ("<page-break>x</page-break>", false),
    ("<include/>", false), ("<if><p/></if>", false), ("<metrics most='0'/>", false),
    ("<metrics rules='maybe'/>", false),
]

@Suite struct SchemaTests {
    private var vocabulary: Vocabulary { TemplateElements.vocabulary(for: LayoutSamples.references) }

    @Test func `the shipped schema is that of the elements`() throws {
        let path = SampleFiles.path("Templates/report.rng")
        let made = vocabulary.relaxNG
        if ProcessInfo.processInfo.environment["RECORD"] == "all" {
            try made.write(toFile: path, atomically: true, encoding: .utf8)
        }
        // A difference means: an element changed; record the schema again with RECORD=all.
        #expect(try String(contentsOfFile: path, encoding: .utf8) == made)
    }

    @Test func `the schema says its version, which begins with that of the language`() {
        #expect(Template.schemaVersion.hasPrefix(Template.version + "."))
        #expect(vocabulary.relaxNG.contains("pinch:version=\"\(Template.schemaVersion)\""))
    }

    private static let xmllint = "/usr/bin/xmllint"

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: xmllint),
            "xmllint is not installed: apt-get install libxml2-utils"))
    func `reader and schema accept and refuse the same templates`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pinch-schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var sources = corpus.map { one in
            ("<report xmlns='urn:pinch:report:1' version='1'>\(one.inside)</report>", one.isGood)
        }
        sources += [
            ("<report xmlns='urn:pinch:report:1' version='2'/>", false), ("<report version='1'/>", false),
            (
                "<report xmlns='urn:pinch:report:1' version='1' page='A5-landscape' numbered='yes' margin-left='1in'/>",
                true
            ),
            ("<report xmlns='urn:pinch:report:1' version='1' page='120mm x 80mm' first-page='3'/>", true),
            ("<report xmlns='urn:pinch:report:1' version='1' page='A9'/>", false),
            ("<report xmlns='urn:pinch:report:1' version='1' page='120 x 80'/>", false),
            ("<report xmlns='urn:pinch:report:1' version='1' margin-top='10%'/>", false),
            ("<report xmlns='urn:pinch:report:1' version='1' first-page='0'/>", false),
            ("<report xmlns='urn:pinch:report:1'/>", false), ("<p xmlns='urn:pinch:report:1'/>", false),
        ]
        for (source, isGood) in sources {
            let read: Bool
            do {
                _ = try parseTemplate(Array(source.utf8), file: "t.xml", vocabulary: vocabulary)
                read = true
            } catch { read = false }
            #expect(read == isGood, "reader: \(source)")
            let file = folder.appendingPathComponent("t.xml").path
            try source.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try Self.isValid(file) == isGood, "schema: \(source)")
        }
        let shipped = try FileManager.default.contentsOfDirectory(atPath: SampleFiles.path("Templates"))
            .filter { $0.hasSuffix(".xml") }
        #expect(shipped.count >= 9)
        for name in shipped { #expect(try Self.isValid(SampleFiles.path("Templates/" + name)), "\(name)") }
    }

    private static func isValid(_ file: String) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: xmllint)
        process.arguments = ["--noout", "--nonet", "--relaxng", SampleFiles.path("Templates/report.rng"), file]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
