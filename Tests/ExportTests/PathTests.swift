import Drawing
import TestSupport
import Testing

@testable import Export

private func at(_ x: Double, _ y: Double) -> Position { Position(x: Points(x), y: Points(y)) }

@Suite struct PathClippedTests {
    @Test func `a path inside stays as it is`() {
        let path = Path([.move(at(1, 2)), .line(at(3, 4)), .curve(at(1, 1), at(2, 2), at(3, 3)), .close])
        #expect(path.clipped(to: 10) == path)
    }

    @Test func `a line keeps its slope where it leaves the square`() {
        let path = Path([.move(at(0, 0)), .line(at(100, 50))])
        #expect(
            path.clipped(to: 10).segments == [.move(at(0, 0)), .line(at(10, 5)), .line(at(10, 10)), .line(at(10, 10))])
    }

    @Test func `a line that passes by the square goes round its corner, not across`() {
        let path = Path([.move(at(-11, -10)), .line(at(10, 1000))])
        #expect(
            path.clipped(to: 10).segments == [
                .move(at(-10, -10)), .line(at(-10, 10)), .line(at(-10, 10)), .line(at(10, 10)),
            ])
    }

    @Test func `the path splits at what is not finite and the split piece is not closed`() {
        let path = Path([
            .move(at(0, 0)), .line(at(1, 0)), .line(at(.nan, 1)), .line(at(2, 2)), .line(at(3, 3)), .close,
        ])
        #expect(
            path.clipped(to: 10).segments == [.move(at(0, 0)), .line(at(1, 0)), .move(at(2, 2)), .line(at(3, 3))])
    }

    @Test func `whatever goes in, what comes out lies in the square`() {
        var random = SeededRandom(seed: 7)
        let wild: [Double] = [.nan, .infinity, -.infinity, 1e308, -1e308, 11, -11, 9, 0]
        func any() -> Position {
            at(wild[Int(random.next() % UInt64(wild.count))], wild[Int(random.next() % UInt64(wild.count))])
        }
        for _ in 0..<500 {
            let segments = (0..<12).map { _ -> Path.Segment in
                switch random.next() % 5 {
                case 0: .move(any())
                case 1: .curve(any(), any(), any())
                case 2: .close
                default: .line(any())
                }
            }
            for segment in Path(segments).clipped(to: 10).segments {
                let points: [Position] =
                    switch segment {
                    case .move(let p), .line(let p): [p]
                    case .curve(let a, let b, let c): [a, b, c]
                    case .close: []
                    }
                #expect(points.allSatisfy { abs($0.x.value) <= 10 && abs($0.y.value) <= 10 })
            }
        }
    }
}

@Suite struct PathSnappedTests {
    @Test func `short paths are left alone`() {
        let path = Path.polyline((0..<20).map { at(Double($0) / 3, 0.1) })
        #expect(path.snapped() == path)
    }

    @Test func `a long straight line keeps its two ends`() {
        let path = Path.polyline((0...1000).map { at(Double($0) / 8, Double($0) / 4) })
        #expect(path.snapped().segments == [.move(at(0, 0)), .line(at(125, 250))])
    }

    @Test func `no point is further than a sixteenth from where it was, and spikes stay`() {
        let original = (0...400).map { at(Double($0) * 0.37, $0 == 200 ? 500.03 : 10.01) }
        let drawn = Path.polyline(original).snapped().segments.compactMap { segment -> Position? in
            switch segment {
            case .move(let p), .line(let p): p
            default: nil
            }
        }
        #expect(drawn.contains { $0.y == 500 })
        #expect(drawn.count <= 6)
        for point in drawn {
            #expect(
                original.contains {
                    abs($0.x.value - point.x.value) <= 0.0625 && abs($0.y.value - point.y.value) <= 0.0625
                })
        }
    }

    @Test func `a line that turns back on itself keeps the turn`() {
        let there = (0...150).map { at(Double($0), 0) }
        let path = Path.polyline(there + there.reversed()).snapped()
        #expect(path.segments == [.move(at(0, 0)), .line(at(150, 0)), .line(at(0, 0))])
    }

    @Test func `markers become closed points, once`() {
        func dots(_ ends: (Double) -> [Path.Segment]) -> Path {
            Path((0..<150).flatMap { i in [.move(at(Double(i), 3))] + ends(Double(i)) })
        }
        let closed = dots { _ in [.close] }
        #expect(dots { [.line(at($0, 3))] }.snapped() == closed)
        #expect(dots { [.line(at($0, 3)), .close] }.snapped() == closed)
    }
}
