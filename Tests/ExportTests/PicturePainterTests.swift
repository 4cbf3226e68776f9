import Cairo
import Drawing
import Findings
import Testing

@testable import Export

/// Pixels of items painted at 4 pixels a point on a white page of 100 × 100 pt.
@Suite struct PicturePainterTests {
    private static let scale = 4.0

    private func dark(_ items: [Item], text: PangoText) throws -> [(x: Double, y: Double)] {
        let surface = try ImageSurface(width: 400, height: 400)
        let context = try surface.makeContext()
        context.setColor(.white)
        context.paint()
        context.scale(Self.scale)
        var painter = PicturePainter(text: text, scale: Self.scale)
        painter.paint(items, on: context)
        try context.check()
        var found: [(x: Double, y: Double)] = []
        for y in 0..<400 {
            for x in 0..<400 where (surface.pixel(x: x, y: y) ?? 0) & 0xFF < 0x80 {
                found.append(((Double(x) + 0.5) / Self.scale, (Double(y) + 0.5) / Self.scale))
            }
        }
        return found
    }

    @Test func `a clip hides what lies outside its frame, and only for its group`() throws {
        let text = try PangoText()
        let all = Item.path(.rectangle(Frame(x: 0, y: 0, width: 100, height: 100)), fill: .black, stroke: nil)
        let corner = Item.path(.rectangle(Frame(x: 90, y: 90, width: 5, height: 5)), fill: .black, stroke: nil)
        let clipped = Item.group(Group(clip: Frame(x: 20, y: 30, width: 40, height: 10), [all]))
        let pixels = try dark([clipped, corner], text: text)
        let inside = pixels.filter { $0.x < 80 }
        #expect(inside.count == Int(40 * 10 * Self.scale * Self.scale))
        #expect(inside.allSatisfy { $0.x > 20 && $0.x < 60 && $0.y > 30 && $0.y < 40 })
        #expect(pixels.count - inside.count == Int(5 * 5 * Self.scale * Self.scale))
    }

    @Test func `a zero-length line with round caps is a marker`() throws {
        let place = Position(x: 50, y: 50)
        let pixels = try dark(
            [.path(Path([.move(place), .line(place)]), fill: nil, stroke: Stroke(.black, width: 10, cap: .round))],
            text: try PangoText())
        // Area of a disk of radius 5 pt, to a pixel along its rim.
        #expect(abs(Double(pixels.count) / 16 - 25 * Double.pi) < 31.4 / Self.scale)
    }

    @Test(arguments: [0.0, 90, -90, 180]) func `painted text fills its measured frame`(rotation: Double) throws {
        let text = try PangoText()
        // A letter with straight sides has side bearings of under a tenth of the size.
        let font = Font(size: 20, bold: true)
        let span = [TextSpan("HIH", font: font)]
        let run = TextRun(span, at: Position(x: 50, y: 50), extent: text.measure(span), rotation_deg: rotation)
        let pixels = try dark([.text(run)], text: text)
        let ink = (
            left: pixels.map(\.x).min() ?? 0, right: pixels.map(\.x).max() ?? 0, top: pixels.map(\.y).min() ?? 0,
            bottom: pixels.map(\.y).max() ?? 0
        )
        let along = rotation == 0 || rotation == 180 ? ink.right - ink.left : ink.bottom - ink.top
        #expect(along < run.extent.width.value && along > run.extent.width.value - 4)
        switch rotation {
        case 0: #expect(ink.left >= 50 && ink.bottom <= 50.3)
        case 90: #expect(ink.bottom <= 50 && ink.right <= 50.3)
        case -90: #expect(ink.top >= 50 && ink.left >= 49.7)
        default: #expect(ink.right <= 50 && ink.top >= 49.7)
        }
    }

    @Test func `spans follow one another by their measured widths`() throws {
        let text = try PangoText()
        let font = Font(size: 20, bold: true)
        let bar = TextSpan("I", font: font)
        let gap = TextSpan("mmm", font: font, color: .white)
        let width = text.measure([bar, gap]).width.value
        let run = TextRun([bar, gap, bar], at: Position(x: 5, y: 50), extent: text.measure([bar, gap, bar]))
        let alone = TextRun([bar], at: Position(x: Points(5 + width), y: 50), extent: text.measure([bar]))
        let both = try dark([.text(run)], text: text).filter { $0.x > 5 + width }
        let second = try dark([.text(alone)], text: text)
        #expect(!second.isEmpty)
        // Glyphs stand on a quarter of a pixel at most away from their place.
        #expect(abs((both.map(\.x).min() ?? 0) - (second.map(\.x).min() ?? 0)) <= 1 / Self.scale)
        #expect(abs(both.count - second.count) <= second.count / 10)
    }

    @Test func `raised spans stand above the base line`() throws {
        let text = try PangoText()
        let span = TextSpan("H", font: Font(size: 12, bold: true), rise: 10)
        let pixels = try dark(
            [.text(TextRun([span], at: Position(x: 50, y: 50), extent: text.measure([span])))], text: text)
        #expect((pixels.map(\.y).max() ?? 0) < 40.3)
        #expect((pixels.map(\.y).min() ?? 0) > 28)
    }
}
