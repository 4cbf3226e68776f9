import Glibc
import TestSupport
import Testing

@testable import Plots

@Suite struct DecimationTests {
    @Test func `columns keep first, lowest, highest and last of each column`() {
        var random = SeededRandom(seed: 5)
        let points = (0..<50_000).map { PlotPoint(x: Double($0) / 250, y: Double.random(in: -1...1, using: &random)) }
        let thinned = Decimation.line(points)
        #expect(thinned.count < 2000)
        for column in 0..<400 {
            func inside(_ list: [PlotPoint]) -> [Double] {
                list.filter { Int(($0.x * Decimation.columnsPerPoint).rounded(.down)) == column }.map(\.y)
            }
            let (all, kept) = (inside(points), inside(thinned))
            #expect(all.min() == kept.min() && all.max() == kept.max())
            #expect(all.first == kept.first && all.last == kept.last)
        }
    }

    @Test func `a thinned loop stays within the tolerance of every point`() {
        let points = (0..<9000).map { index -> PlotPoint in
            let angle = Double(index) / 9000 * 6 * Double.pi
            return PlotPoint(x: 100 * cos(angle), y: 80 * sin(angle) + angle)
        }
        let thinned = Decimation.line(points)
        #expect(thinned.count < 600)
        #expect(thinned.first == points.first && thinned.last == points.last)
        for point in points {
            let nearest = zip(thinned, thinned.dropFirst()).map { Self.distance(point, $0, $1) }.min() ?? .infinity
            #expect(nearest <= Decimation.tolerance + 1e-9)
        }
    }

    private static func distance(_ p: PlotPoint, _ a: PlotPoint, _ b: PlotPoint) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let part = min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / max(dx * dx + dy * dy, 1e-300), 0), 1)
        return hypot(p.x - a.x - part * dx, p.y - a.y - part * dy)
    }

    @Test func `short lines are drawn whole`() {
        let points = (0..<Decimation.wholeUpTo).map { PlotPoint(x: Double($0) / 1000, y: 0) }
        #expect(Decimation.line(points) == points)
    }

    @Test(arguments: [0.25, 1, 1e6]) func `of markers in one cell the first stays, at any distance`(scale: Double) {
        var random = SeededRandom(seed: 8)
        let points = (0..<5000).map { _ in
            PlotPoint(
                x: scale * Double.random(in: -30...30, using: &random),
                y: scale * Double.random(in: -20...40, using: &random))
        }
        func cell(_ point: PlotPoint) -> [Int] {
            [Int((point.x / (0.5 * scale)).rounded()), Int((point.y / (0.5 * scale)).rounded())]
        }
        var seen: Set<[Int]> = []
        let first = points.indices.filter { seen.insert(cell(points[$0])).inserted }
        #expect(first.count < 5000)
        #expect(Decimation.markers(points, cell: 0.5 * scale) == first)
        // A cell of a point on a page as wide as the sky needs no memory.
        #expect(Decimation.markers([PlotPoint(x: -1e12, y: 0), PlotPoint(x: 1e12, y: 0)]).count == 2)
        // What has no place traps nothing.
        let odd = [(Double.nan, 9), (5, Double.infinity), (0, 0), (5, 9)].map { PlotPoint(x: $0.0, y: $0.1) }
        #expect(Decimation.markers(odd).contains(3))
    }

    @Test func `a line is cut at the frame and split where a value is missing`() {
        let clipping = Clipping(minX: 0, minY: 0, maxX: 10, maxY: 10)
        let pieces = clipping.pieces([
            PlotPoint(x: -10, y: 5), PlotPoint(x: 20, y: 5), PlotPoint(x: .nan, y: 5), PlotPoint(x: 1, y: 1),
            PlotPoint(x: 2, y: 1e300),
        ])
        #expect(pieces.count == 2)
        #expect(pieces[0] == [PlotPoint(x: 0, y: 5), PlotPoint(x: 10, y: 5)])
        #expect(pieces[1].first == PlotPoint(x: 1, y: 1) && pieces[1].last?.y == 10)
    }
}
