internal import Circuits
internal import ComplexModule
public import Findings
import Glibc
public import Measurements

/// Whether each spectrum obeys the Kramers-Kronig relations, as an impedance and as an admittance.
///
/// A device with hidden negative resistance, measured under voltage control, is valid in Y although it fails in Z, so
/// both are asked and the control mode decides which one matters (THEORY E.4, docs/validity.md).
public struct KramersKronig: Diagnostic {
    /// Stable id.
    public let id = "impedance.kramers-kronig"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.kk_rms", "r_{KK}", .none,
                "Rms residual of the linear Kramers-Kronig fit relative to its quantity (`definition`: Z or Y).",
                source: "THEORY E.4"),
            .init(
                "impedance.kk_drift", "e_{KK}", .none,
                "Change of the whole quantity during the sweep, as far as the Kramers-Kronig relations betray one; three "
                    + "times its error is the smallest drift that the spectrum could have shown.",
                source: "docs/validity.md"),
            .init(
                "impedance.kk_Z", "", .none, "Whether Z obeys Kramers-Kronig with stable poles: pass, fail, undecided.",
                source: "THEORY E.4"),
            .init(
                "impedance.kk_Y", "", .none, "Whether Y obeys Kramers-Kronig with stable poles: pass, fail, undecided.",
                source: "THEORY E.4"),
        ]
    }

    /// Tests each spectrum in both forms.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra where spectrum.count >= PreparedSpectrum.fewestPoints {
            guard let both = SpectrumValidity(spectrum) else { continue }
            for (name, test) in [("Z", both.Z), ("Y", both.Y)] {
                result.metrics.append(
                    spectrum.metric(
                        "impedance.kk_rms", CircuitEstimate(value: test.rms, se: nil), .none,
                        rule:
                            "causal fit with \(test.relaxations) relaxation times, chosen by BIC, weights 1/|\(name)|",
                        definition: name))
                result.labels.append(
                    spectrum.label("impedance.kk_" + name, test.verdict.rawValue, rule: test.reason))
            }
            let own = both.own
            if let drift = own.test.drift {
                result.metrics.append(
                    spectrum.metric(
                        "impedance.kk_drift", CircuitEstimate(value: drift.value, se: drift.se), .none,
                        rule: "factor 1 + e t beside the causal fit, t the share of the periods gone by; se from the "
                            + "noise", definition: own.name))
            }
            result.curves.append(both.curve(spectrum))
            result.findings += both.findings(spectrum)
        }
        return result
    }
}

/// The tests of a spectrum in both forms.
struct SpectrumValidity {
    let Z: ValidityTest
    let Y: ValidityTest
    private let control: Conditions.Control

    init?(_ spectrum: PreparedSpectrum) {
        let admittance = (0..<spectrum.count).map { 1 / Complex(spectrum.real_ohm[$0], spectrum.imaginary_ohm[$0]) }
        let Z = ValidityTest(
            frequency_Hz: spectrum.frequency_Hz, real: spectrum.real_ohm, imaginary: spectrum.imaginary_ohm,
            noise: spectrum.noise)
        let Y = ValidityTest(
            frequency_Hz: spectrum.frequency_Hz, real: admittance.map(\.real), imaginary: admittance.map(\.imaginary),
            noise: spectrum.noise)
        guard let Z, let Y else { return nil }
        (self.Z, self.Y, control) = (Z, Y, spectrum.control)
    }

    /// The form that matches the control mode, which decides.
    var own: (name: String, test: ValidityTest) { control == .voltage ? ("Y", Y) : ("Z", Z) }
    /// The other form.
    var other: (name: String, test: ValidityTest) { control == .voltage ? ("Z", Z) : ("Y", Y) }

    func curve(_ spectrum: PreparedSpectrum) -> Curve {
        Curve(
            "impedance.kk", at: spectrum.at, from: [spectrum.recordingID],
            columns: [
                CurveColumn("f", .hertz, spectrum.frequency_Hz), CurveColumn("Zre", .none, Z.real),
                CurveColumn("Zim", .none, Z.imaginary), CurveColumn("Yre", .none, Y.real),
                CurveColumn("Yim", .none, Y.imaginary),
            ])
    }

    /// What a reader should know: the form that matches the control mode decides.
    func findings(_ spectrum: PreparedSpectrum) -> [Finding] {
        if own.test.verdict != .fail { return outliers(spectrum) }
        if other.test.verdict == .pass {
            return [
                spectrum.finding(
                    .impedanceOtherControl,
                    "\(other.name) obeys the Kramers-Kronig relations and \(own.name), which \(control.rawValue) "
                        + "control asks for, does not (\(own.test.reason))",
                    fix: "check what the source controlled (column control)")
            ]
        }
        let remedy =
            switch own.test.cause {
            case .driftByPeriods, .driftByPoints, .driftByBoth:
                "measure again after longer rest, or from a higher lowest frequency"
            case .largeValues, .smallValues: "measure again with a smaller amplitude"
            case nil: "measure again with a smaller amplitude and after longer rest; exclude disturbed points"
            }
        let names = other.test.verdict == .fail ? "Z and in Y" : own.name
        return [
            spectrum.finding(
                .impedanceKramersKronig, "fails the Kramers-Kronig test in \(names) (\(own.test.reason))", fix: remedy)
        ]
    }

    private func outliers(_ spectrum: PreparedSpectrum) -> [Finding] {
        let off = own.test.outliers
        guard !off.isEmpty else { return [] }
        let places = off.map { QuantityText.text(spectrum.frequency_Hz[$0], unit: .hertz, digits: 4) }
        let worst = off.map { hypot(own.test.real[$0], own.test.imaginary[$0]) }.max() ?? 0
        let conditions = off.map { "f=\(spectrum.frequency_Hz[$0])" }.joined(separator: "; ")
        return [
            spectrum.finding(
                .impedanceOutlier,
                "\(off.count == 1 ? "the point" : "the points") at \(places.joined(separator: ", ")) "
                    + "\(off.count == 1 ? "is" : "are") off by up to \(Judgment.percent(worst)) while all others obey the "
                    + "Kramers-Kronig relations", fix: "exclude \(conditions) if the instrument was disturbed there")
        ]
    }
}
