internal import Circuits
internal import ComplexModule
public import Findings
import Glibc
internal import Kernels
public import Measurements

/// Whether each spectrum obeys the Kramers-Kronig relations, as an impedance and as an admittance.
///
/// A device with hidden negative resistance, measured under voltage control, is valid in Y although it fails in Z, so
/// both are asked and the control mode decides which one matters (THEORY E.4).
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
            let admittance = (0..<spectrum.count).map { 1 / Complex(spectrum.real_ohm[$0], spectrum.imaginary_ohm[$0]) }
            let Z = LinearKramersKronig(
                frequency_Hz: spectrum.frequency_Hz, real: spectrum.real_ohm, imaginary: spectrum.imaginary_ohm)
            let Y = LinearKramersKronig(
                frequency_Hz: spectrum.frequency_Hz, real: admittance.map(\.real),
                imaginary: admittance.map(\.imaginary))
            guard let Z, let Y else { continue }
            let verdictZ = KramersKronigVerdict(Z, noise: spectrum.noise)
            let verdictY = KramersKronigVerdict(Y, noise: spectrum.noise)
            for (name, fit, verdict) in [("Z", Z, verdictZ), ("Y", Y, verdictY)] {
                result.metrics.append(
                    spectrum.metric(
                        "impedance.kk_rms", CircuitEstimate(value: fit.rms, se: nil), .none,
                        rule:
                            "linear fit with \(fit.weights.count) relaxation times, five a decade, weights 1/|\(name)|",
                        definition: name))
                result.labels.append(
                    spectrum.label("impedance.kk_" + name, verdict.value.rawValue, rule: verdict.reason))
            }
            result.curves.append(Self.curve(spectrum, Z, Y))
            result.findings += Self.findings(spectrum, verdictZ, verdictY)
        }
        return result
    }

    private static func curve(_ spectrum: PreparedSpectrum, _ Z: LinearKramersKronig, _ Y: LinearKramersKronig) -> Curve
    {
        Curve(
            "impedance.kk", at: spectrum.at, from: [spectrum.recordingID],
            columns: [
                CurveColumn("f", .hertz, spectrum.frequency_Hz), CurveColumn("Zre", .none, Z.real),
                CurveColumn("Zim", .none, Z.imaginary), CurveColumn("Yre", .none, Y.real),
                CurveColumn("Yim", .none, Y.imaginary),
            ])
    }

    /// The form that matches the control mode decides; the other one alone means the other control mode.
    private static func findings(
        _ spectrum: PreparedSpectrum, _ Z: KramersKronigVerdict, _ Y: KramersKronigVerdict
    ) -> [Finding] {
        let isVoltage = spectrum.control == .voltage
        let (own, other) = isVoltage ? (Y, Z) : (Z, Y)
        let (ownName, otherName) = isVoltage ? ("Y", "Z") : ("Z", "Y")
        guard own.value == .fail else { return [] }
        if other.value == .pass {
            return [
                spectrum.finding(
                    .impedanceOtherControl,
                    "\(otherName) obeys the Kramers-Kronig relations and \(ownName), which \(spectrum.control.rawValue) "
                        + "control asks for, does not (\(own.reason))",
                    fix: "check what the source controlled (column control)")
            ]
        }
        return [
            spectrum.finding(
                .impedanceKramersKronig, "fails the Kramers-Kronig test in Z and in Y (\(own.reason))",
                fix: "measure again with a smaller amplitude and after longer rest; exclude disturbed points")
        ]
    }
}
