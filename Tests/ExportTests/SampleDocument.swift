import Drawing
import Export

/// Two pages with everything that a painter meets: scripts, Greek, rotation, markers, clips, links, structure.
enum SampleDocument {
    static func make(text: PangoText) -> Document {
        Document(
            title: "Device τ_{k} & \"friends\" <1>", author: "A. Nyone", subject: "Memristor diagnostics",
            date: "2026-03-01T12:30:05Z", pages: [first(text), second(text)])
    }

    static func run(
        _ rich: String, at x: Double, _ y: Double, size: Double = 9, text: PangoText, bold: Bool = false,
        italic: Bool = false, mono: Bool = false, color: Color = .black, rotation_deg: Double = 0
    ) -> Item {
        let font = Font(size: Points(size), bold: bold, italic: italic, monospaced: mono)
        let spans = RichText.spans(rich, font: font, color: color)
        return .text(
            TextRun(
                spans, at: Position(x: Points(x), y: Points(y)), extent: text.measure(spans),
                rotation_deg: rotation_deg))
    }

    private static func first(_ text: PangoText) -> Page {
        let uri = LinkTarget.uri("https://example.org/o'brien?a=1&b=(2)")
        return Page(
            size: Size(width: 595, height: 842),
            items: [
                .destination(name: "top", Position(x: 56, y: 60)),
                .group(
                    Group(role: .heading(level: 1), [run("1 Summary", at: 56, 80, size: 16, text: text, bold: true)])),
                .group(
                    Group(
                        role: .paragraph,
                        [
                            run(
                                "The time constant τ_{k} is 1.20 × 10^{-3} s; R_{dc} = 48.0 kΩ, C_{lf} = −3.1 µF (n = 12).",
                                at: 56, 100, text: text),
                            run(
                                "Oblique, bold and fixed faces stand on one line.", at: 56, 114, text: text,
                                italic: true),
                            run(
                                "sha256 9f86d081884c7d659a2feaa0c55ad015", at: 56, 128, size: 8, text: text, mono: true),
                        ])),
                .link(Frame(x: 56, y: 92, width: 100, height: 10), .destination("figure")),
                .link(Frame(x: 56, y: 106, width: 100, height: 10), uri),
            ], outline: [Page.OutlineEntry(title: "1 Summary", level: 1, y: 60)], label: "1")
    }

    private static func second(_ text: PangoText) -> Page {
        let frame = Frame(x: 100, y: 120, width: 240, height: 160)
        return Page(
            size: Size(width: 595, height: 842),
            items: [
                .destination(name: "figure", Position(x: 56, y: 60)),
                .group(
                    Group(
                        role: .figure(id: "iv.loop", alternative: "A pinched loop τ."),
                        [
                            .path(.rectangle(frame), fill: .gray(0.97), stroke: Stroke(.black, width: 0.5)),
                            .group(Group(role: .marks("data"), clip: frame, marks(in: frame))),
                            run("Current (µA)", at: 90, 240, size: 8, text: text, rotation_deg: 90),
                            run("Voltage (V)", at: 195, 300, size: 8, text: text),
                        ])),
                .group(Group(role: .table, [.group(Group(role: .tableRow, cells(text)))])),
                .link(Frame(x: 56, y: 92, width: 100, height: 10), .destination("top")),
            ],
            outline: [
                Page.OutlineEntry(title: "Figure of τ_{k}", level: 2, y: 60),
                Page.OutlineEntry(title: "2 More", level: 1, y: 400),
            ], label: "2")
    }

    private static func cells(_ text: PangoText) -> [Item] {
        [
            .group(Group(role: .tableCell, [run("tau_k", at: 100, 340, text: text)])),
            .group(Group(role: .tableCell, [run("1.20(3) ms", at: 160, 340, text: text)])),
        ]
    }

    /// A loop that leaves the frame, markers on it, and a dashed line.
    static func marks(in frame: Frame) -> [Item] {
        let loop = (0...600).map { i -> Position in
            let t = Double(i) / 600 * 2 * .pi
            let (u, v) = (sinus(t), sinus(2 * t + 0.3))
            return Position(x: frame.midX + frame.width * (0.6 * u), y: frame.midY - frame.height * (0.45 * v))
        }
        let dots = loop.enumerated().filter { $0.offset % 25 == 0 }.flatMap {
            [.move($0.element), .line($0.element)] as [Path.Segment]
        }
        return [
            .path(
                .polyline(loop), fill: Color(hex: 0x0072B2, alpha: 0.15),
                stroke: Stroke(Color(hex: 0x0072B2), width: 0.8)),
            .path(Path(dots), fill: nil, stroke: Stroke(Color(hex: 0xD55E00), width: 3, cap: .round)),
            .path(
                .line(from: Position(x: frame.x, y: frame.midY), to: Position(x: frame.maxX, y: frame.midY)), fill: nil,
                stroke: Stroke(.gray(0.4), width: 0.5, dash: [3, 2])),
        ]
    }

    /// A sine by its series, near enough for a drawing and the same on every machine.
    private static func sinus(_ angle: Double) -> Double {
        let turns = angle / (2 * .pi)
        let x = (turns - turns.rounded()) * 2 * .pi
        let y = abs(x) > .pi / 2 ? (x > 0 ? .pi - x : -.pi - x) : x
        return y - y * y * y / 6 + y * y * y * y * y / 120 - y * y * y * y * y * y * y / 5040
    }
}
