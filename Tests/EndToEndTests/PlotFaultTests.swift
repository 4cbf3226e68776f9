import Drawing
import Export
import Findings
import Foundation
import Measurements
import Plots
import Testing

/// Data at the ends of what numbers can be, through figures into every format.
@Suite struct PlotFaultTests {
    static let data: [(name: String, x: [Double], y: [Double])] = [
        ("nothing", [], []), ("not a number", [.nan, .nan], [1, 2]), ("endless", [1, .infinity], [-.infinity, 3]),
        ("one point", [1e-9], [3e-7]), ("no range", [2, 2, 2], [5, 5, 5]), ("zeros", [0, 0], [0, 0]),
        ("600 decades", [1e-300, 1, 1e300], [1e300, -1e-300, 1]),
        ("least numbers", [.leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude], [0, .leastNonzeroMagnitude]),
        ("largest numbers", [-1.7e308, 1.7e308], [1.7e308, -1.7e308]),
        ("one beside another", [1, 1.0000000000000002], [1, 1.0000000000000002]),
    ]

    private func export(_ x: [Double], _ y: [Double]) throws -> [OutputFile] {
        let scales: [Scale] = [.linear, .log, .symlog(threshold: 1e-3)]
        let panels = scales.map { scale in
            Panel(
                x: Axis("Voltage", .volt, scale: scale), y: Axis("Current", .ampere, scale: scale),
                marks: [
                    .line(LineMark(x: x, y: y)), .points(PointMark(x: x, y: y, low: y, high: y, label: "data")),
                    .band(BandMark(x: x, low: y, high: y.map { $0 * 2 }, color: .gray(0.8))),
                    .arrows(ArrowMark(x: x, y: y)), .text(TextMark(x: x.first ?? .nan, y: y.first ?? .nan, "here")),
                    .rule(RuleMark(.vertical, at: x.last ?? .nan, note: "there")),
                ])
        }
        let spec = FigureSpec(
            id: "test", caption: "c", alternative: "a", cells: panels.map { FigureCell([$0]) }, columns: 3)
        let text = try PangoText()
        let picture = drawFigure(spec, width: 500, text: text)
        #expect(!FigureTable.csv(spec, device: "D").isEmpty)
        let page = Page(size: picture.size, items: picture.items)
        var files: [OutputFile] = []
        for format in OutputFormats.all {
            files += try Export.export(Document(title: "t", date: "", pages: [page]), format: format, text: text)
        }
        return files
    }

    @Test(arguments: data.indices) func `wild data give a figure in every format`(index: Int) throws {
        let (name, x, y) = Self.data[index]
        let files = try export(x, y)
        #expect(files.map(\.fileExtension) == ["pdf", "png", "svg"], "\(name)")
        let svg = String(decoding: files[2].bytes, as: UTF8.self)
        #expect(!svg.contains("nan") && !svg.contains("inf"), "\(name)")
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/qpdf") else { return }
        let path = NSTemporaryDirectory() + UUID().uuidString + ".pdf"
        try Data(files[0].bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let check = try ProgramRun.run("/usr/bin/qpdf", ["--check", path])
        #expect(check.status == 0, "\(name): \(check.text)")
    }

    @Test func `many points give a small file`() throws {
        var x: [Double] = []
        var y: [Double] = []
        for i in 0..<100_000 {
            x.append(Double(i) * 1e-5)
            y.append(sin(Double(i) * 1e-3) + 1e-3 * Double(i % 7))
        }
        let files = try export(x, y)
        // A line, points and a band on three scales: 100,000 places each, of which the eye cannot tell most.
        for file in files { #expect(file.bytes.count < 1_600_000, "\(file.fileExtension) \(file.bytes.count)") }
    }
}
