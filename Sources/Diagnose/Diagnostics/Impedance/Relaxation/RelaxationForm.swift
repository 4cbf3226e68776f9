internal import Circuits
internal import ComplexModule
import Findings
internal import Kernels
import Measurements

/// A spectrum in one of the two forms, with the names of its results.
struct RelaxationForm {
    let name: String
    let quantity: String
    let unit: SIUnit
    let data: RelaxationData
    let discrete: [(time: Double, area: Double)]

    static func impedance(_ spectrum: PreparedSpectrum) -> Self {
        let data = RelaxationData(
            omega: spectrum.frequency_Hz.map { 2 * Double.pi * $0 }, real: spectrum.real_ohm,
            imaginary: spectrum.imaginary_ohm, weight: (0..<spectrum.count).map { 1 / spectrum.magnitude_ohm($0) })
        return Self(
            name: "drt", quantity: "Z", unit: .ohm, data: data,
            discrete: spectrum.choice?.fit?.circuit.impedanceRelaxations ?? [])
    }

    /// `1/(Z - R_s)`; its error is that of Z times |Y|², and where R_s is nearly all of Z nothing is left but noise.
    static func admittance(_ spectrum: PreparedSpectrum) -> Self {
        let series = spectrum.choice?.fit?.circuit.series_ohm ?? 0
        let noise = max(spectrum.noise ?? 0.01, 1e-6)
        var (omega, re, im, weight): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for i in 0..<spectrum.count {
            let z = Complex(spectrum.real_ohm[i] - series, spectrum.imaginary_ohm[i])
            guard z.length > 3 * noise * spectrum.magnitude_ohm(i) else { continue }
            let y = 1 / z
            omega.append(2 * Double.pi * spectrum.frequency_Hz[i])
            re.append(y.real)
            im.append(y.imaginary)
            weight.append(z.lengthSquared / spectrum.magnitude_ohm(i))
        }
        return Self(
            name: "art", quantity: "1/(Z - R_s)", unit: .siemens,
            data: RelaxationData(omega: omega, real: re, imaginary: im, weight: weight),
            discrete: spectrum.choice?.fit?.circuit.branches.map { ($0.time_s, $0.conductance_S) } ?? [])
    }

    /// Density, peaks, and the discrete spectrum of the fitted circuit beside them.
    func result(_ spectrum: PreparedSpectrum, options: DiagnoseOptions, device: String) -> DiagnosticResult {
        var result = DiagnosticResult()
        guard data.omega.count >= 12, let terms = RelaxationTerms(data) else { return result }
        // Right-half-plane poles, a drift or more processes than can be told apart: no peaks to speak of.
        guard terms.residualSD <= max(0.02, 3 * (spectrum.noise ?? 0)) else {
            result.findings.append(
                spectrum.finding(
                    .impedanceNoRelaxations,
                    "\(quantity) is no sum of stable relaxations: \(terms.terms.count) of them leave "
                        + Judgment.percent(terms.residualSD)))
            return result
        }
        func curve(_ id: String, _ columns: [CurveColumn]) {
            result.curves.append(Curve(id, at: spectrum.at, from: [spectrum.recordingID], columns: columns))
        }
        // An inductance counts where the highest frequencies show one: Im Z > 0 there.
        if name == "drt", let se = terms.slopeSE, terms.slope > 3 * se, (data.imaginary.first ?? 0) > 0 {
            result.metrics.append(
                spectrum.metric(
                    "impedance.L_0", CircuitEstimate(value: terms.slope, se: se), .henry,
                    rule: "term iωL_0 beside \(terms.terms.count) relaxations"))
        }
        let shown = ShownDensity(self, terms, signs: options.relaxation_signs ?? .any)
        if let shown {
            result.curves.append(shown.curve("impedance." + name, spectrum, unit))
            if let finding = shown.finding(self, spectrum) { result.findings.append(finding) }
        }
        let peaks =
            shown?.dropsPeaks == true
            ? [] : self.peaks(terms, options: options, name: device + " " + spectrum.recordingID)
        curve(
            "impedance.\(name)-peaks",
            [
                CurveColumn("t", .second, peaks.map(\.time.value)), CurveColumn("area", unit, peaks.map(\.area.value)),
            ])
        if !discrete.isEmpty {
            curve(
                "impedance.\(name)-discrete",
                [CurveColumn("t", .second, discrete.map(\.time)), CurveColumn("area", unit, discrete.map(\.area))])
        }
        for (k, peak) in peaks.enumerated() {
            let law =
                peak.term.isDistributed
                ? "a distribution with exponent \(DecimalText.significant(peak.term.exponent, digits: 3))"
                : "a single time"
            for (id, value, unit) in [("area", peak.area, unit), ("time", peak.time, SIUnit.second)] {
                var metric = spectrum.metric(
                    "impedance.\(name)_\(id)", CircuitEstimate(value: value.value, se: value.se), unit,
                    rule: "sum of \(terms.terms.count) signed relaxations, by BIC; this one \(law)"
                        + (shown?.rule(self) ?? "")
                        + (value.interval == nil ? "" : "; interval from \(Self.resamples) resampled residuals"))
                metric.at.component = k + 1
                if let interval = value.interval {
                    (metric.low, metric.high, metric.level) = (interval.0, interval.1, 0.95)
                }
                result.metrics.append(metric)
            }
        }
        return result
    }

    /// Resamplings of an interval.
    private static let resamples = 100

    private struct Peak {
        var term: RelaxationTerm
        var area: (value: Double, se: Double?, interval: (Double, Double)?)
        var time: (value: Double, se: Double?, interval: (Double, Double)?)
    }

    /// Terms within the band whose area exceeds three standard errors, fastest first.
    private func peaks(_ terms: RelaxationTerms, options: DiagnoseOptions, name: String) -> [Peak] {
        guard let high = data.omega.first, let low = data.omega.last else { return [] }
        let samples =
            options.relaxation_times == .intervals
            ? terms.bootstrap(count: Self.resamples, seed: options.seed, name: name + self.name) : []
        func interval(_ values: [Double]) -> (Double, Double)? {
            guard values.count >= Self.resamples / 2, let low = RobustStatistics.quantile(values, 0.025),
                let high = RobustStatistics.quantile(values, 0.975)
            else { return nil }
            return (low, high)
        }
        return terms.terms.enumerated().compactMap { k, term -> Peak? in
            guard term.isSignificant, let se = term.areaSE, term.time_s * high > 0.5, term.time_s * low < 2 else {
                return nil
            }
            return Peak(
                term: term,
                area: (term.area, se, samples.isEmpty ? nil : interval(samples[k].areas)),
                time: (
                    term.time_s, term.logTimeSE.map { $0 * term.time_s },
                    samples.isEmpty ? nil : interval(samples[k].times_s)
                ))
        }.sorted { $0.time.value < $1.time.value }
    }
}
