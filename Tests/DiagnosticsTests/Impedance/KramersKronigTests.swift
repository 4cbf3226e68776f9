import Findings
import Circuits
import ComplexModule
import Diagnostics
import Foundation
import Measurements
import RealModule
import TestSupport
import Testing

@Suite struct KramersKronigTests {
    private func circuit(_ p: TheoryGolden.Value) -> MaxwellCircuit {
        MaxwellCircuit(
            R_s_ohm: p["R_s"].number, R_b_ohm: p["R_b"].number, R_a_ohm: p["R_a"].number, L_a_H: p["L_a"].number,
            C_m_F: p["C_m"].number)
    }

    /// 81 frequencies from 1e5 to 1e-3 Hz, as the golden case has them.
    private let frequency_Hz = ImpedanceSamples.frequencies(from: 1e5, to: 1e-3, perDecade: 10)

    private func fit(_ circuit: MaxwellCircuit, admittance: Bool, count: Int? = nil) -> LinearKramersKronig? {
        let values = frequency_Hz.map { f in
            let z = circuit.impedance_ohm(at: 2 * .pi * f)
            return admittance ? 1 / z : z
        }
        return LinearKramersKronig(
            frequency_Hz: frequency_Hz, real: values.map(\.real), imaginary: values.map(\.imaginary), count: count)
    }

    @Test func `G18: a stable device passes in Z and Y, a hidden negative resistance in Y alone`() throws {
        let golden = try TheoryGolden.named("G18")
        #expect(LinearKramersKronig.relaxationCount(frequency_Hz: frequency_Hz) == 41)
        for name in ["stable", "hidden_negative"] {
            let circuit = circuit(golden.params[name])
            let recording = ImpedanceSamples.recording(
                circuit.impedance_ohm(at:), frequency_Hz: frequency_Hz, noise: 0, seed: 1)
            let result = try ImpedanceSamples.run([recording])
            for form in ["Z", "Y"] {
                let passes = result.verdict("impedance.kk_" + form) == "pass"
                #expect(passes == golden.expected["\(name)_passes_\(form)"].flag, "\(name) \(form)")
            }
        }
    }

    @Test func `G18: with four relaxations mu is small on valid data`() throws {
        let golden = try TheoryGolden.named("G18")
        let fit = try #require(self.fit(circuit(golden.params["stable"]), admittance: false, count: 4))
        #expect(golden.agrees(fit.mu, golden.expected["stable_M4_mu_Z"]))
        #expect(golden.agrees(fit.rms, golden.expected["stable_M4_rms_residual_Z"]))
    }

    @Test func `clean spectra are rejected at most in 5 of 100`() throws {
        let zarc: (Double) -> Complex<Double> = { omega in
            Complex(50) + Complex(1000) / (Complex(1) + Complex<Double>.pow(Complex(0, omega * 1e-3), Complex(0.85)))
        }
        let families: [(String, (Double) -> Complex<Double>)] = [
            ("EC1", ImpedanceSamples.inductor.impedance_ohm(at:)),
            ("conduction capacitance", ImpedanceSamples.conductionCapacitance.impedance_ohm(at:)),
            ("RC", ImpedanceSamples.plainRC.impedance_ohm(at:)), ("ZARC", zarc),
        ]
        for perDecade in [6, 10] {
            let frequencies = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: perDecade)
            for (name, impedance) in families {
                var failures = 0
                for noise in [0.001, 0.01] {
                    for seed in 0..<10 {
                        let recording = ImpedanceSamples.recording(
                            impedance, frequency_Hz: frequencies, noise: noise, seed: UInt64(seed))
                        let result = try KramersKronig().run(
                            on: DiagnosticInput(
                                device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions()))
                        if result.verdict("impedance.kk_Z") != "pass" { failures += 1 }
                        if result.verdict("impedance.kk_Y") != "pass" { failures += 1 }
                    }
                }
                // 5 % of the 40 verdicts at both noises is 2; 100 seeds of each gave none at 10 points a decade.
                #expect(failures <= 2, "\(name), \(perDecade) a decade")
            }
        }
    }

    @Test func `a resistance that jumps during the sweep fails in both forms`() throws {
        // The series resistance falls by up to 200 ohm within each decade and jumps back at the next.
        let jumping: (Double) -> Complex<Double> = { omega in
            var circuit = ImpedanceSamples.inductor
            circuit.series_ohm += 200 * log10(omega / (2 * .pi * 0.1)).truncatingRemainder(dividingBy: 1)
            return circuit.impedance_ohm(at: omega)
        }
        let recording = ImpedanceSamples.recording(
            jumping, frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10), noise: 0.001,
            seed: 4)
        let result = try ImpedanceSamples.run([recording])
        #expect(result.verdict("impedance.kk_Z") == "fail")
        #expect(result.verdict("impedance.kk_Y") == "fail")
        #expect(result.findings.map(\.code).contains("impedance.kramers-kronig"))
    }

    @Test func `under voltage control a failure in Z alone is no finding, under current control it is`() throws {
        let golden = try TheoryGolden.named("G18")
        var recording = ImpedanceSamples.recording(
            circuit(golden.params["hidden_negative"]).impedance_ohm(at:), frequency_Hz: frequency_Hz, noise: 0.001,
            seed: 1)
        #expect(try !ImpedanceSamples.run([recording]).findings.map(\.code).contains { $0.hasPrefix("impedance.kram") })
        recording.conditions.control = .current
        #expect(
            try ImpedanceSamples.run([recording]).findings.map(\.code)
                .contains("impedance.kramers-kronig-other-control"))
    }
}
