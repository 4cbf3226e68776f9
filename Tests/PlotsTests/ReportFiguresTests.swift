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

    /// The labels of a figure's marks, in order.
    private func labels(_ figure: any ReportFigure, _ analysis: DeviceAnalysis) throws -> [String] {
        let spec = try #require(figure.specs(for: analysis, request: FigureRequest()).first)
        return spec.cells.flatMap(\.panels).flatMap(\.marks).compactMap { mark in
            if case .points(let points) = mark { points.label } else { nil }
        }
    }

    @Test func `trains of one level are told apart by their rate, or by their number`() throws {
        var analysis = DeviceAnalysis(of: Device(id: "D", recordings: []))
        for step in 1...3 {
            let at = Place(V: 0.7, branch: "potentiation", step: step)
            analysis.curves.append(
                Curve(
                    "pulses.energy", at: at, from: ["p"],
                    columns: [.init("n", .none, [1, 2, 3]), .init("E", .joule, [1e-9, 2e-9, 3e-9])]))
            analysis.metrics.append(
                Metric("pulses.rate", 10 * Double(step), unit: .hertz, at: at, from: ["p"], rule: ""))
        }
        let told = try labels(PulseEnergy(), analysis)
        #expect(told.count == 3 && Set(told).count == 3 && told.allSatisfy { $0.contains("Hz") })
        analysis.metrics = []
        #expect(try labels(PulseEnergy(), analysis).map { $0.suffix(7) } == ["train 1", "train 2", "train 3"])
    }

    @Test func `retention at several temperatures is told apart by them`() throws {
        var analysis = DeviceAnalysis(of: Device(id: "D", recordings: []))
        for (index, T) in [393.15, 333.15].enumerated() {
            analysis.curves.append(
                Curve(
                    "retention.data", at: Place(temperature_K: T), from: ["r\(index)"],
                    columns: [.init("t", .second, [1, 10, 100]), .init("r", .none, [1, 0.6, 0.1])]))
        }
        #expect(try labels(RetentionDecay(), analysis) == ["60\u{A0}°C", "120\u{A0}°C"])
    }
}
