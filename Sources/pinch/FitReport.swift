internal import Circuits
internal import ComplexModule
internal import Diagnostics
internal import Export
internal import Files
internal import Findings
internal import Layout
internal import Measurements
internal import RealModule

/// The report of a fit: one page a spectrum, by the template `fit.xml`.
///
/// The fit is told as an analysis of one device with one recording, so that templates and figures need to know nothing
/// of it: values are metrics `fit.value` at `of`, words are labels.
struct FitReport {
    private let path: String
    private let format: any OutputFormat
    private let date: String?

    /// Checks the file's name.
    ///
    /// - Throws: `fit.report-format` where no output format has its extension.
    init(_ path: String, date: String?) throws(Failure) {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard path.contains("."), let format = OutputFormats.all.first(where: { $0.id == ending }) else {
            throw Failure(.reportFormat(path))
        }
        self.path = path
        self.format = format
        self.date = date
    }

    /// Writes a page for each fit.
    ///
    /// - Returns: the paths written, and what the layout found.
    func write(_ fits: [SpectrumFit], _ options: DiagnoseOptions) throws(Failure) -> (
        paths: [String], findings: [Finding]
    ) {
        let template = try TemplateSource.shippedTemplate("fit.xml")
        PangoText.skipSystemFonts()
        let text = try PangoText()
        var paths: [String] = []
        var findings: [Finding] = []
        for (index, fit) in fits.enumerated() {
            text.beginDocument()
            let device = fit.analysis
            let document = Analysis(tool: Version.tool, options: options, devices: [device])
            let laid = try layOut(
                template, analysis: document, device: device, text: text,
                options: LayoutOptions(date: date ?? Pipeline.newestDate(device), references: ReportReferences.all))
            let files = try export(laid.document, format: format, text: text)
            paths += try write(files, index)
            findings += laid.findings + text.findings
        }
        return (paths, findings)
    }

    /// Writes the pages of a fit: to the file named, from the second fit on to numbered ones beside it.
    private func write(_ files: [OutputFile], _ index: Int) throws(Failure) -> [String] {
        let stem = String(path.dropLast(format.id.count + 1)) + (index == 0 ? "" : "-\(index + 1)")
        guard files.count == 1, let file = files.first else {
            return try writeOutputs(files, to: FilePath.parent(path), name: FilePath.name(stem))
        }
        let target = stem + path.suffix(format.id.count + 1)
        try AtomicWrite.write(file.bytes, to: target, creatingFolders: true)
        return [target]
    }
}

extension SpectrumFit {
    /// The fit as the analysis of a device.
    fileprivate var analysis: DeviceAnalysis {
        let device = Device(id: FilePath.name(recording.provenance.file), recordings: [recording])
        var analysis = DeviceAnalysis(of: device)
        analysis.metrics = valueMetrics + statistics + comparison.fits.map(candidate)
        analysis.labels = labels
        analysis.curves = curves
        analysis.findings = findings
        return analysis
    }

    private var from: [String] { [recording.id] }

    private func place(of: String? = nil, definition: String? = nil) -> Place {
        Place(
            state: recording.conditions.state, bias_V: recording.conditions.bias_V, definition: definition, of: of)
    }

    private var valueMetrics: [Metric] {
        best.values.map { value in
            func finite(_ end: Double?) -> Double? { end.flatMap { $0.isFinite ? $0 : nil } }
            var metric = Metric(
                "fit.value", value.value, se: value.se, unit: value.parameter.unit, at: place(of: value.name),
                from: from,
                rule: Self.note(value))
            metric.low = finite(value.interval?.lowerBound)
            metric.high = finite(value.interval?.upperBound)
            return metric
        }
    }

    private var statistics: [Metric] {
        let lack = lackOfFit(best)
        let numbers: [(String, Double?)] = [
            ("fit.residual", best.relativeVariance.squareRoot()), ("fit.noise", spectrum.noise), ("fit.lack_p", lack.p),
            ("fit.runs_p", best.runsProbability), ("fit.points", Double(best.pointCount)),
            ("fit.freedom", Double(best.degreesOfFreedom)),
        ]
        return numbers.compactMap { id, value in
            value.map { Metric(id, $0, unit: .none, at: place(), from: from, rule: "fit of \(best.circuit.code)") }
        }
    }

