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

    /// Verdicts of Z and Y, with what was said of them.
    private func verdicts(
        _ impedance: (Double) -> Complex<Double>, noise: Double, seed: UInt64, perDecade: Int = 10
    ) throws -> [Label] {
        let recording = ImpedanceSamples.recording(
            impedance, frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: perDecade),
            noise: noise, seed: seed)
        let input = DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions())
        return try KramersKronig().run(on: input).labels
    }

    /// A branch with an inductor beside a capacitor: it rings at 100 rad/s and dies out with a quality.
    private func ringing(_ quality: Double) -> (Double) -> Complex<Double> {
        return { omega in
            let s = Complex(0, omega)
            let (C, L) = (Complex(1 / (300 * 100.0)), Complex(3.0))
            let (R, G) = (Complex(150 / quality), Complex(1 / (600 * quality)))
            return Complex(50) + Complex(1) / (G + C * s + Complex(1) / (R + L * s))
        }
    }

    @Test(arguments: [1.5, 4.4, 8])
    func `a stable resonance passes, and is told where the relaxations do not describe it`(quality: Double) throws {
        var failures = 0
        for noise in [0, 1e-3, 1e-2] {
            for seed in 0..<(noise == 0 ? 1 : 2) {
                let labels = try verdicts(ringing(quality), noise: noise, seed: UInt64(seed))
                failures += labels.filter { $0.value == "fail" }.count
                guard quality == 4.4, noise == 1e-3, let Z = labels.first(where: { $0.id.hasSuffix("Z") }) else {
                    continue
                }
                // The frequency of the poles, 15.9 Hz raised by the losses to 16.02, and their quality.
                #expect(Z.rule.contains("stable resonance at 16.0\u{A0}Hz, quality 4.4"), "\(Z.rule)")
            }
        }
        #expect(failures == 0)
    }

    @Test func `a resonance that drifts still fails`() throws {
        let clean = ringing(4.4)
        for seed in 0..<2 {
            let drifting: (Double) -> Complex<Double> = { omega in
                clean(omega) * Complex(1 + 0.02 * log10(6e5 / omega) / 6)
            }
            let labels = try verdicts(drifting, noise: 1e-3, seed: UInt64(seed))
            #expect(labels.contains { $0.value == "fail" })
        }
    }

    @Test func `blocking and diffusing spectra are not rejected at any noise`() throws {
        let blocking: (Double) -> Complex<Double> = { omega in
            Complex(50) + Complex(1e5) / Complex<Double>.pow(Complex(0, omega), Complex(0.9))
        }
        let warburg: (Double) -> Complex<Double> = { omega in
            let s = Complex(0, omega)
            return Complex(50) + Complex(1)
                / (Complex(1e-6) * s + Complex(1) / (Complex(300) + Complex(200) / .sqrt(s)))
        }
        for impedance in [blocking, warburg] {
            var failures = 0
            for noise in [0, 1e-4, 1e-3, 1e-2] {
                for seed in 0..<6 {
                    let labels = try verdicts(impedance, noise: noise, seed: UInt64(seed))
                    failures += labels.filter { $0.value == "fail" }.count
                }
            }
            // 1 % of 48 verdicts, measured over 400 seeds, is less than one.
            #expect(failures <= 2)
        }
    }

    @Test func `a corner above the band is no dependence on the amplitude`() throws {
        // 1/(R_s C) lies at 3 MHz: Y rises to the end of the band, as a course of |Y|² would.
        let circuit = MaxwellCircuit(series_ohm: 50, fastConductance_S: 1e-4, capacitance_F: 1e-9)
        var failures = 0
        for seed in 0..<20 {
            let recording = ImpedanceSamples.recording(
                circuit.impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e6, to: 0.1, perDecade: 7),
                noise: 0.01, seed: UInt64(seed))
            let input = DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: DiagnoseOptions())
            failures += try KramersKronig().run(on: input).labels.filter { $0.value == "fail" }.count
        }
        // 1 % of 40 verdicts is less than one.
        #expect(failures <= 2)
    }

    @Test func `a drift of 1 % is caught at 0.1 % noise and named`() throws {
        let circuit = ImpedanceSamples.plainRC
        let (lowest, highest) = (2 * Double.pi * 0.1, 2 * Double.pi * 1e5)
        let courses: [(Double) -> Double] = [
            { lowest / $0 }, { log(highest / $0) / log(highest / lowest) },
        ]
        for course in courses {
            var caught = 0
            for seed in 0..<20 {
                let labels = try verdicts(
                    { omega in circuit.impedance_ohm(at: omega) * Complex(1 + 0.01 * course(omega)) }, noise: 1e-3,
                    seed: UInt64(seed))
                let failed = labels.filter { $0.value == "fail" }
                caught += failed.count
                #expect(
                    failed.allSatisfy { $0.rule.contains("a drift during the sweep of") || $0.rule.contains("p = ") })
            }
            // 98 % of 40 verdicts; fewer than 36 happens in one of a thousand runs.
            #expect(caught >= 36)
        }
    }

    @Test func `a response that depends on the current is caught at 0.1 % noise`() throws {
        let circuit = ImpedanceSamples.plainRC
        var caught = 0
        for seed in 0..<20 {
            let labels = try verdicts(
                { omega in
                    let z = circuit.impedance_ohm(at: omega)
                    return z * Complex(1 - 0.01 * (50 / z.length) * (50 / z.length))
                }, noise: 1e-3, seed: UInt64(seed))
            caught += labels.filter { $0.value == "fail" }.count
        }
        #expect(caught >= 36)
    }

    @Test func `a single disturbed point is named and does not fail the rest`() throws {
        let frequencies = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10)
        let recording = ImpedanceSamples.recording(
            { omega in
                let z = ImpedanceSamples.inductor.impedance_ohm(at: omega)
                return abs(omega - 2 * .pi * frequencies[33]) < 1e-6 ? z * Complex(1.03) : z
            }, frequency_Hz: frequencies, noise: 0.001, seed: 3)
        let result = try ImpedanceSamples.run([recording])
        #expect(result.verdict("impedance.kk_Y") == "pass")
        let finding = try #require(result.findings.first { $0.code == "impedance.outlier" })
        #expect(finding.message.contains("50.12"))
        #expect(finding.fix?.contains("exclude f=\(frequencies[33])") == true)
    }

    @Test func `without a noise estimate, or with much noise, the verdict is undecided`() throws {
        let circuit = ImpedanceSamples.plainRC.impedance_ohm(at:)
        // 13 points are too few for one.
        #expect(try verdicts(circuit, noise: 0.001, seed: 1, perDecade: 2).map(\.value) == ["undecided", "undecided"])
        #expect(try verdicts(circuit, noise: 0.04, seed: 1).map(\.value) == ["undecided", "undecided"])
    }

    @Test func `the drift has an honest error, and tells what the spectrum could have shown`() throws {
        var inside = 0
        for seed in 0..<40 {
            let recording = ImpedanceSamples.recording(
                ImpedanceSamples.plainRC.impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10), noise: 0.001,
                seed: UInt64(seed))
            let drift = try #require(ImpedanceSamples.run([recording]).first("impedance.kk_drift"))
            let se = try #require(drift.se)
            #expect(drift.at.definition == "Y")
            if abs(drift.value) < 2 * se { inside += 1 }
        }
        // 95 % of 40 is 38; three standard deviations of the count are 4.
        #expect(inside >= 34)
    }

    @Test func `repeats give the noise, and tell of a device that changed`() throws {
        let frequencies = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10)
        func twice(drift: Double) -> Recording {
            let parts = [0.0, 1.0].map { part in
                ImpedanceSamples.recording(
                    { ImpedanceSamples.inductor.impedance_ohm(at: $0) * Complex(1 + drift * part) },
                    frequency_Hz: frequencies, noise: 0.002, seed: UInt64(7 + 10 * part))
            }
            var spectrum = ImpedanceSpectrum(frequency_Hz: [], real_ohm: [], imaginary_ohm: [])
            for part in parts {
                guard case .spectrum(let s) = part.data else { continue }
                spectrum.frequency_Hz += s.frequency_Hz
                spectrum.real_ohm += s.real_ohm
                spectrum.imaginary_ohm += s.imaginary_ohm
            }
            return Recording(
                id: "impedance-twice", kind: .impedance, data: .spectrum(spectrum),
                provenance: Provenance(file: "twice.csv"))
        }
        let still = try ImpedanceSamples.run([twice(drift: 0)])
        #expect(!still.findings.map(\.code).contains("impedance.not-stationary"))
        // The mean of two has 0.2 % / sqrt 2; 61 repeats of two parts know it within 6 %.
        let noise = try #require(still.first("impedance.noise"))
        #expect(abs(noise.value / (0.002 / 2.0.squareRoot()) - 1) < 0.2)
        let changed = try ImpedanceSamples.run([twice(drift: 0.03)])
        #expect(changed.findings.map(\.code).contains("impedance.not-stationary"))
    }
}
