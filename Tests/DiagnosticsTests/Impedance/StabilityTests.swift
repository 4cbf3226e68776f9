import Circuits
import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import RealModule
import TestSupport
import Testing

@Suite struct StabilityTests {
    private func word(_ result: DiagnosticResult, _ definition: String) -> String? {
        result.labels.first { $0.id == "stability.class" && $0.at.definition == definition }?.value
    }

    private func check(_ result: DiagnosticResult) {
        #expect(
            result.metrics.allSatisfy {
                $0.value.isFinite && ($0.se ?? 0).isFinite && ($0.low ?? 0).isFinite && ($0.high ?? 0).isFinite
            })
        #expect(result.curves.flatMap(\.columns).allSatisfy { $0.values.allSatisfy(\.isFinite) })
        // A share of draws is a probability with an error, also where none or all of them are of one kind.
        let shares = result.metrics.filter { $0.id == "stability.P_spiking" }
        #expect(shares.allSatisfy { $0.value >= 0 && $0.value <= 1 && ($0.se ?? 0) > 0 })
    }

    @Test func `G24: every row of the sign table has its class from a spectrum almost without noise`() throws {
        for (row, circuit) in try StabilitySamples.rows() {
            let truth = try #require(FixedPoint(circuit))
            let result = try StabilitySamples.run(circuit, noise: 1e-4)
            check(result)
            #expect(word(result, "current control") == truth.kind.rawValue, "row \(row)")
            let loaded = try #require(FixedPoint(circuit, voltageControl: true))
            #expect(word(result, "voltage control") == loaded.kind.rawValue, "row \(row)")
            let trace = try #require(result.first("stability.trace", definition: "current control"), "row \(row)")
            // Noise of 1e-4 over some 40 points leaves errors of this size in each element.
            #expect(abs(trace.value / truth.trace_per_s - 1) < 0.02, "row \(row)")
            let D = try #require(result.first("stability.determinant", definition: "current control"), "row \(row)")
            #expect(abs(D.value / truth.determinant_per_s2 - 1) < 0.02, "row \(row)")
            let tau = abs(circuit.branches[0].time_s)
            let scaled = try #require(result.first("stability.trace_tau_k", definition: "current control"))
            #expect(abs(scaled.value / (truth.trace_per_s * tau) - 1) < 0.02, "row \(row)")
            let spiking = try #require(result.first("stability.P_spiking", definition: "current control"))
            #expect((spiking.value > 0.5) == truth.kind.rawValue.hasPrefix("unstable"), "row \(row)")
        }
    }

    @Test func `the number of unstable rates is that of the poles and zeros themselves`() throws {
        for (row, circuit) in try StabilitySamples.rows() {
            let roots = try #require(PolesAndZeros(circuit))
            let result = try StabilitySamples.run(circuit, noise: 1e-4)
            let poles = try #require(result.first("stability.unstable_poles")).value
            let zeros = try #require(result.first("stability.unstable_zeros")).value
            #expect(Int(poles) == roots.poles_per_s.count { $0.real > 0 }, "row \(row)")
            #expect(Int(zeros) == roots.zeros_per_s.count { $0.real > 0 }, "row \(row)")
        }
    }

    @Test func `each row has its reading in plain words`() throws {
        let wanted: [String: String] = [
            "1a": "synapse-like inductive loop, quiet", "1b": "resonator", "2": "hidden negative resistance, quiet",
            "3": "spiking: oscillates by itself at fixed current; stable at fixed voltage",
            "3n": "spiking: oscillates by itself at fixed current; stable at fixed voltage",
            "4": "bistable: jumps between two states at fixed current; stable at fixed voltage",
            "5": "conduction capacitance, quiet",
            "6": "N-type negative resistance: jumps at fixed current; stable at fixed voltage",
            "7": "negative resistance: jumps at fixed current; stable at fixed voltage",
            "8": "S-type negative resistance: stable at fixed current; jumps at fixed voltage",
            "9": "self-amplifying state: jumps at fixed current, and at fixed voltage too",
            "10": "S-type oscillator: oscillates by itself at fixed current; jumps at fixed voltage",
        ]
        for (row, circuit) in try StabilitySamples.rows() {
            let reading = try #require(try StabilitySamples.run(circuit, noise: 1e-4).verdict("stability.reading"))
            #expect(reading.hasPrefix(try #require(wanted[row])), "row \(row): \(reading)")
        }
    }

    @Test func `negative resistance is hidden, N-type or S-type, and findings say so`() throws {
        let wanted = [
            "1a": "none", "1b": "none", "2": "hidden", "3": "hidden", "3n": "hidden", "4": "N-type", "5": "none",
            "6": "N-type", "7": "N-type", "8": "S-type", "9": "none", "10": "S-type",
        ]
        for (row, circuit) in try StabilitySamples.rows() {
            let result = try StabilitySamples.run(circuit, noise: 1e-3)
            let label = try #require(result.verdict("stability.negative_resistance"), "row \(row)")
            #expect(label == wanted[row], "row \(row)")
            #expect(
                result.findings.contains { $0.code == "stability.negative-resistance" } == (label != "none"),
                "row \(row)")
        }
    }

    @Test func `a spectrum taken in a control under which its circuit is unstable is a warning`() throws {
        let rows = try StabilitySamples.rows()
        let switching = try #require(rows["8"])
        func codes(_ control: Conditions.Control) throws -> [String] {
            try StabilitySamples.run(switching, noise: 1e-3, control: control).findings.map(\.code)
        }
        #expect(try codes(.voltage).contains("stability.own-control"))
        #expect(try !codes(.current).contains("stability.own-control"))
        let spiking = try StabilitySamples.run(try #require(rows["3"]), noise: 1e-3, control: .voltage)
        #expect(!spiking.findings.contains { $0.code == "stability.own-control" })
        #expect(spiking.findings.contains { $0.code == "stability.spiking" })
    }

    @Test func `G12: the load at which the device oscillates, and its frequency there`() throws {
        let golden = try TheoryGolden.named("G12")
        let p = golden.params
        let circuit = MaxwellCircuit(
            R_s_ohm: 300, R_b_ohm: p["R_b"].number, R_a_ohm: p["R_a"].number, L_a_H: p["L_a"].number,
            C_m_F: p["C_m"].number)
        let result = try StabilitySamples.run(circuit, noise: 1e-4)
        let load = try #require(result.first("stability.R_s_critical", definition: "oscillation"))
        #expect(abs(load.value / golden.expected["R_s_critical"].number - 1) < 0.005)
        #expect(try #require(load.low) < load.value && load.value < (try #require(load.high)))
        let onset = try #require(result.first("stability.hopf_frequency", definition: "voltage control"))
        #expect(abs(onset.value * 2 * .pi / golden.expected["omega_at_critical"].number - 1) < 0.005)
        #expect(word(result, "voltage control")?.hasPrefix("stable") == true)
        var loaded = circuit
        loaded.series_ohm = 2 * load.value
        #expect(word(try StabilitySamples.run(loaded, noise: 1e-4), "voltage control") == "unstable focus")
        #expect(result.first("stability.R_s_critical", definition: "jump") == nil)
    }

    @Test func `a stable focus rings with its frequency and quality`() throws {
        let circuit = try #require(try StabilitySamples.rows()["2"])
        let point = try #require(FixedPoint(circuit))
        let result = try StabilitySamples.run(circuit, noise: 1e-4)
        let (T, D) = (point.trace_per_s, point.determinant_per_s2)
        let ring = try #require(result.first("stability.ring_frequency", definition: "current control"))
        #expect(abs(ring.value / ((D - T * T / 4).squareRoot() / (2 * .pi)) - 1) < 0.01)
        let quality = try #require(result.first("stability.quality", definition: "current control"))
        #expect(abs(quality.value / (D.squareRoot() / -T) - 1) < 0.02)
    }

    @Test func `intervals hold the truth in about 95 of 100 spectra`() throws {
        let circuit = try #require(try StabilitySamples.rows()["3"])
        let truth = try #require(FixedPoint(circuit))
        var held = 0
        for seed in 1...UInt64(StabilitySamples.seeds) {
            let result = try StabilitySamples.run(circuit, noise: 0.01, seed: seed)
            let trace = try #require(result.first("stability.trace", definition: "current control"))
            if try #require(trace.low) <= truth.trace_per_s, truth.trace_per_s <= (try #require(trace.high)) {
                held += 1
            }
        }
        // Binomial with 10 seeds and 0.95: below 7 once in 1000.
        #expect(Double(held) >= 0.7 * Double(StabilitySamples.seeds), "\(held) of \(StabilitySamples.seeds)")
        if StabilitySamples.seeds > 20 { print("coverage of T, row 3: \(held) of \(StabilitySamples.seeds)") }
    }

    @Test func `three rates are counted as their polynomial's roots say`() throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let circuit = ImpedanceSamples.twoBranch(at: 0.30 + 0.02 * Double(seed))
            let recording = ImpedanceSamples.recording(
                circuit.impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e7, to: 0.01, perDecade: 10),
                noise: 1e-3, seed: seed)
            let result = try StabilitySamples.run(recording)
            check(result)
            guard let poles = result.first("stability.unstable_poles") else { continue }
            let roots = try #require(PolesAndZeros(circuit))
            #expect(Int(poles.value) == roots.poles_per_s.count { $0.real > 0 })
            #expect(result.first("stability.trace") == nil)
            #expect(result.findings.contains { $0.code == "stability.open" && $0.message.contains("three rates") })
            let rings = roots.poles_per_s.contains { $0.imaginary != 0 }
            #expect(word(result, "current control") == (rings ? "stable focus" : "stable node"))
        }
    }

    @Test func `same device and seed, same numbers; another seed, nearly the same`() throws {
        let circuit = try #require(try StabilitySamples.rows()["3"])
        let recording = StabilitySamples.recording(circuit, noise: 0.01, seed: 7)
        let (a, b) = (try StabilitySamples.run(recording), try StabilitySamples.run(recording))
        #expect(a == b)
        let other = try StabilitySamples.run(recording, seed: 2)
        #expect(other != a)
        let (x, y) = (try #require(a.first("stability.trace")), try #require(other.first("stability.trace")))
        #expect(x.value == y.value)
        let width = try #require(x.high) - (try #require(x.low))
        // An end of the interval from 400 draws scatters by a twelfth of the width.
        #expect(abs(try #require(x.low) - (try #require(y.low))) < 0.4 * width)
    }
}
