import Foundation
import Diagnostics
import Drawing
import Findings
import Layout
import Measurements
import Plots
import TestSupport
import Testing

@testable import Layout

/// A figure of two cells that draws what it is asked for: a point a bias, current over voltage.
private struct AskedFigure: ReportFigure {
    var id: String { "iv.loop" }
    var title: String { "Loops" }
    func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let biases = request.bias_V.map { [$0] } ?? request.biases_V
        let known = [0.2, 0.4].filter { biases.isEmpty || biases.contains($0) }
        guard !known.isEmpty else { return [] }
        let points = Mark.points(PointMark(x: known, y: known.map { $0 * 1e-3 }))
        let panel = Panel(x: Axis("Voltage", .volt), y: Axis("Current", .ampere), marks: [points], height: .ratio(0.5))
        return [FigureSpec(id: id, caption: "C.", alternative: "A", cells: [FigureCell([panel]), FigureCell([panel])])]
    }
}

@Suite struct FigureElementTests {
    private let references = References(figures: [AskedFigure(), PlainFigure()])

    private func layOut(_ attributes: String, page: String = "") throws -> LayoutResult {
        try LayoutSamples.layOut("<figure ref='iv.loop' \(attributes)/>", attributes: page, references: references)
    }

    private func texts(_ attributes: String) throws -> [String] {
        let result = try layOut(attributes)
        #expect(result.findings.isEmpty, "\(result.findings.map(\.text))")
        return result.document.pages.flatMap(LayoutSamples.texts)
    }

    @Test func `ranges of axes are as told, on every panel with such an axis`() throws {
        let texts = try texts("x-range='0..10' y-range='0..10e-3'")
        #expect(texts.filter { $0 == "10" }.count == 4, "\(texts)")
        #expect(!(try self.texts("")).contains("10"))
    }

    @Test func `an axis becomes logarithmic`() throws {
        let texts = try texts("x-scale='log' x-range='0.01..10'")
        #expect(texts.contains { $0.hasPrefix("10−") || $0.hasPrefix("10-") || $0.contains("0.01") }, "\(texts)")
    }

    @Test func `a range without data is told, and a panel that is not there`() throws {
        #expect(try layOut("x-range='5..6'").findings.map(\.code) == ["layout.no-match"])
        #expect(try layOut("x-range='0..6' panel='7'").findings.map(\.code) == ["layout.bad-value"])
    }

    @Test func `a bias that was not measured is told with those that were`() throws {
        #expect(try layOut("bias='0.2'").findings.isEmpty && layOut("bias='0.2 0.4'").findings.isEmpty)
        let result = try layOut("bias='0.7'")
        #expect(result.findings.map(\.code) == ["layout.no-match"])
        #expect(try layOut("bias='0.7' missing='none'").findings.isEmpty)
    }

    @Test func `height is that of the frames`() throws {
        func height(_ attributes: String) throws -> Points {
            let page = try #require(try layOut(attributes).document.pages.first)
            let caption = page.items.flatMap(LayoutSamples.runs).first { $0.string.hasPrefix("Figure 1.") }
            return try #require(caption).origin.y
        }
        let (low, high) = (try height("height='30mm'"), try height("height='60mm'"))
        #expect(abs((high - low).value - 2 * Points.millimeters(30).value) < 1)
    }

    @Test func `a figure taller than its page is told and drawn smaller, with its caption on the page`() throws {
        let result = try layOut("height='150mm'", page: "page='A5-landscape'")
        #expect(result.findings.map(\.code).contains("layout.too-tall"))
        let wide = try layOut("", page: "page='180mm x 70mm' margin='8mm'")
        #expect(wide.findings.map(\.code) == ["layout.too-tall"])
        let page = try #require(wide.document.pages.first)
        for run in page.items.flatMap(LayoutSamples.runs) { #expect(run.frame.maxY <= page.size.height) }
    }

    @Test func `a figure made lower leaves room for the heading above it`() throws {
        let result = try LayoutSamples.layOut(
            "<section title='S' new-page='yes'><figure ref='iv.loop' height='90mm'/></section>",
            attributes: "page='A5-landscape'", references: references)
        #expect(result.findings.map(\.code) == ["layout.too-tall"] && result.document.pages.count == 1)
        let texts = result.document.pages.flatMap(LayoutSamples.texts)
        #expect(texts.first == "S" && texts.contains { $0.hasPrefix("Figure 1.") })
    }

    @Test func `figures keep their order while text fills the holes before them`() throws {
        let text = "<p>" + String(repeating: "word ", count: 700) + "</p>"
        let inside = (1...9).map { "<figure ref='iv.loop' width='70%' height='25mm' caption='F\($0)'/>" + text }
            .joined()
        let pages = try LayoutSamples.layOut(inside, references: references).document.pages
        let figures = pages.flatMap(LayoutSamples.texts).filter { $0.hasPrefix("Figure ") }
        #expect(figures == (1...9).map { "Figure \($0). F\($0)" })
        // No page but the last ends before four fifths of its height.
        for page in pages.dropLast() {
            let end = page.items.flatMap(LayoutSamples.runs).map(\.frame.maxY).max() ?? 0
            #expect(end > page.size.height * 0.8)
        }
    }
}

@Suite struct AnalysisNamesTests {
    @Test func `every name of the analysis document is known to templates, and no other`() throws {
        var device = LayoutSamples.device
        device.findings = [
            Finding(FindingKind("x.y", .note, "m"), "m", at: SourcePosition(file: "f", line: 1, column: 1), fix: "f")
        ]
        var place = Place(bias_V: 0.1)
        (place.state, place.V, place.V_read, place.temperature_K) = ("LRS", 1, 1, 300)
        (place.rate_V_per_s, place.lobe, place.cycle, place.branch) = (1, "+", 1, "set")
        (place.component, place.step, place.pulse, place.definition, place.of) = (1, 1, 1, "S1", "x")
        device.metrics[0].at = place
        let sources = try ["AnalysisXML"].map {
            try String(contentsOfFile: SampleFiles.path("Sources/Diagnose/AnalysisTree/\($0).swift"), encoding: .utf8)
        }.joined()
        // What the source sets or appends by name, and the keys of a full place.
        let set = sources.matches(of: /(?:set\(|\(|\), \()"([A-Za-z_0-9]+)",/).map { String($0.output.1) }
        let appended = sources.matches(of: /append\("([a-z_]+)"\)|root: "([a-z]+)"/).map {
            String($0.output.1 ?? $0.output.2 ?? "")
        }
        let keys = Set(set).union(place.entries.map(\.key)).subtracting(["a", "b"])
        #expect(keys == AnalysisNames.attributes, "\(keys.symmetricDifference(AnalysisNames.attributes).sorted())")
        #expect(Set(appended).union(["a", "b"]) == AnalysisNames.elements)
    }
}