    /// A circuit compared: its lead in BIC, with AICc, residual and verdict as words.
    private func candidate(_ fit: CircuitFit) -> Metric {
        let lowest = comparison.fits.compactMap(\.aicc).min() ?? 0
        let byAICc = fit.aicc.map { Self.criterion($0 - lowest) } ?? "–"
        return Metric(
            "fit.candidate", ((fit.bic - comparison.fits[0].bic) * 10).rounded() / 10, unit: .none,
            n: fit.freeNames.count,
            at: Place(state: byAICc, definition: Self.percent(fit.relativeVariance.squareRoot()), of: fit.circuit.code),
            from: from, rule: lackOfFit(fit).verdict.rawValue)
    }

    private var labels: [Label] {
        func label(_ id: String, _ value: String) -> Label {
            Label(id, value, at: place(), from: from, rule: "pinch fit")
        }
        let pairs = best.strongCorrelations().prefix(4).map {
            "\($0.a) with \($0.b) \(QuantityText.text($0.value, unit: .none, digits: 3))"
        }
        return [
            label("impedance.circuit", best.circuit.code), label("fit.circuit", best.circuit.code),
            label("fit.weights", weights.rawValue), label("fit.lack", lackOfFit(best).verdict.rawValue),
            label("fit.verdict", verdictText),
            label("fit.criteria", [best.bic, best.aicc].compactMap { $0.map(Self.criterion) }.joined(separator: ", ")),
            label("fit.correlations", pairs.isEmpty ? "none beyond 0.95" : pairs.joined(separator: "; ")),
        ]
    }

    private var curves: [Curve] {
        func curve(_ id: String, _ columns: [CurveColumn]) -> Curve {
            Curve(
                id, at: Place(state: recording.conditions.state, bias_V: recording.conditions.bias_V), from: from,
                columns: columns)
        }
        func plane(_ f: [Double], _ re: [Double], _ im: [Double]) -> [CurveColumn] {
            [CurveColumn("f", .hertz, f), CurveColumn("ReZ", .ohm, re), CurveColumn("ImZ", .ohm, im)]
        }
        let left = spectrum.excluded
        var curves = [curve("impedance.data", plane(spectrum.frequency_Hz, spectrum.real_ohm, spectrum.imaginary_ohm))]
        if !left.frequency_Hz.isEmpty {
            curves.append(curve("impedance.excluded", plane(left.frequency_Hz, left.real_ohm, left.imaginary_ohm)))
        }
        let dense = denseFit
        curves.append(curve("impedance.fit", plane(dense.map(\.f), dense.map(\.z.real), dense.map(\.z.imaginary))))
        let misses = zip(best.measured_ohm, best.fitted_ohm).map { ($0 - $1).divided(by: $0.length) }
        curves.append(
            curve(
                "impedance.residual",
                [
                    CurveColumn("f", .hertz, spectrum.frequency_Hz), CurveColumn("dRe", .none, misses.map(\.real)),
                    CurveColumn("dIm", .none, misses.map(\.imaginary)),
                ]))
        return curves
    }

    /// The fit, 24 points a decade, a decade beyond the lowest frequency where that does not dwarf what was measured.
    private var denseFit: [(f: Double, z: Complex<Double>)] {
        guard let high = spectrum.frequency_Hz.first, let low = spectrum.frequency_Hz.last, low > 0 else { return [] }
        let decades = Double.log10(high / low)
        func grid(_ decades: Double) -> [(f: Double, z: Complex<Double>)] {
            let steps = min(max(24, Int(24 * decades)), 1200)
            let f = (0...steps).map { high * Double.pow(10, -decades * Double($0) / Double(steps)) }
            let z = best.circuit.impedance_ohm(best.values.map(\.value), at: f.map { 2 * .pi * $0 })
            return zip(f, z).filter { $0.1.isFinite }.map { (f: $0.0, z: $0.1) }
        }
        let longer = grid(decades + 1)
        let largest = best.measured_ohm.map(\.length).max() ?? 0
        return longer.allSatisfy { $0.z.length < 1.5 * largest } ? longer : grid(decades)
    }
}

extension FindingKind {
    static let reportFormat = FindingKind(
        "fit.report-format", .error, "The report of a fit is to be written in a format that its name does not tell.")
}

extension Finding {
    fileprivate static func reportFormat(_ path: String) -> Finding {
        let endings = OutputFormats.all.map { "." + $0.id }.joined(separator: ", ")
        return Finding(
            .reportFormat, "--report \"\(path)\" does not end in a known format",
            fix: "write a name ending in one of \(endings)")
    }
}
