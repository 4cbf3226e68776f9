import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@Suite struct LoopAloneTests {
    /// A nanochannel at 0.5 V: conduction and its memory, no capacitance within any band (THEORY B.3, G10).
    private let channel = MaxwellCircuit(
        series_ohm: 0, fastConductance_S: 1 / 156e9, capacitance_F: 0,
        branches: [.init(conductance_S: 1 / 480e9, time_s: 4.76e-3)])

    private func spectrum(_ circuit: MaxwellCircuit, noise: Double, seed: UInt64) -> Recording {
        ImpedanceSamples.recording(
            circuit.impedance_ohm(at:),
            frequency_Hz: ImpedanceSamples.frequencies(from: 5e4, to: 1, perDecade: 10), noise: noise, seed: seed)
    }

    @Test func `a loop that no fast arc joins is a memory, and its times and static values are those of the truth`()
        throws
    {
        for seed in 1...30 {
            let result = try ImpedanceSamples.run([spectrum(channel, noise: 0.01, seed: UInt64(seed))])
            let message: Comment = "seed \(seed)"
            #expect(result.verdict("impedance.circuit") == "EC1", message)
            #expect(result.verdict("memory.present") == "yes", message)
            #expect(result.findings.contains { $0.code == "impedance.loop-alone" }, message)
            let truth = [
                "R_b": 156e9, "R_a": 480e9, "tau_k": 4.76e-3, "tau_V": 4.76e-3,
                "R_dc": 1 / (1 / 156e9 + 1 / 480e9), "C_lf": channel.C_lf_F,
            ]
            for (name, value) in truth {
                let metric = try #require(result.first("impedance." + name), "\(name), seed \(seed)")
                // Of 180 values one or two lie beyond four standard errors in a million such runs.
                #expect(abs(metric.value - value) < 4.5 * (metric.se ?? 0), "\(name), seed \(seed)")
            }
            for hidden in ["R_s", "C_m"] { #expect(result.first("impedance." + hidden) == nil, message) }
        }
    }

    @Test func `a resistor with the inductance of its leads has no memory`() throws {
        for seed in 1...20 {
            let recording = ImpedanceSamples.recording(
                { Complex(1000, $0 * 2e-6) },
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e7, to: 10, perDecade: 10), noise: 0.01,
                seed: UInt64(seed))
            let result = try ImpedanceSamples.run([recording])
            #expect(result.verdict("memory.present") != "yes", "seed \(seed)")
            #expect(!result.findings.contains { $0.code == "impedance.loop-alone" }, "seed \(seed)")
        }
    }

    @Test func `only EC0 with negative values is read as a loop alone`() throws {
        let frequency_Hz = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10)
        func fit(_ circuit: MaxwellCircuit) throws -> MaxwellFit {
            let z = frequency_Hz.map { circuit.impedance_ohm(at: 2 * .pi * $0) }
            return try #require(
                fitEC0(frequency_Hz: frequency_Hz, real_ohm: z.map(\.real), imaginary_ohm: z.map(\.imaginary)))
        }
        #expect(try fit(ImpedanceSamples.plainRC).readAsLoopAlone(below: 1e6) == nil)
        let loop = try #require(try fit(channel).readAsLoopAlone(below: 1e6))
        #expect(abs(loop.circuit.fastConductance_S * 156e9 - 1) < 1e-6)
        #expect(abs((loop.circuit.branches.first?.conductance_S ?? 0) * 480e9 - 1) < 1e-6)
        // Its time lies below the end of a band that ends at 1 rad/s: the inductance of a lead.
        #expect(try fit(channel).readAsLoopAlone(below: 1) == nil)
    }
}
