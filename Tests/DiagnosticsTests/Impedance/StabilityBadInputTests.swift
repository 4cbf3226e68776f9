import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import RealModule
import TestSupport
import Testing

/// Circuits at the edge of what a spectrum tells: sentences or absence, never a number that is none.
@Suite struct StabilityBadInputTests {
    private func run(
        _ impedance: (Double) -> Complex<Double>, from high_Hz: Double = 1e6, to low_Hz: Double = 0.05, noise: Double
    ) throws -> DiagnosticResult {
        let result = try StabilitySamples.run(
            ImpedanceSamples.recording(
                impedance, frequency_Hz: ImpedanceSamples.frequencies(from: high_Hz, to: low_Hz, perDecade: 10),
                noise: noise, seed: 3))
        for metric in result.metrics {
            #expect(
                [metric.value, metric.se ?? 0, metric.low ?? 0, metric.high ?? 0].allSatisfy { $0.isFinite },
                "\(metric.id)"
            )
            #expect((metric.low ?? metric.value) <= (metric.high ?? metric.value), "\(metric.id)")
        }
        #expect(result.curves.flatMap(\.columns).allSatisfy { $0.values.allSatisfy(\.isFinite) })
        return result
    }

    private func word(_ result: DiagnosticResult, _ definition: String) -> String? {
        result.labels.first { $0.id == "stability.class" && $0.at.definition == definition }?.value
    }

    @Test(arguments: [0, 1e-3, 0.01])
    func `without a series resistance the voltage-controlled device has one rate, and no trace`(noise: Double) throws {
        var circuit = ImpedanceSamples.inductor
        circuit.series_ohm = 0
        let result = try run(circuit.impedance_ohm(at:), noise: noise)
        #expect(word(result, "current control")?.hasPrefix("stable") == true)
        #expect(word(result, "voltage control")?.hasPrefix("stable") == true)
        #expect(result.first("stability.trace", definition: "current control") != nil)
        #expect(result.first("stability.trace", definition: "voltage control") == nil)
        #expect(result.findings.contains { $0.code == "stability.open" && $0.message.contains("series resistance") })
    }

    @Test(arguments: [0, 1e-3, 0.01])
    func `without a capacitance there is no fast rate and no trace`(noise: Double) throws {
        let circuit = MaxwellCircuit(R_s_ohm: 50, R_b_ohm: 1000, R_a_ohm: 500, L_a_H: 150, C_m_F: 0)
        let result = try run(circuit.impedance_ohm(at:), noise: noise)
        #expect(result.first("stability.trace") == nil)
        #expect(result.first("stability.quality") == nil)
        let current = word(result, "current control")
        #expect(current == nil || current == "undecided" || current?.hasPrefix("stable") == true, "\(current ?? "")")
        // Said, or nothing said at all because no memory was accepted.
        #expect(result.findings.contains { $0.code == "stability.open" } || result.labels.isEmpty)
    }

    @Test(arguments: [0, 0.01])
    func `a device without a memory is not asked, and nothing is said of it`(noise: Double) throws {
        // An infinite R_a is a branch that conducts nothing.
        var infinite = ImpedanceSamples.plainRC
        infinite.branches = [.init(conductance_S: 0, time_s: 0.1)]
        for circuit in [ImpedanceSamples.plainRC, infinite] {
            let result = try run(circuit.impedance_ohm(at:), noise: noise)
            #expect(result == DiagnosticResult())
        }
        let plain = try run({ _ in Complex(100) }, noise: noise)
        #expect(plain == DiagnosticResult())
    }

    @Test func `a memory slower than the record leaves stability out`() throws {
        let result = try run(ImpedanceSamples.inductor.impedance_ohm(at:), to: 1, noise: 0.01)
        #expect(result == DiagnosticResult())
        let family = try ImpedanceSamples.run([
            ImpedanceSamples.recording(
                ImpedanceSamples.inductor.impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 1, perDecade: 10), noise: 0.01, seed: 1)
        ])
        #expect(family.findings.contains { $0.code == "impedance.memory-too-slow" && $0.message.contains("stability") })
    }

    @Test(arguments: [0, 0.03, 0.1, 0.3])
    func `any noise gives finite numbers or none`(noise: Double) throws {
        for (_, circuit) in try StabilitySamples.rows() {
            _ = try run(circuit.impedance_ohm(at:), from: 3e4, to: 0.05, noise: noise)
            _ = try run(circuit.impedance_ohm(at:), from: 300, to: 1, noise: noise)
        }
    }

    @Test func `numbers of any size neither trap nor vanish`() throws {
        for scale in [1e-9, 1e9] {
            for time in [1e-6, 1e3] {
                let circuit = MaxwellCircuit(
                    R_s_ohm: 50 * scale, R_b_ohm: -2000 * scale, R_a_ohm: 500 * scale, L_a_H: 3 * scale * time,
                    C_m_F: 1e-6 / scale * time)
                let result = try run(circuit.impedance_ohm(at:), from: 1e5 / time, to: 5 / time, noise: 1e-3)
                #expect(word(result, "current control") == "unstable focus")
            }
        }
    }
}
