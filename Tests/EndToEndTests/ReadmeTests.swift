import Diagnostics
import Export
import Files
import Foundation
import Ingest
import Layout
import Measurements
import Plots
import Templates
import TestSupport
import Testing

@Suite struct ReadmeTests {
    @Test func `the example of the README reads, diagnoses and renders`() throws {
        let scratch = try Scratch()
        try Self.example(project: SampleFiles.root, folder: scratch.folder)
        #expect(scratch.listing().filter { $0.hasSuffix(".pdf") } == ["R01.pdf", "RC01.pdf"])
    }

    @Test func `the README counts the formats by what they were checked on`() throws {
        let readme = try String(contentsOfFile: SampleFiles.path("README.md"), encoding: .utf8)
        let checked = FileFormats.all.count { $0.evidence == .instrumentFile }
        let others = FileFormats.all.count - checked
        #expect(readme.contains("\(FileFormats.all.count) formats"))
        #expect(readme.contains("\(checked) of them checked on instruments' files, \(others) written from"))
    }

    @Test func `the README shows that example word for word`() throws {
        func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
        let readme = try String(contentsOfFile: SampleFiles.path("README.md"), encoding: .utf8)
        let block = try #require(readme.components(separatedBy: "```swift").dropFirst().first)
        let shown = squeezed(block.components(separatedBy: "```")[0])
        #expect(shown.count > 500)
        #expect(squeezed(try String(contentsOfFile: #filePath, encoding: .utf8)).contains(shown))
    }

    private static func example(project: String, folder: String) throws {
        let found = try survey([project + "/SampleData/reference"], options: IngestOptions())
        let names = References(
            figures: ReportFigures.all, definitions: MetricDefinitions.all, links: DiagnosticLinks.all)
        let template = try parseTemplate(
            try MappedFile(project + "/Templates/summary.xml").prefix(.max), file: "summary.xml",
            vocabulary: TemplateElements.vocabulary(for: names))
        let text = try PangoText()
        for entry in found.entries {
            let device = ingest(entry, options: IngestOptions()).device
            let result = diagnose(device, options: DiagnoseOptions())
            for metric in result.metrics where metric.id == "impedance.R_dc" {
                print(device.id, metric.value, metric.se ?? .nan, metric.unit.rawValue, metric.rule)
            }
            let laid = try layOut(
                template, analysis: Analysis(tool: "example", options: DiagnoseOptions(), devices: [result]),
                device: result, text: text, options: LayoutOptions(date: "2026-01-15", references: names))
            let files = try export(laid.document, format: PDFOutput(), text: text)
            _ = try writeOutputs(files, to: folder, name: device.id)
        }
    }
}
