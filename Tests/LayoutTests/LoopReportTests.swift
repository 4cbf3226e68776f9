import Diagnostics
import Drawing
import Findings
import Foundation
import Layout
import Measurements
import Plots
import Templates
import TestSupport
import Testing

/// What the head of the current-voltage report says.
@Suite struct LoopReportTests {
    /// All texts of the first page of the shipped template, as one line.
    private func head(_ labels: [Label], findings: [Finding] = []) throws -> String {
        let references = References(
            figures: ReportFigures.all, definitions: MetricDefinitions.all, links: DiagnosticLinks.all)
        let path = SampleFiles.path("Templates/hysteresis.xml")
        let template = try parseTemplate(
            Array(try Data(contentsOf: URL(fileURLWithPath: path))), file: path,
            vocabulary: TemplateElements.vocabulary(for: references))
        var device = DeviceAnalysis(
            of: Device(
                id: "D01",
                recordings: [
                    Recording(
                        id: "iv-fast", kind: .iv, data: .sweep(VoltageSweep(voltage_V: [0, 1], current_A: [0, 1e-6])),
                        provenance: Provenance(file: "a.csv"))
                ]))
        device.labels = labels
        device.findings = findings
        let result = try Layout.layOut(
            template, analysis: LayoutSamples.analysis(device), device: device, text: FixedAdvanceText(),
            options: LayoutOptions(date: "2026-01-02", references: references))
        let page = try #require(result.document.pages.first)
        return LayoutSamples.texts(page).joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    private func type(_ value: String, rate: Double?) -> Label {
        Label(
            "hysteresis.type", value, at: Place(rate_V_per_s: rate), from: ["iv-fast"], rule: "signs of H+ and H-")
    }

    @Test func `the type is that of the slowest sweep, wherever it stands`() throws {
        let rows = [type("N--", rate: 10), type("C-+", rate: 1), type("C+-", rate: 0.1)]
        for labels in [rows, rows.reversed()] {
            let text = try head(labels)
            #expect(text.contains("Type C+- at the slowest sweep, others elsewhere"), "\(text.prefix(200))")
        }
        #expect(try head([type("C+-", rate: 1), type("C+-", rate: 2)]).contains("Type C+-."))
        #expect(try head([type("N++", rate: nil)]).contains("Type N++."))
    }

    @Test func `a pinched loop is spoken of where there is a loop, and a question ends as one`() throws {
        let sense = Label("hysteresis.sense", "inductive", at: Place(lobe: "+"), from: ["iv-fast"], rule: "sign of H")
        #expect(try head([sense]).contains("A pinched loop"))
        #expect(try !head([]).contains("A pinched loop"))
        let question = Finding(
            FindingKind("iv.current-size", .warning, "Whether the unit is right."), "is the unit of the column right?")
        let text = try head([], findings: [question])
        #expect(text.contains("column right?") && !text.contains("right?."))
        let remark = Finding(FindingKind("iv.compliance", .warning, "At the limit."), "a tenth stands at the limit")
        #expect(try head([], findings: [remark]).contains("stands at the limit."))
    }
}
