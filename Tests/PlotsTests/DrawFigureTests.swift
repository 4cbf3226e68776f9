import Drawing
import Glibc
import Measurements
import TestSupport
import Testing

@testable import Plots

@Suite struct DrawFigureTests {
    private let text = FixedAdvanceText()

    private func figure(_ panels: [Panel], columns: Int = 1) -> FigureSpec {
        FigureSpec(
            id: "test", caption: "", alternative: "a test", cells: panels.map { FigureCell([$0]) }, columns: columns)
    }

    @Test func `no two texts overlap and none sticks out at any range of data`() {
        var random = SeededRandom(seed: 11)
        for round in 0..<400 {
            let scale: Scale = [.linear, .log, .symlog(threshold: pow(10, Double(round % 7)))][round % 3]
            let x = Self.values(&random)
            let y = x.map { _ in Self.values(&random).first ?? 0 }
            let unit: SIUnit = [.ampere, .none, .perVolt, .ohm][round % 4]
            let panel = Panel(
                x: Axis("Voltage", .volt, scale: round % 2 == 0 ? .linear : .log),
                y: Axis("Quantity", unit, scale: scale),
                marks: [
                    .points(PointMark(x: x, y: y, label: "data")), .line(LineMark(x: x, y: y, label: "line")),
                    .text(TextMark(x: x.first ?? 0, y: y.first ?? 0, "note")),
                    .rule(RuleMark(.horizontal, at: 0, note: "zero")),
                ], height: .ratio(Double.random(in: 0.2...1, using: &random)))
            let width = Points(Double.random(in: 130...520, using: &random))
            let spec = figure(Array(repeating: panel, count: 1 + round % 3), columns: 1 + round % 2)
            let picture = drawFigure(spec, width: width, text: text)
            let overlaps = picture.overlappingTexts.map { "\($0.0)|\($0.1)" }
            #expect(overlaps == [], "round \(round), width \(width.value), x \(x), y \(y)")
            #expect(picture.textsOutside == [], "round \(round), width \(width.value)")
            #expect(picture.size.height.value.isFinite && picture.size.height > 0)
        }
    }

    /// Values of any size and spread: single ones, equal ones, from 1e-300 to 1e300, some not finite.
    private static func values(_ random: inout SeededRandom) -> [Double] {
        let count = [1, 2, 5, 40][Int.random(in: 0..<4, using: &random)]
        let center =
            [0, 1, -1][Int.random(in: 0..<3, using: &random)] * pow(10, Double.random(in: -300...300, using: &random))
        let spread = [0, 1e-12, 1e-3, 1, 1e6][Int.random(in: 0..<5, using: &random)]
        return (0..<count).map { _ in
            if Int.random(in: 0..<12, using: &random) == 0 {
                return [Double.nan, .infinity, -.infinity][Int.random(in: 0..<3, using: &random)]
            }
            return center * (1 + spread * Double.random(in: -1...1, using: &random))
        }
    }

    @Test func `every corner of a mark lies in its panel's frame, up to the size of a marker`() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<50 {
            let x = (0..<60).map { _ in Double.random(in: -5...5, using: &random) }
            let y = (0..<60).map { _ in pow(10, Double.random(in: -30...30, using: &random)) }
            let panel = Panel(
                x: Axis("x", range: .fixed(low: -1, high: 1)), y: Axis("y", range: .fixed(low: -1e3, high: 1e3)),
                marks: [
                    .line(LineMark(x: x, y: y)),
                    .points(PointMark(x: x, y: y, low: y.map { $0 / 2 }, high: y.map { $0 * 2 })),
                    .band(BandMark(x: x.sorted(), low: y.map { -$0 }, high: y, color: .gray(0.8))),
                ])
            let picture = drawFigure(figure([panel]), width: 250, text: text)
            let group = picture.panels[0]
            let frame = group.clip ?? Frame(x: 0, y: 0, width: 0, height: 0)
            let loose = frame.inset(by: -3)
            for corner in Item.group(group).corners {
                #expect(
                    corner.x >= loose.x && corner.x <= loose.maxX && corner.y >= loose.y && corner.y <= loose.maxY,
                    "\(corner) \(loose)")
            }
        }
    }

    @Test func `equal aspect gives one unit the same length on both axes`() throws {
        let panel = Panel(
            x: Axis("Re", .ohm), y: Axis("Im", .ohm), marks: [.line(LineMark(x: [0, 30], y: [1, 2]))],
            height: .equalAspect(least: 0.4, most: 1))
        let grid = FigureGrid(figure([panel]), columns: 1, width: 250, text: text)
        let placed = grid.place(
            grid.cells[0][0], in: Frame(x: 0, y: 0, width: 200, height: grid.height(row: 0, level: 0)))
        let across = placed.x.length / (placed.x.high - placed.x.low)
        let upward = placed.y.length / (placed.y.high - placed.y.low)
        #expect(abs(across / upward - 1) < 1e-9)
    }

    @Test func `a picture is never wider than asked for and grows no wider than preferred`() {
        let panel = Panel(x: Axis("x"), y: Axis("y"), marks: [.line(LineMark(x: [0, 1], y: [0, 1]))])
        var spec = figure([panel])
        spec.preferredWidth = 200
        #expect(drawFigure(spec, width: 500, text: text).size.width == 200)
        #expect(drawFigure(spec, width: 150, text: text).size.width == 150)
    }

    @Test func `a legend without an empty corner goes above the frame`() {
        let x = (0..<4000).map { Double($0 % 200) }
        let y = (0..<4000).map { Double($0 / 200) }
        let crowded = Panel(x: Axis("x"), y: Axis("y"), marks: [.points(PointMark(x: x, y: y, label: "everywhere"))])
        let picture = drawFigure(figure([crowded]), width: 250, text: text)
        let frame = picture.panels.first?.clip
        let words = picture.texts.first { $0.string == "everywhere" }
        #expect(frame != nil && words != nil)
        if let frame, let words { #expect(words.frame.maxY <= frame.y) }
    }

    @Test func `dense data carry a note with their counts`() {
        let x = (0..<20_000).map(Double.init)
        let panel = Panel(x: Axis("x"), y: Axis("y"), marks: [.line(LineMark(x: x, y: x.map { sin($0 / 900) }))])
        let picture = drawFigure(figure([panel]), width: 250, text: text)
        #expect(picture.texts.contains { $0.string.hasPrefix("20,000→") && $0.string.hasSuffix(" points") })
    }

    @Test func `a figure without cells draws nothing`() {
        #expect(drawFigure(figure([]), width: 250, text: text).items.isEmpty)
    }
}
