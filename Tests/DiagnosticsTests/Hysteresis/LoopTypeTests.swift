import Foundation
import Measurements
import Models
import Testing

@testable import Diagnostics

@Suite struct LoopTypeTests {
    static func noisy(_ samples: SweepSamples, seed: UInt64, relative: Double = 0.01) -> Recording {
        let noise = Sweeps.normals(samples.voltage_V.count, seed: seed)
        let largest = samples.current_A.map { abs($0) }.max() ?? 0
        let current = zip(samples.current_A, noise).map { $0 * (1 + relative * $1) + 1e-4 * relative * largest * $1 }
        return Sweeps.recording(samples.voltage_V, current, time_s: samples.time_s)
    }

    @Test func `a resistor is none, and no memory`() throws {
        let samples = try PlainResistor().sweepResponse(
            TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: 1, cycles: 3, samplesPerLeg: 100))
        for seed in 0..<20 {
            let result = try Sweeps.run([Self.noisy(samples, seed: UInt64(seed))])
            #expect(result.label("hysteresis.type")?.value == "none")
            #expect(result.labels.first { $0.id == "memory.present" }?.value == "none")
            #expect(result.labels.first { $0.id == "memory.present" }?.at.of == "hysteresis")
            #expect(!result.metrics.contains { $0.id == "hysteresis.crossing_V" })
            #expect(!result.metrics.contains { $0.id == "hysteresis.V_set" })
        }
    }

    @Test func `an RC is capacitive in both lobes with an open pinch of its capacitance, and no memory`() throws {
        let model = PlainRC()
        let samples = try model.sweepResponse(
            TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: 10, cycles: 3, samplesPerLeg: 100))
        for seed in 0..<20 {
            let result = try Sweeps.run([Self.noisy(samples, seed: UInt64(seed), relative: 0.005)])
            #expect(result.label("hysteresis.type")?.value == "N--")
            #expect(result.labels.first { $0.id == "memory.present" }?.value == "none")
            let C = try #require(result.metric("hysteresis.C_pinch"))
            // The series resistor takes 2 R_s/R_p = 0.2 % of the capacitance.
            #expect(abs(C.value - model.C_p) < 4 * (C.se ?? 0) + 0.003 * model.C_p, "\(C.value)")
        }
    }

    @Test func `a volatile memristor is inductive where it sets, and a memory`() throws {
        let model = ConductanceActivated()
        let samples = try model.sweepResponse(
            TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: 1, cycles: 3, samplesPerLeg: 200))
        let result = try Sweeps.run([Self.noisy(samples, seed: 7)])
        #expect(result.label("hysteresis.sense", lobe: "+")?.value == "inductive")
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "yes")
        #expect(result.codes().contains("iv.first-cycle"))
        #expect(result.metrics.filter { $0.id == "hysteresis.H" && $0.at.cycle != nil }.count == 6)
    }

    @Test func `signs of both lobes name the type`() throws {
        let voltage = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        func loop(_ plus: Double, _ minus: Double) -> [Double] {
            voltage.indices.map { i in
                let v = voltage[i]
                let outward = i == 0 || (v > 0) == (v > voltage[i - 1])
                return 1e-5 * v * (outward ? 1 : (v > 0 ? 1 + plus : 1 + minus))
            }
        }
        for (plus, minus, type) in [
            (0.3, -0.3, "C+-"), (-0.3, 0.3, "C-+"), (0.3, 0.3, "N++"), (-0.3, -0.3, "N--"), (0.0, 0.0, "none"),
        ] {
            let result = try Sweeps.run([Sweeps.recording(voltage, loop(plus, minus))])
            #expect(result.label("hysteresis.type")?.value == type)
        }
    }

    @Test func `a crossing away from zero is found, the pinch is not one`() throws {
        // The way back carries more above 0.6 V and less below.
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.005)
        let noise = Sweeps.normals(voltage.count, seed: 3)
        let current = voltage.indices.map { i in
            let v = voltage[i]
            return 1e-4 * v * (1 + (i > 200 ? 0.5 * (v - 0.6) : 0)) + 2e-8 * noise[i]
        }
        let result = try Sweeps.run([Sweeps.recording(voltage, current)])
        let crossings = result.metrics.filter { $0.id == "hysteresis.crossing_V" }
        #expect(crossings.count == 1)
        #expect(abs((crossings.first?.value ?? 0) - 0.6) < 0.02)
    }
}
