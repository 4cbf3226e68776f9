import Diagnostics
import Drawing
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Plots

@Suite struct ReportFiguresTests {
    @Test func `the list holds every figure of the folder, by name, with distinct ids`() throws {
        let folder = SampleFiles.path("Sources/Render/Plots/Figures")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
            .map { String($0.dropLast(6)) }.sorted()
        #expect(ReportFigures.all.map { "\(type(of: $0))" } == files)
        #expect(Set(ReportFigures.all.map(\.id)).count == files.count)
        for figure in ReportFigures.all { #expect(ReportFigures.named(figure.id)?.title == figure.title) }
    }

    @Test(arguments: [1, 4, 9])
    func `every figure of a full analysis shows its data without overlapping texts`(biases: Int) {
        let analysis = ExampleAnalysis.full(biases: biases)
        for figure in ReportFigures.all {
            let specs = figure.specs(for: analysis, request: FigureRequest())
            #expect(!specs.isEmpty, "\(figure.id)")
            for spec in specs {
                for width in [252.0, 519] {
                    let picture = drawFigure(spec, width: Points(width), text: FixedAdvanceText())
                    let overlaps = picture.overlappingTexts.map { "\($0.0)|\($0.1)" }
                    #expect(overlaps == [], "\(spec.id) at \(width)")
                    #expect(picture.size.height < 620, "\(spec.id) at \(width) does not fit a page")
                    #expect(picture.textsOutside == [], "\(spec.id) at \(width)")
                    #expect(picture.items.contains { $0.hasMarks("data") }, "\(spec.id)")
                    #expect(picture.panels.allSatisfy { !$0.items.isEmpty }, "\(spec.id) has an empty panel")
                }
                #expect(spec.caption.hasSuffix(".") && !spec.alternative.isEmpty, "\(spec.id): \(spec.caption)")
            }
        }
    }

    @Test func `a device without data has no figures`() {
        let empty = DeviceAnalysis(of: Device(id: "none", recordings: []))
        for figure in ReportFigures.all {
            #expect(figure.specs(for: empty, request: FigureRequest()).isEmpty, "\(figure.id)")
        }
    }

    @Test func `a request for one bias draws that bias alone`() {
        let analysis = ExampleAnalysis.full(biases: 4)
        let specs = Nyquist().specs(for: analysis, request: FigureRequest(bias_V: 0.2))
        #expect(specs.first?.cells.count == 1)
        #expect(specs.first?.cells.first?.title == "0.2\u{A0}V")
        #expect(Nyquist().specs(for: analysis, request: FigureRequest(bias_V: 7)).isEmpty)
    }

    @Test func `data that are not finite break lines and trap nothing`() {
        var analysis = ExampleAnalysis.full(biases: 2)
        for index in analysis.curves.indices {
            for column in analysis.curves[index].columns.indices {
                for row in stride(from: 0, to: analysis.curves[index].count, by: 3) {
                    analysis.curves[index].columns[column].values[row] = row % 2 == 0 ? .nan : .infinity
                }
            }
        }
        for figure in ReportFigures.all {
            for spec in figure.specs(for: analysis, request: FigureRequest()) {
                let picture = drawFigure(spec, width: 480, text: FixedAdvanceText())
                let corners = picture.items.flatMap(\.corners)
                #expect(corners.allSatisfy { $0.x.value.isFinite && $0.y.value.isFinite }, "\(spec.id)")
            }
        }
    }
}
