import Diagnostics
import Drawing
import Findings
import Layout
import Measurements
import Plots
import Templates
import TestSupport

/// A figure of the tests: half as tall as wide, for devices with impedance.
struct PlainFigure: ReportFigure {
    var id: String { "impedance.nyquist" }
    var title: String { "Nyquist plot" }
    func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec] {
        guard analysis.recordings.contains(where: { $0.kind == .impedance }) else { return [] }
        return [FigureSpec(id: id, caption: "Z at R_{s}.", alternative: "Nyquist plot")]
    }
}

/// An analysis small enough to be read in a dump.
enum LayoutSamples {
    static let definitions = [
        MetricDefinition("impedance.R_dc", "R_{dc}", .ohm, "Resistance at zero frequency.", source: "THEORY A.4"),
        MetricDefinition("impedance.tau_k", "τ_{k}", .second, "Time of the memory.", source: "THEORY A.2"),
        MetricDefinition("impedance.loop", "", .none, "Whether the arc is inductive.", source: "THEORY E.1"),
    ]

    static let references = References(figures: [PlainFigure()], definitions: definitions)

    static var device: DeviceAnalysis {
        var provenance = Provenance(file: "B/D01/z.csv", sha256: "3f2a", format: "plain-table")
        provenance.measuredAt = "2026-01-02"
        var recordings: [Recording] = []
        for (index, bias) in [0.2, 0.4].enumerated() {
            var conditions = Conditions()
            conditions.bias_V = bias
            recordings.append(
                Recording(
                    id: "impedance-\(index)", kind: .impedance,
                    data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
                    conditions: conditions, provenance: provenance))
        }
        var analysis = DeviceAnalysis(
            of: Device(
                id: "D01", batch: "B", statedClass: "volatile", metadata: ["operator": "A & B"],
                recordings: recordings))
        for (index, bias) in [0.2, 0.4].enumerated() {
            let place = Place(bias_V: bias)
            let from = ["impedance-\(index)"]
            analysis.metrics += [
                Metric("impedance.R_dc", 1000 / bias, se: 12, unit: .ohm, at: place, from: from, rule: "EC1 fit"),
                Metric("impedance.tau_k", 0.1 * bias, se: 0.001, unit: .second, at: place, from: from, rule: "EC1 fit"),
            ]
        }
        analysis.labels = [Label("impedance.loop", "inductive", from: ["impedance-0"], rule: "sign of the arc")]
        analysis.links = [
            LinkResult(
                "L1", .consistent, at: Place(bias_V: 0.4),
                a: LinkSide(name: "impedance", value: 2500, se: 12, unit: .ohm, from: ["impedance-1"]),
                b: LinkSide(name: "slow loop", value: 2510, se: 20, unit: .ohm, from: ["iv-0"]), d: 0.004, s: 0.03,
                z: -0.13, p_eq: 1e-6, k: 1.25, reason: "agrees"),
            LinkResult("L5", .notTested, reason: "no current-voltage loop"),
        ]
        return analysis
    }

    static func analysis(_ device: DeviceAnalysis) -> Analysis {
        Analysis(tool: "pinch 0.1.0", options: DiagnoseOptions(), devices: [device])
    }

    /// Lays out the inside of a report.
    static func layOut(
        _ inside: String, device: DeviceAnalysis = device, attributes: String = "", turns: Int = 100_000,
        references: References = references, change: (inout LayoutOptions) -> Void = { _ in }
    ) throws -> LayoutResult {
        let source = "<report xmlns='urn:pinch:report:1' version='1' \(attributes)>\(inside)</report>"
        let template = try parseTemplate(
            Array(source.utf8), file: "t.xml", vocabulary: TemplateElements.vocabulary(for: references))
        var options = LayoutOptions(date: "2026-01-02", references: references)
        options.mostTurns = turns
        change(&options)
        return try Layout.layOut(
            template, analysis: analysis(device), device: device, text: FixedAdvanceText(), options: options)
    }

    /// All texts of a page in the order in which they are placed.
    static func texts(_ page: Page) -> [String] { page.items.flatMap(texts) }

    /// All text runs with their frames.
    static func runs(_ item: Item) -> [TextRun] {
        switch item {
        case .text(let run): [run]
        case .group(let group): group.items.flatMap(runs)
        case .path, .link, .destination: []
        }
    }

    private static func texts(_ item: Item) -> [String] { runs(item).map(\.string) }
}
