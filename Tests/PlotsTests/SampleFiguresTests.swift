import Diagnostics
import Drawing
import Export
import Ingest
import Measurements
import TestSupport
import Testing

@testable import Plots

/// Every figure on every device of the sample set, with the type that reports are set in.
@Suite struct SampleFiguresTests {
    @Test func `every figure of every sample shows its data, in its frame, without overlapping texts`() throws {
        let text = try PangoText()
        let survey = try Ingest.survey([SampleFiles.path("SampleData")], options: IngestOptions())
        #expect(survey.entries.count >= 8)
        var drawn: Set<String> = []
        for entry in survey.entries {
            var options = DiagnoseOptions()
            options.depth = .screen
            let analysis = diagnose(ingest(entry, options: IngestOptions()).device, options: options)
            for figure in ReportFigures.all {
                for spec in figure.specs(for: analysis, request: FigureRequest()) {
                    drawn.insert(figure.id)
                    // A column and a page of a journal.
                    for width in [FigureSpec.singleColumn, FigureSpec.doubleColumn] {
                        check(drawFigure(spec, width: width, text: text), "\(entry.id) \(spec.id) at \(width.value)")
                    }
                }
            }
        }
        // What the samples measure, in all three families.
        #expect(
            drawn.isSuperset(of: [
                "impedance.nyquist", "impedance.cg", "iv.loop", "transient.step", "retention.decay",
                "links.capacitance", "links.times", "prediction.traces",
            ]), "\(drawn.sorted())")
    }

    private func check(_ picture: Picture, _ name: String) {
        let overlaps = picture.overlappingTexts.map { "\($0.0)|\($0.1)" }
        #expect(overlaps == [], "\(name)")
        #expect(picture.textsOutside == [], "\(name)")
        #expect(picture.items.contains { $0.hasMarks("data") }, "\(name)")
        for panel in picture.panels {
            guard let frame = panel.clip else { continue }
            // The caps of error bars and half a marker stand over the edge; the clip cuts them.
            let loose = frame.inset(by: -4)
            let outside = Item.group(panel).corners.filter {
                $0.x < loose.x || $0.x > loose.maxX || $0.y < loose.y || $0.y > loose.maxY
            }
            #expect(outside == [], "\(name)")
        }
    }
}
