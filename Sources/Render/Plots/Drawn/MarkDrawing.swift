import Drawing
import Glibc

/// Marks as items, clipped to their panel's frame in double precision and thinned where they are dense.
struct MarkDrawing {
    let placed: PlacedPanel
    /// Data points before and after thinning, for the note in the panel's corner.
    private(set) var measured = 0
    private(set) var drawn = 0

    init(_ placed: PlacedPanel) { self.placed = placed }

    /// The group of a mark; notes and legends are drawn elsewhere.
    mutating func group(for mark: Mark) -> Item? {
        let items: [Item]
        switch mark {
        case .line(let line): items = self.items(line)
        case .points(let points): items = self.items(points)
        case .band(let band): items = self.items(band)
        case .arrows(let arrows): items = self.items(arrows)
        case .rule(let rule): items = self.items(rule)
        case .text: return nil
        }
        return items.isEmpty ? nil : .group(Group(role: .marks(mark.role), items))
    }

    private mutating func items(_ line: LineMark) -> [Item] {
        let points = zip(placed.x.positions(line.x), placed.y.positions(line.y)).map { PlotPoint(x: $0, y: $1) }
        var path = Path()
        var kept = 0
        var before = 0
        for piece in placed.clipping.pieces(points) {
            let thinned = Decimation.line(piece)
            before += piece.count
            kept += piece.count > Decimation.denseFrom ? thinned.count : piece.count
            guard let first = thinned.first else { continue }
            path.segments.append(.move(first.position))
            // A lone point between gaps is drawn as a dot by the round cap of a line of no length.
            let rest = thinned.count == 1 ? thinned[...] : thinned.dropFirst()
            for point in rest { path.segments.append(.line(point.position)) }
        }
        note(role: line.role, before: before, after: kept)
        guard !path.segments.isEmpty else { return [] }
        let stroke = Stroke(line.color, width: line.width, dash: line.dash, cap: line.dash.isEmpty ? .round : .butt)
        return [.path(path, fill: nil, stroke: stroke)]
    }

    private mutating func items(_ mark: PointMark) -> [Item] {
        let clipping = placed.clipping
        var visible: [(index: Int, place: PlotPoint)] = []
        for (index, pair) in zip(placed.x.positions(mark.x), placed.y.positions(mark.y)).enumerated() {
            let place = PlotPoint(x: pair.0 + mark.dodge.value, y: pair.1)
            if place.isFinite, clipping.contains(place, slack: 0.01) { visible.append((index, place)) }
        }
        let isDense = visible.count > Decimation.denseFrom
        var kept = visible
        if isDense || mark.low.isEmpty {
            // Disks three quarters of a size apart still run together; a ring is missed a third of a line beside one.
            let cell = mark.filled ? max(0.5, 0.75 * mark.size.value) : isDense ? 0.5 : 0.25
            kept = Decimation.markers(visible.map(\.place), cell: cell).map { visible[$0] }
        }
        note(role: mark.role, before: visible.count, after: isDense ? kept.count : visible.count)
        return errorBars(mark, kept) + MarkerPath.items(kept.map(\.place), mark)
    }

    private func errorBars(_ mark: PointMark, _ points: [(index: Int, place: PlotPoint)]) -> [Item] {
        var path = Path()
        let clipping = placed.clipping
        let half = mark.size.value / 2
        for (index, place) in points where index < mark.low.count && index < mark.high.count {
            guard mark.low[index].isFinite, mark.high[index].isFinite else { continue }
            let bottom = placed.y.position(mark.low[index])
            let top = placed.y.position(mark.high[index])
            // An end that has no place on the scale (zero on a logarithm) runs to the frame.
            let low = clipping.clamped(PlotPoint(x: place.x, y: bottom.isFinite ? bottom : placed.y.start))
            let high = clipping.clamped(PlotPoint(x: place.x, y: top.isFinite ? top : placed.y.end))
            for end in [low, high] where abs(end.y - place.y) > half {
                let rim = PlotPoint(x: place.x, y: place.y + (end.y > place.y ? half : -half))
                path.segments += [.move(rim.position), .line(end.position)]
                path.segments += [
                    .move(PlotPoint(x: end.x - 1.4, y: end.y).position),
                    .line(PlotPoint(x: end.x + 1.4, y: end.y).position),
                ]
            }
        }
        return path.segments.isEmpty ? [] : [.path(path, fill: nil, stroke: Stroke(mark.color, width: 0.55))]
    }

    private func items(_ band: BandMark) -> [Item] {
        let clipping = placed.clipping
        var path = Path()
        func close(_ lower: [PlotPoint], _ upper: [PlotPoint]) {
            guard lower.count > 1 else { return }
            let rim = Decimation.line(lower) + Decimation.line(upper).reversed()
            for (index, point) in rim.enumerated() {
                path.segments.append(index == 0 ? .move(point.position) : .line(point.position))
            }
            path.segments.append(.close)
        }
        var lower: [PlotPoint] = []
        var upper: [PlotPoint] = []
        for index in 0..<min(band.x.count, band.low.count, band.high.count) {
            let low = placed.point(band.x[index], band.low[index])
            let high = placed.point(band.x[index], band.high[index])
            guard low.isFinite, high.isFinite else {
                close(lower, upper)
                (lower, upper) = ([], [])
                continue
            }
            lower.append(clipping.clamped(low))
            upper.append(clipping.clamped(high))
        }
        close(lower, upper)
        return path.segments.isEmpty ? [] : [.path(path, fill: band.color, stroke: nil)]
    }

    private func items(_ rule: RuleMark) -> [Item] {
        let frame = placed.frame
        let path: Path
        switch rule.direction {
        case .horizontal:
            let y = placed.y.position(rule.value)
            guard y.isFinite, y >= frame.y.value, y <= frame.maxY.value else { return [] }
            path = .line(from: Position(x: frame.x, y: Points(y)), to: Position(x: frame.maxX, y: Points(y)))
        case .vertical:
            let x = placed.x.position(rule.value)
            guard x.isFinite, x >= frame.x.value, x <= frame.maxX.value else { return [] }
            path = .line(from: Position(x: Points(x), y: frame.y), to: Position(x: Points(x), y: frame.maxY))
        }
        return [.path(path, fill: nil, stroke: Stroke(rule.color, width: rule.width, dash: rule.dash))]
    }

    private mutating func note(role: String, before: Int, after: Int) {
        guard role == "data", after < before else { return }
        measured += before
        drawn += after
    }
}
