import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import RealModule
import TestSupport
import Testing

@Suite struct RelaxationTimesTests {
    private let frequencies = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10)

    private func run(
        _ impedance: (Double) -> Complex<Double>, noise: Double = 0.005, seed: UInt64, work: RelaxationWork? = .curves
    ) throws -> DiagnosticResult {
        let recording = ImpedanceSamples.recording(
            impedance, frequency_Hz: frequencies, noise: noise, seed: seed)
        var options = DiagnoseOptions()
        options.relaxation_times = work
        let input = DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: options)
        return try RelaxationTimes().run(on: input)
    }

    private func peaks(_ result: DiagnosticResult, _ form: String) -> [(area: Metric, time: Metric)] {
        let areas = result.metrics.filter { $0.id == "impedance.\(form)_area" }
        let times = result.metrics.filter { $0.id == "impedance.\(form)_time" }
        return Array(zip(areas, times))
    }

    @Test func `two depressed arcs have their areas within 2 %`() throws {
        let arcs: (Double) -> Complex<Double> = { omega in
            func arc(_ R: Double, _ tau: Double, _ n: Double) -> Complex<Double> {
                Complex(R) / (Complex(1) + Complex<Double>.pow(Complex(0, omega * tau), Complex(n)))
            }
            return Complex(100) + arc(1000, 1e-3, 0.9) + arc(2000, 0.1, 0.85)
        }
        for seed in 0..<10 {
            let peaks = peaks(try run(arcs, seed: UInt64(seed)), "drt")
            try #require(peaks.count == 2, "seed \(seed)")
            #expect(abs(peaks[0].area.value / 1000 - 1) < 0.02, "seed \(seed)")
            #expect(abs(peaks[1].area.value / 2000 - 1) < 0.02, "seed \(seed)")
            #expect(abs(log(peaks[0].time.value / 1e-3)) < 0.05 && abs(log(peaks[1].time.value / 0.1)) < 0.05)
        }
    }

    @Test func `an arc and a loop have areas of both signs within 3 %`() throws {
        let device: (Double) -> Complex<Double> = { omega in
            let s = Complex(0, omega)
            return Complex(500) + Complex(1000) / (Complex(1) + s * Complex(1e-3))
                - Complex(400) / (Complex(1) + s * Complex(0.3))
        }
        for seed in 0..<10 {
            let peaks = peaks(try run(device, seed: UInt64(seed)), "drt")
            try #require(peaks.count == 2, "seed \(seed)")
            #expect(abs(peaks[0].area.value / 1000 - 1) < 0.03, "seed \(seed)")
            #expect(abs(peaks[1].area.value / -400 - 1) < 0.03, "seed \(seed)")
        }
    }

    @Test func `G17: the loop is negative at tau_I in Z and 1/R_a at tau_k in Y`() throws {
        let golden = try TheoryGolden.named("G17")
        let circuit = MaxwellCircuit(
            R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 250, C_m_F: 1e-9)
        let recording = ImpedanceSamples.recording(
            circuit.impedance_ohm(at:), frequency_Hz: ImpedanceSamples.frequencies(from: 1e3, to: 1e-3, perDecade: 10),
            noise: 0, seed: 1)
        let result = try ImpedanceSamples.run([recording], options: ImpedanceSamples.withRelaxations)
        let drt = try #require(peaks(result, "drt").last)
        // The capacitance that EC1 needs shifts the pole by one part in 1e6.
        #expect(abs(drt.area.value / golden.expected["R_negative"].number - 1) < 1e-4)
        #expect(abs(drt.time.value / golden.expected["tau_Z"].number - 1) < 1e-4)
        // R_s must show before it can be removed: with a capacitance that does, in a band that shows it.
        let wide = try ImpedanceSamples.run(
            [
                ImpedanceSamples.recording(
                    MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 250, C_m_F: 1e-6)
                        .impedance_ohm(at:),
                    frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 1e-3, perDecade: 10),
                    noise: 0, seed: 1)
            ], options: ImpedanceSamples.withRelaxations)
        let art = try #require(peaks(wide, "art").last)
        #expect(abs(art.area.value / golden.expected["admittance_weight_at_tau_k"].number - 1) < 1e-4)
        #expect(abs(art.time.value / golden.expected["tau_k"].number - 1) < 1e-4)
        let discrete = try #require(result.curves.first { $0.id == "impedance.drt-discrete" })
        #expect(discrete["area"].contains { abs($0 / golden.expected["R_negative"].number - 1) < 1e-4 })
        let density = try #require(result.curves.first { $0.id == "impedance.drt" })
        let lowest = try #require(density["gamma"].indices.min { density["gamma"][$0] < density["gamma"][$1] })
        #expect(density["gamma"][lowest] < 0)
        #expect(abs(log(density["t"][lowest] / golden.expected["tau_Z"].number)) < 0.15)
    }

    @Test func `intervals cover the truth and depend on nothing but the seed`() throws {
        let device = ImpedanceSamples.inductor
        var inside = 0
        for seed in 0..<10 {
            let result = try run(device.impedance_ohm(at:), seed: UInt64(seed), work: .intervals)
            let art = try #require(peaks(result, "art").first { $0.area.value > 0 && $0.time.value > 0.01 })
            let (low, high) = (try #require(art.area.low), try #require(art.area.high))
            #expect(art.area.level == 0.95)
            #expect(high - low < 0.2 / 500)
            if low < 1 / 500.0, high > 1 / 500.0 { inside += 1 }
        }
        // 95 % of 10; fewer than 7 happens in one of a thousand.
        #expect(inside >= 7)
        let once = try run(device.impedance_ohm(at:), seed: 1, work: .intervals)
        #expect(once == (try run(device.impedance_ohm(at:), seed: 1, work: .intervals)))
    }

    @Test func `a hidden negative resistance has no relaxation times in Z but in Y`() throws {
        let hidden = MaxwellCircuit(R_s_ohm: 100, R_b_ohm: -2000, R_a_ohm: 500, L_a_H: 500, C_m_F: 2e-6)
        let result = try run(hidden.impedance_ohm(at:), seed: 1)
        #expect(peaks(result, "drt").isEmpty)
        #expect(result.findings.map(\.code) == ["impedance.no-relaxations"])
        let art = try #require(peaks(result, "art").last)
        #expect(abs(art.area.value * 500 - 1) < 0.05 && abs(art.time.value - 1) < 0.1)
    }

    @Test func `a plain RC has one peak, a resistor none, and noise does no harm`() throws {
        for seed in 0..<10 {
            #expect(peaks(try run(ImpedanceSamples.plainRC.impedance_ohm(at:), seed: UInt64(seed)), "drt").count == 1)
            #expect(peaks(try run({ _ in Complex(1000) }, seed: UInt64(seed)), "drt").isEmpty)
        }
        _ = try run({ Complex(1000 * sin($0 * 17)) + Complex(0, 900 * cos($0 * 29)) }, noise: 0.5, seed: 3)
    }

    @Test func `nothing is computed unless it is asked for`() throws {
        for work in [nil, RelaxationWork.none] {
            #expect(try run(ImpedanceSamples.plainRC.impedance_ohm(at:), seed: 1, work: work).curves.isEmpty)
        }
    }
}
