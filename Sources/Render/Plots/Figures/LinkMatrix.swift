public import Diagnostics
import Drawing
import Glibc
import Measurements

/// Every comparison of every link as a part of the difference that counts as equal, with its interval and verdict.
public struct LinkMatrix: ReportFigure {
    /// Makes the figure.
    public init() {}
    /// Public id.
    public var id: String { "links.matrix" }
    /// What it shows.
    public var title: String { "All comparisons: difference over the bound of equality, with intervals and verdicts" }

    /// Farthest that is drawn, in bounds.
    private static let reach = 2.0
    /// Where bars end that go on, in bounds: inside the frame, with an arrow head.
    private static let frame = 2.25

    /// The figures of a device.
    public func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        let numeric = analysis.links.filter { $0.d?.isFinite == true && ($0.bound ?? 0) > 0 && ($0.s ?? -1) >= 0 }
        var ids: [String] = []
        for link in numeric where !ids.contains(link.id) { ids.append(link.id) }
        ids.sort { (Int($0.dropFirst()) ?? 0) < (Int($1.dropFirst()) ?? 0) }
        guard !ids.isEmpty else { return [] }
        var marks: [Mark] = [
            .band(BandMark(x: [0.5, Double(ids.count) + 0.5], low: [-1, -1], high: [1, 1], color: .gray(0.93))),
            .rule(RuleMark(.horizontal, at: 0)), .rule(RuleMark(.horizontal, at: 1, dash: [2, 2])),
            .rule(RuleMark(.horizontal, at: -1, dash: [2, 2])),
        ]
        marks += (1..<max(1, ids.count)).map {
            .rule(RuleMark(.vertical, at: Double($0) + 0.5, color: .gray(0.85), width: 0.4))
        }
        var isFar = false
        // Bars that go on beyond the frame, up and down.
        var onward: [Double: [(x: Double, color: Color)]] = [:]
        for (verdict, color, shape) in Self.styles {
            var (x, y, low, high): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
            for (column, id) in ids.enumerated() {
                let mine = numeric.filter { $0.id == id }
                for (place, link) in mine.enumerated() where link.verdict == verdict {
                    guard let d = link.d, let s = link.s, let bound = link.bound else { continue }
                    // Side by side in the column, in the order of the results.
                    let part = mine.count == 1 ? 0.5 : Double(place) / Double(mine.count - 1)
                    x.append(Double(column + 1) + 0.7 * (part - 0.5))
                    isFar = isFar || abs(d / bound) > Self.reach
                    y.append(min(max(d / bound, -Self.reach), Self.reach))
                    let ends = [(d - 1.96 * s) / bound, (d + 1.96 * s) / bound]
                    low.append(max(ends[0], -Self.frame))
                    high.append(min(ends[1], Self.frame))
                    for (end, way) in [(-ends[0], -1.0), (ends[1], 1.0)] where end > Self.frame {
                        onward[way, default: []].append((x[x.count - 1], color))
                    }
                }
            }
            guard !x.isEmpty else { continue }
            marks.append(
                .points(
                    PointMark(
                        x: x, y: y, low: low, high: high, shape: shape, filled: verdict != .undecided, size: 3.2,
                        color: color, label: "\(verdict.rawValue) (\(x.count))")))
        }
        for way in [-1.0, 1.0] {
            marks += (onward[way] ?? []).map { bar in
                .points(
                    PointMark(
                        x: [bar.x], y: [way * Self.frame], shape: way > 0 ? .triangle : .downTriangle, filled: true,
                        size: 1.8, color: bar.color))
            }
        }
        var names = Axis("", range: .fixed(low: 0.5, high: Double(ids.count) + 0.5))
        names.names = ids
        let panel = Panel(
            x: names, y: Axis("Δ over the bound", range: .fixed(low: -1.2 * Self.reach, high: 1.2 * Self.reach)),
            marks: marks, height: .fixed(118), legend: .above)
        return [
            FigureSpec(
                id: id, caption: caption(analysis, numeric, isFar, isCut: !onward.isEmpty),
                alternative:
                    "Differences of \(numeric.count) comparisons in \(ids.count) links, as parts of their bounds.",
                cells: [FigureCell([panel])],
                preferredWidth: ids.count <= 3
                    ? FigureSpec.singleColumn
                    : ids.count <= 6 ? FigureSpec.mediumColumn : FigureSpec.doubleColumn)
        ]
    }

    /// Verdicts with color and marker: told apart without color, too.
    private static let styles: [(Verdict, Color, MarkerShape)] = [
        (.consistent, Palette.green, .circle), (.smallBias, Palette.blue, .square),
        (.undecided, .gray(0.35), .diamond), (.inconsistent, Palette.vermillion, .triangle),
    ]

    private func caption(_ analysis: DeviceAnalysis, _ numeric: [LinkResult], _ isFar: Bool, isCut: Bool) -> String {
        var text =
            "All comparisons of numbers (n = \(numeric.count)), in the order of their places; a difference of ±1 just"
        text += " counts as equal. Bars are 95 % intervals with the systematic part: inside the gray band both numbers"
        text += " are shown to be equal."
        if let worst = numeric.max(by: { abs($0.z ?? 0) < abs($1.z ?? 0) }), let z = worst.z {
            text += " The largest |Δ/σ| is \(DecimalText.fixed(abs(z), decimals: 1)), in \(worst.id)."
        }
        if isCut { text += " Arrow heads end bars that go on." }
        if isFar { text += " What lies beyond ±\(Int(Self.reach)) is drawn there." }
        let words = Self.wordLinks(analysis)
        return words.isEmpty ? text : text + " Links of signs and words: \(words)."
    }

    /// Links that compare signs, words or one-sided limits, as counts.
    private static func wordLinks(_ analysis: DeviceAnalysis) -> String {
        let others = analysis.links.filter { $0.d == nil && $0.verdict != .notTested }
        var ids: [String] = []
        for link in others where !ids.contains(link.id) { ids.append(link.id) }
        return ids.map { id in
            let verdicts = Verdict.allCases.compactMap { verdict -> String? in
                let n = others.count { $0.id == id && $0.verdict == verdict }
                return n == 0 ? nil : "\(n) \(verdict.rawValue)"
            }
            return "\(id) \(FigureText.list(verdicts))"
        }.joined(separator: "; ")
    }
}
