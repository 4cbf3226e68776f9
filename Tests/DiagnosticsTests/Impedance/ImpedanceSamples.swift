import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import RealModule
import TestSupport

/// Spectra with known truth.
enum ImpedanceSamples {
    /// The circuit of golden case G01 with a faster memory, so that 0.1 Hz shows all of it.
    static let inductor = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 150, C_m_F: 1e-6)
    /// A conduction capacitance: negative branch.
    static let conductionCapacitance = MaxwellCircuit(
        R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: -3000, L_a_H: -600, C_m_F: 1e-6)
    /// The two-branch device of golden case G09 at a bias: an inductor of 2 s beside a surface capacitor of 0.5 s.
    static func twoBranch(at u_V: Double) -> MaxwellCircuit {
        let R_b = 0.1 * exp(-u_V / 0.1) / 1e-8
        let R_a = 0.06 * exp(-u_V / 0.06) / 1e-9
        let R_c = 0.5 / (1e-6 * exp(u_V / 0.15))
        return MaxwellCircuit(
            series_ohm: 30, fastConductance_S: 1 / R_b + 1 / R_c, capacitance_F: 2e-8,
            branches: [.init(conductance_S: -1 / R_c, time_s: 0.5), .init(conductance_S: 1 / R_a, time_s: 2)])
    }
    /// R_s with R_b and C_m, no memory.
    static let plainRC = MaxwellCircuit(series_ohm: 50, fastConductance_S: 1e-3, capacitance_F: 1e-6)

    /// Log-spaced frequencies, falling.
    static func frequencies(from high_Hz: Double, to low_Hz: Double, perDecade: Int) -> [Double] {
        let count = Int((log10(high_Hz / low_Hz) * Double(perDecade)).rounded())
        return (0...count).map { high_Hz * pow(low_Hz / high_Hz, Double($0) / Double(count)) }
    }

    /// A recording of any impedance, with seeded normal noise on each part, relative to |Z|.
    static func recording(
        _ impedance: (Double) -> Complex<Double>, frequency_Hz: [Double], noise: Double, seed: UInt64,
        bias_V: Double = 0.5
    ) -> Recording {
        var random = SeededRandom(seed: seed)
        func normal() -> Double {
            let uniform = Double.random(in: 1e-12..<1, using: &random)
            return (-2 * log(uniform)).squareRoot() * cos(Double.random(in: 0..<(2 * .pi), using: &random))
        }
        var (real, imaginary): ([Double], [Double]) = ([], [])
        for f in frequency_Hz {
            let z = impedance(2 * .pi * f)
            real.append(z.real + noise * z.length * normal())
            imaginary.append(z.imaginary + noise * z.length * normal())
        }
        let spectrum = ImpedanceSpectrum(frequency_Hz: frequency_Hz, real_ohm: real, imaginary_ohm: imaginary)
        var conditions = Conditions()
        conditions.bias_V = bias_V
        return Recording(
            id: "impedance-test", kind: .impedance, data: .spectrum(spectrum), conditions: conditions,
            provenance: Provenance(file: "test.csv"))
    }

    /// A recording of a circuit, 1e5 Hz to 0.1 Hz, ten points a decade.
    static func recording(_ circuit: MaxwellCircuit, noise: Double, seed: UInt64, bias_V: Double = 0.5) -> Recording {
        recording(
            circuit.impedance_ohm(at:), frequency_Hz: frequencies(from: 1e5, to: 0.1, perDecade: 10), noise: noise,
            seed: seed, bias_V: bias_V)
    }

    /// Options that ask for relaxation times, which are computed on request.
    static var withRelaxations: DiagnoseOptions {
        var options = DiagnoseOptions()
        options.relaxation_times = .curves
        return options
    }

    /// Runs the whole family.
    static func run(_ recordings: [Recording], options: DiagnoseOptions = DiagnoseOptions()) throws -> DiagnosticResult
    {
        let input = ImpedanceDiagnostics.prepared(
            DiagnosticInput(device: Device(id: "D", recordings: recordings), options: options))
        var result = DiagnosticResult()
        for diagnostic in ImpedanceDiagnostics.all { result.append(try diagnostic.run(on: input)) }
        return result
    }
}

extension DiagnosticResult {
    /// The only metric of an id, if there is one.
    func first(_ id: String, definition: String? = nil) -> Metric? {
        metrics.first { $0.id == id && (definition == nil || $0.at.definition == definition) }
    }
    /// The value of the only label of an id.
    func verdict(_ id: String) -> String? { labels.first { $0.id == id }?.value }
}
