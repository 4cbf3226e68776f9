internal import Circuits
internal import ComplexModule
public import Findings
import Glibc
internal import Kernels
public import Measurements

/// The C'-G' line: capacitance against conductance is a straight line of slope `-tau_k` for one memory variable.
///
/// `C' = (C_m + tau_k/R_b) - tau_k G'` after subtracting R_s, of either sign of the memory. It gives tau_k without a
/// circuit's other elements, and a curved line tells of a second relaxation or a wrong R_s (THEORY A.6).
public struct CapacitanceConductanceLine: Diagnostic {
    /// Stable id.
    public let id = "impedance.capacitance-conductance-line"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.G_slope_tau", "τ_{CG}", .second,
                "Memory time from the slope of C' = Im Y/ω against G' = Re Y, the series resistance removed.",
                source: "THEORY A.6")
        ]
    }

    /// Fits the line of each spectrum that shows a memory within its band.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra {
            guard let choice = spectrum.choice else { continue }
            let points = AdmittancePoints(spectrum, series: choice.fit?.estimate(.R_s))
            result.curves.append(points.curve(spectrum))
            guard choice.name == .EC1, choice.memory == .yes, let fit = choice.fit,
                fit.slowness(lowest_Hz: spectrum.frequency_Hz.last ?? 0) <= input.options.extrapolation_limit,
                let line = StraightLine(points, near: fit.circuit.branches.first?.time_s ?? 0)
            else { continue }
            guard line.se <= line.tau_s else { continue }
            result.metrics.append(
                spectrum.metric(
                    "impedance.G_slope_tau", CircuitEstimate(value: line.tau_s, se: line.se), .second,
                    rule:
                        "line through C' and G' with errors in both, R_s of the EC1 fit removed; se scaled by the scatter"
                ))
            result.curves.append(line.curve(points, spectrum))
            // Errors in G' make the term's error a little too small: 3.8 was met on straight lines, 5 never.
            if line.curvatureRatio > 5 {
                result.findings.append(
                    spectrum.finding(
                        .impedanceCurvedLine,
                        "the C'-G' line is curved (\(DecimalText.significant(line.curvatureRatio, digits: 2)) standard "
                            + "errors): more than one relaxation, or R_s is not "
                            + QuantityText.text(fit.circuit.series_ohm, unit: .ohm)))
            }
        }
        return result
    }
}

/// Admittances with R_s removed, and the error of each.
private struct AdmittancePoints {
    var frequency_Hz: [Double] = []
    var conductance_S: [Double] = []
    var capacitance_F: [Double] = []
    /// Error of Re Y and of Im Y, up to one common factor, S.
    var error_S: [Double] = []

    /// `dY = -Y² dZ`; the error of Z is proportional to |Z|, that of R_s adds to it.
    init(_ spectrum: PreparedSpectrum, series: CircuitEstimate?) {
        let noise = max(spectrum.noise ?? 0.01, 1e-6)
        for i in 0..<spectrum.count {
            let z = Complex(spectrum.real_ohm[i] - (series?.value ?? 0), spectrum.imaginary_ohm[i])
            let error_ohm = hypot(noise * spectrum.magnitude_ohm(i), series?.se ?? 0)
            // Where R_s is nearly all of Z nothing is left but noise.
            guard z.length > 3 * error_ohm else { continue }
            let y = 1 / z
            frequency_Hz.append(spectrum.frequency_Hz[i])
            conductance_S.append(y.real)
            capacitance_F.append(y.imaginary / (2 * Double.pi * spectrum.frequency_Hz[i]))
            error_S.append(error_ohm * y.lengthSquared)
        }
    }

    func curve(_ spectrum: PreparedSpectrum) -> Curve {
        Curve(
            "impedance.cg", at: spectrum.at, from: [spectrum.recordingID],
            columns: [
                CurveColumn("f", .hertz, frequency_Hz), CurveColumn("G", .siemens, conductance_S),
                CurveColumn("C", .farad, capacitance_F),
            ])
    }
}

/// A straight line with errors in both coordinates, by minimizing the effective variance (York, 1966).
private struct StraightLine {
    let tau_s: Double
    let se: Double
    let intercept_F: Double
    /// Size of a quadratic term over its standard error.
    let curvatureRatio: Double

    init?(_ points: AdmittancePoints, near guess_s: Double) {
        guard points.frequency_Hz.count >= 5, guess_s > 0, guess_s.isFinite else { return nil }
        let fit = { (tau: Double) in Self.sums(points, tau) }
        // The minimum lies well within a decade of the circuit's tau, or the line is no line.
        let logTau = RootFinding.minimum(
            of: { fit(exp($0)).chi2 }, from: log(guess_s) - 1, to: log(guess_s) + 1, tolerance: 1e-7)
        guard abs(logTau - log(guess_s)) < 0.99 else { return nil }
        tau_s = exp(logTau)
        let best = fit(tau_s)
        intercept_F = best.intercept
        let freedom = Double(points.frequency_Hz.count - 2)
        let scatter = best.chi2 / freedom
        se = (scatter / best.information).squareRoot()
        guard se.isFinite else { return nil }
        // The same points with a quadratic term around the middle of the line.
        let middle = best.meanG
        let deviations = points.conductance_S.map { $0 - middle }
        let quadratic = fitLinear(
            columns: [Array(repeating: 1, count: deviations.count), deviations, deviations.map { $0 * $0 }],
            right: points.capacitance_F, weights: best.weights.map { $0.squareRoot() })
        if let quadratic, let errors = quadratic.standardErrors, errors[2] > 0 {
            curvatureRatio = abs(quadratic.coefficients[2]) / errors[2]
        } else {
            curvatureRatio = 0
        }
    }

    /// Weights 1/var(C' + tau G') at a slope, and the line of that slope through the weighted mean.
    private static func sums(
        _ points: AdmittancePoints, _ tau: Double
    ) -> (chi2: Double, intercept: Double, information: Double, meanG: Double, weights: [Double]) {
        let n = points.frequency_Hz.count
        let weights = (0..<n).map { i in
            let omega = 2 * Double.pi * points.frequency_Hz[i]
            let error = points.error_S[i]
            return 1 / (error * error * (1 / (omega * omega) + tau * tau))
        }
        var (total, sumG, sumC) = (0.0, 0.0, 0.0)
        for i in 0..<n {
            total += weights[i]
            sumG += weights[i] * points.conductance_S[i]
            sumC += weights[i] * points.capacitance_F[i]
        }
        let (meanG, meanC) = (sumG / total, sumC / total)
        var (chi2, spread, noise) = (0.0, 0.0, 0.0)
        for i in 0..<n {
            let dG = points.conductance_S[i] - meanG
            let rest = points.capacitance_F[i] - meanC + tau * dG
            chi2 += weights[i] * rest * rest
            spread += weights[i] * dG * dG
            // The scatter of G' itself is no information; its expectation is taken off.
            noise += weights[i] * points.error_S[i] * points.error_S[i]
        }
        return (chi2, meanC + tau * meanG, max(spread - noise, 0.1 * spread), meanG, weights)
    }

    /// The ends of the line over the measured conductances.
    func curve(_ points: AdmittancePoints, _ spectrum: PreparedSpectrum) -> Curve {
        let ends = [points.conductance_S.min() ?? 0, points.conductance_S.max() ?? 0]
        return Curve(
            "impedance.cg-line", at: spectrum.at, from: [spectrum.recordingID],
            columns: [
                CurveColumn("G", .siemens, ends),
                CurveColumn("C", .farad, ends.map { intercept_F - tau_s * $0 }),
            ])
    }
}
