import Diagnostics
import Drawing
import Export
import Findings
import Glibc
import Layout
import Measurements
import Plots
import Templates

/// What pages cost once the numbers are known: layout, figures and PDF, of analyses made here.
enum DrawingBench {
    /// The job that `bench_mpl.py`-like scripts give matplotlib: four A4 pages, ten plots, curves of 10,000 points.
    static let fourPages = """
        <heading level="0">Device <value select="@id"/></heading>
        <metrics prefix="impedance." pivot="bias_V"/>
        <figure ref="iv.loop"/>
        <page-break/><figure ref="impedance.nyquist"/><figure ref="impedance.bode"/>
        <page-break/><figure ref="transient.step"/>
        <page-break/><figure ref="impedance.cg"/><findings/>
        """

    static func rows() throws -> [PinchBench.Row] {
        let text = try PangoText()
        let plots = device(points: 10_000)
        let four = try best(of: 9, fourPages, plots, text)
        let long = try best(of: 3, "<figure ref=\"transient.step\"/>", device(points: 1_000_000, loops: false), text)
        let table = try best(
            of: 5, "<metrics prefix=\"impedance.\" most=\"5000\" rules=\"no\"/>", numbers(3000), text)
        return [
            .init(
                what: "four pages, ten plots of 10,000 points (\(four.pages) pages)", measured: four.cpu_s * 1e3,
                limit: 50, unit: "ms CPU"),
            .init(what: "their file", measured: Double(four.bytes) / 1e3, limit: 150, unit: "kB"),
            .init(what: "four transients of 1e6 points", measured: long.cpu_s, limit: 0.3, unit: "s CPU"),
            .init(
                what: "table of 3,000 rows (\(table.pages) pages)", measured: table.cpu_s, limit: 0.15, unit: "s CPU"),
        ]
    }

    /// Least processor time of several runs from the analysis to the bytes of the file, and what came out.
    private static func best(
        of runs: Int, _ inside: String, _ device: DeviceAnalysis, _ text: PangoText
    ) throws -> (cpu_s: Double, bytes: Int, pages: Int) {
        let references = References(
            figures: ReportFigures.all, definitions: MetricDefinitions.all, links: DiagnosticLinks.all)
        let source = "<report xmlns='urn:pinch:report:1' version='1'>\(inside)</report>"
        let template = try parseTemplate(
            Array(source.utf8), file: "bench.xml", vocabulary: TemplateElements.vocabulary(for: references))
        let analysis = Analysis(tool: "pinch", options: DiagnoseOptions(), devices: [device])
        var result = (cpu_s: Double.infinity, bytes: 0, pages: 0)
        for _ in 0..<runs {
            let start = PinchBench.processorTime_s()
            let pages = try layOut(
                template, analysis: analysis, device: device, text: text, options: LayoutOptions(references: references)
            )
            let files = try export(pages.document, format: PDFOutput(), text: text)
            result.cpu_s = min(result.cpu_s, PinchBench.processorTime_s() - start)
            result.bytes = files.reduce(0) { $0 + $1.bytes.count }
            result.pages = pages.document.pages.count
        }
        return result
    }

    /// A device with four loops, one spectrum and four steps, each curve so long.
    private static func device(points: Int, loops: Bool = true) -> DeviceAnalysis {
        var analysis = DeviceAnalysis(of: Device(id: "B01", recordings: []))
        var noise = BenchNoise(seed: 5)
        for step in 1...4 {
            let tau_s = 0.01 * Double(step)
            let t = (1...points).map { Double($0) / Double(points) }
            let I = t.map { 1e-5 * (2 - exp(-$0 / tau_s)) + 1e-7 * noise.next() }
            analysis.curves.append(
                Curve(
                    "transient.step", at: Place(bias_V: 0.1 * Double(step), V: 0.1 * Double(step) + 0.01, step: step),
                    from: ["transient-\(step)"], columns: [.init("t", .second, t), .init("I", .ampere, I)]))
        }
        guard loops else { return analysis }
        for rate in 1...4 {
            var x = 0.0
            var (V, I): ([Double], [Double]) = ([], [])
            for k in 0..<points {
                let phase = Double(k) / Double(points - 1) * 4
                let u = phase < 1 ? phase : phase < 3 ? 2 - phase : phase - 4
                x += (1 / (1 + exp(-(u - 0.5) / 0.1)) - x) * 4 / Double(points) / Double(rate)
                V.append(u)
                I.append((1e-6 + 2e-4 * x) * u * (1 + 0.002 * noise.next()))
            }
            analysis.curves.append(
                Curve(
                    "iv.cycle", at: Place(rate_V_per_s: Double(rate), cycle: 1), from: ["iv-\(rate)"],
                    columns: [.init("V", .volt, V), .init("I", .ampere, I)]))
        }
        addSpectrum(to: &analysis, &noise)
        return analysis
    }

    private static func addSpectrum(to analysis: inout DeviceAnalysis, _ noise: inout BenchNoise) {
        func curve(_ id: String, _ count: Int, _ relative: Double) -> Curve {
            var columns: [[Double]] = [[], [], [], [], []]
            for index in 0..<count {
                let f = pow(10, 6 - 7.5 * Double(index) / Double(count - 1))
                let w = 2 * Double.pi * f
                let x = w * 0.1
                let (G, B) = (5e-4 + 1e-3 / (1 + x * x), w * 1e-8 - 1e-3 * x / (1 + x * x))
                let size = G * G + B * B
                let (re, im) = (50 + G / size, -B / size)
                let error = relative * hypot(re, im)
                columns[0].append(f)
                columns[1].append(re + error * noise.next())
                columns[2].append(im + error * noise.next())
                columns[3].append(G)
                columns[4].append(B / w)
            }
            let names: [(String, SIUnit)] =
                id == "impedance.cg"
                ? [("f", .hertz), ("G", .siemens), ("C", .farad)] : [("f", .hertz), ("ReZ", .ohm), ("ImZ", .ohm)]
            let used = id == "impedance.cg" ? [columns[0], columns[3], columns[4]] : Array(columns.prefix(3))
            return Curve(
                id, at: Place(bias_V: 0.4), from: ["impedance-1"],
                columns: zip(names, used).map { CurveColumn($0.0, $0.1, $1) })
        }
        analysis.curves += [
            curve("impedance.data", 60, 0.01), curve("impedance.fit", 400, 0), curve("impedance.cg", 60, 0),
        ]
    }

    /// A device with so many numbers.
    private static func numbers(_ count: Int) -> DeviceAnalysis {
        var analysis = DeviceAnalysis(of: Device(id: "B02", recordings: []))
        var noise = BenchNoise(seed: 6)
        analysis.metrics = (0..<count).map { index in
            Metric(
                "impedance.R_dc", 1000 + 10 * noise.next(), se: 10, unit: .ohm,
                at: Place(bias_V: 0.001 * Double(index)), from: ["impedance-\(index)"], rule: "EC1 fit")
        }
        return analysis
    }
}

/// Seeded normal deviates.
struct BenchNoise {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func uniform() -> Double {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Double(state >> 11) * 0x1p-53
    }

    /// The next deviate, of mean 0 and variance 1.
    mutating func next() -> Double {
        (-2 * log(max(uniform(), 1e-300))).squareRoot() * cos(2 * .pi * uniform())
    }
}
