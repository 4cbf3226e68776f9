internal import Circuits
internal import ComplexModule
import Glibc
internal import Measurements

extension EquivalentCircuit {
    /// Data as used, points left out by the user, the fit on a dense grid, and residuals.
    static func curves(_ spectrum: PreparedSpectrum) -> DiagnosticResult {
        var result = DiagnosticResult()
        func add(_ id: String, _ columns: [CurveColumn]) {
            result.curves.append(Curve(id, at: spectrum.at, from: [spectrum.recordingID], columns: columns))
        }
        guard spectrum.count > 0 else { return result }
        add("impedance.data", impedanceColumns(spectrum.frequency_Hz, spectrum.real_ohm, spectrum.imaginary_ohm))
        let excluded = spectrum.excluded
        if !excluded.frequency_Hz.isEmpty {
            add(
                "impedance.excluded", impedanceColumns(excluded.frequency_Hz, excluded.real_ohm, excluded.imaginary_ohm)
            )
        }
        guard let choice = spectrum.choice else { return result }
        let dense = denseGrid(spectrum).map { ($0, impedance(choice, $0)) }.filter { $0.1.isFinite }
        add("impedance.fit", impedanceColumns(dense.map(\.0), dense.map(\.1.real), dense.map(\.1.imaginary)))
        let fitted = spectrum.frequency_Hz.map { impedance(choice, $0) }
        add(
            "impedance.residual",
            [
                CurveColumn("f", .hertz, spectrum.frequency_Hz),
                CurveColumn(
                    "dRe", .none,
                    fitted.indices.map { (spectrum.real_ohm[$0] - fitted[$0].real) / spectrum.magnitude_ohm($0) }),
                CurveColumn(
                    "dIm", .none,
                    fitted.indices.map {
                        (spectrum.imaginary_ohm[$0] - fitted[$0].imaginary) / spectrum.magnitude_ohm($0)
                    }),
            ])
        return result
    }

    private static func impedance(_ choice: CircuitChoice, _ frequency_Hz: Double) -> Complex<Double> {
        guard let fit = choice.fit else { return Complex(choice.plainResistance?.value ?? .nan) }
        return fit.circuit.impedance_ohm(at: 2 * .pi * frequency_Hz)
    }

    /// From the highest frequency to a decade below the lowest, 24 points a decade.
    private static func denseGrid(_ spectrum: PreparedSpectrum) -> [Double] {
        guard let high = spectrum.frequency_Hz.first, let low = spectrum.frequency_Hz.last else { return [] }
        let decades = log10(high) - log10(low) + 1
        // A file of hostile frequencies (1e-300 to 1e300 Hz) must not make a curve of millions of points.
        let steps = min(max(24, Int(24 * decades)), 1200)
        return (0...steps).map { high * pow(10, -decades * Double($0) / Double(steps)) }
    }

    private static func impedanceColumns(_ f: [Double], _ re: [Double], _ im: [Double]) -> [CurveColumn] {
        [CurveColumn("f", .hertz, f), CurveColumn("ReZ", .ohm, re), CurveColumn("ImZ", .ohm, im)]
    }
}
