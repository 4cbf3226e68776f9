import ComplexModule
import Findings
import Foundation
import RealModule
import TestSupport
import Testing

@testable import Models

/// From one model, impedance, a small step and slow loops say the same (THEORY G.1), whatever the parameters.
@Suite struct ModelLawTests {
    static let seeds: [UInt64] = Array(1...6)

    /// A volatile CALM device within the typical sizes of THEORY B.1.
    static func randomCALM(_ random: inout SeededRandom) -> ConductanceActivated {
        var model = ConductanceActivated()
        model.g_L = pow(10, Double.random(in: -6 ... -4, using: &random))
        model.g_H = model.g_L * pow(10, Double.random(in: 1...3, using: &random))
        model.V_h = Double.random(in: 0.2...0.8, using: &random)
        model.V_x = Double.random(in: 0.04...0.15, using: &random)
        model.tau_0 = pow(10, Double.random(in: -2...1, using: &random))
        model.gamma = Double.random(in: 0.3...0.7, using: &random)
        model.C_m = pow(10, Double.random(in: -9 ... -7, using: &random))
        model.R_s = Double.random(in: 0...100, using: &random)
        return model
    }

    @Test(arguments: seeds)
    func `C_lf of a CALM device is one number, three ways`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let model = Self.randomCALM(&random)
        let V = model.V_h + Double.random(in: -1...1.5, using: &random) * model.V_x
        try expectOneCapacitance(model, at: V, scale_V: model.V_x)
    }

    @Test(arguments: seeds)
    func `C_lf of a two-branch device is one number, three ways`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var model = TwoBranch()
        model.C_s0 = pow(10, Double.random(in: -7 ... -5.5, using: &random))
        model.tau_L = Double.random(in: 0.3...4, using: &random)
        model.tau_C = Double.random(in: 0.05...1, using: &random)
        model.R_s = Double.random(in: 0...60, using: &random)
        try expectOneCapacitance(model, at: Double.random(in: 0.15...0.5, using: &random), scale_V: model.V_a)
    }

    /// Compares the three; the error of each is of second order in its smallness, which the tolerances allow for.
    private func expectOneCapacitance(_ model: any DeviceModel, at V: Double, scale_V: Double) throws {
        let linear = model.linearized(at: V)
        let C = linear.C_lf_F
        // Where the branches nearly cancel, the parts set the size that errors are relative to.
        let size = max(abs(C), linear.C_m_F, 1e-3 * abs(linear.G_b_S) * model.slowest_s(at: V))
        let omega = 1e-5 / model.slowest_s(at: V)
        let fromImpedance = (Complex(1) / linear.impedance_ohm(at: omega)).imaginary / omega
        #expect(abs(fromImpedance - C) < 1e-6 * size)

        let small = scale_V * 1e-3
        let up = try Laws.stepCapacitance_F(model, at: V, step_V: small)
        let down = try Laws.stepCapacitance_F(model, at: V, step_V: -small)
        // An ideal step on a bare capacitor has its charge in an impulse that no current shows.
        let impulse = model.seriesResistance_ohm == 0 ? model.fastCapacitance_F : 0
        #expect(abs((up + down) / 2 + impulse - C) < 1e-3 * size)

        let v = 1e-3 * scale_V / model.slowest_s(at: V)
        let loops = try [v, v / 2].map {
            try Laws.loopCapacitance_F(
                model, at: V, rate_V_per_s: $0, low_V: V - 3 * scale_V, high_V: V + 3 * scale_V)
        }
        #expect(abs(2 * loops[1] - loops[0] - C) < 1e-3 * size)
    }

    @Test(arguments: seeds)
    func `slopes are the derivatives of conduction and rates`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let models: [any DeviceModel] = [Self.randomCALM(&random), TwoBranch(), PlainRC(), PlainResistor()]
        for model in models {
            let u = Double.random(in: -0.5...0.6, using: &random)
            let state = model.steadyState(at: u + 0.03)
            let slopes = model.slopes(at: u, state)
            let h = 1e-6
            let difference = (model.conduction_A(at: u + h, state) - model.conduction_A(at: u - h, state)) / (2 * h)
            #expect(abs(difference / slopes.f_u - 1) < 1e-5, "\(model.id)")
            let rates = zip(model.rates_per_s(at: u + h, state), model.rates_per_s(at: u - h, state))
            for (k, pair) in rates.enumerated() {
                #expect(abs((pair.0 - pair.1) / (2 * h) / slopes.g_u[k] - 1) < 1e-4, "\(model.id)")
            }
            for j in state.indices {
                var (high, low) = (state, state)
                let step = max(1e-6 * abs(state[j]), 1e-16)
                high[j] += step
                low[j] -= step
                let width = high[j] - low[j]
                let df = (model.conduction_A(at: u, high) - model.conduction_A(at: u, low)) / width
                #expect(abs(df - slopes.f_x[j]) < 1e-4 * abs(slopes.f_x[j]) + 1e-12, "\(model.id)")
            }
        }
    }

    @Test func `memoryless models answer a step and a ramp as circuit theory has it`() throws {
        let rc = PlainRC()
        let times = [0, 1e-6, 1e-5, 1e-4, 1e-3]
        let currents = try rc.stepResponse_A(from: 0, to: 1, at: times)
        let R = rc.R_s * rc.R_p / (rc.R_s + rc.R_p)
        let final_A = 1 / (rc.R_s + rc.R_p)
        for (t, I) in zip(times, currents) {
            let exact = final_A + (1 / rc.R_s - final_A) * exp(-t / (R * rc.C_p))
            #expect(abs(I / exact - 1) < 1e-8)
        }
        let sweep = try rc.sweepResponse(
            TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: 10, cycles: 2, samplesPerLeg: 4))
        // At 0 V with V falling the settled ramp carries C dV/dt over (1 + R_s/R_p)^2, apart from the lag in V.
        let falling = sweep.current_A[8]
        let C = rc.linearized(at: 0).C_lf_F
        #expect(abs(falling / (-10 * C) - 1) < 1e-6)
        let resistor = try PlainResistor().sweepResponse(TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: 1))
        for (V, I) in zip(resistor.voltage_V, resistor.current_A) { #expect(abs(I - V / 1e4) < 1e-15) }
    }

    @Test func `an overflow is a finding, not a trap`() {
        #expect(throws: Failure.self) {
            var model = TwoBranch()
            model.R_s = 0
            _ = try model.stepResponse_A(from: 0, to: 80, at: [1])
        }
    }
}
