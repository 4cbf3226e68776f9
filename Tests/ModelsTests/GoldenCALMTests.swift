import ComplexModule
import Findings
import RealModule
import TestSupport
import Testing

@testable import Models

/// The golden cases of the theory that concern CALM at rest, under steps and under pulses.
@Suite struct GoldenCALMTests {
    /// A model with the parameters of a golden case; names that the model lacks are left out.
    static func calm(_ params: TheoryGolden.Value, R_s: Double = 0) -> ConductanceActivated {
        var model = ConductanceActivated()
        model.g_L = params["g_L"].number
        model.g_H = params["g_H"].number
        model.V_h = params["V_h"].number
        model.V_x = params["V_x"].number
        model.tau_0 = params["tau_0"].number
        model.gamma = params["gam"].number
        model.C_m = params["C_m"].number
        model.R_s = R_s
        return model
    }

    @Test func `G04: circuit elements and impedance at four biases`() throws {
        let golden = try TheoryGolden.named("G04")
        let model = Self.calm(golden.params, R_s: golden.params["R_s"].number)
        for (key, wanted) in golden.expected.members {
            let u = try #require(Double(key.dropFirst(2)))
            let linear = model.linearized(atInternal: u)
            #expect(golden.agrees(model.activation(at: u), wanted["x_inf"]))
            #expect(golden.agrees(model.relaxationTime_s(at: u), wanted["tau"]))
            #expect(golden.agrees(linear.R_b_ohm, wanted["R_b"]))
            #expect(golden.agrees(linear.R_a_ohm() ?? .nan, wanted["R_a"]))
            #expect(golden.agrees(linear.L_a_H() ?? .nan, wanted["L_a"]))
            #expect(golden.agrees(linear.tau_k_s() ?? .nan, wanted["tau"]))
            #expect(golden.agrees(linear.R_dc_ohm, wanted["R_dc_total"]))
            #expect(golden.agrees(linear.C_lf_internal_F, wanted["C_lf_internal"]))
            for (f, z) in zip(wanted["f_Hz"].numbers, wanted["Z_ohm"].list) {
                let computed = linear.impedance_ohm(at: 2 * .pi * f)
                #expect(golden.agrees(computed.real, z[0]))
                #expect(golden.agrees(computed.imaginary, z[1]))
            }
        }
    }

    @Test(arguments: ["volatile", "nonvolatile"])
    func `G05: large steps, by the closed form and by integration`(_ set: String) throws {
        let golden = try TheoryGolden.named("G05")
        var model = Self.calm(golden.params[set])
        model.C_m = 0
        var x = model.activation(at: 0)
        var run = DeviceRun(model, restingAt: 0)
        for step in golden.expected[set].list {
            let (u, time_s) = (step["to_V"].number, step["duration_s"].number)
            #expect(golden.agrees(x, step["x_start"]))
            x = model.relaxed(x, at: u, for: time_s)
            #expect(golden.agrees(x, step["x_end"]))
            #expect(golden.agrees(model.activation(at: u), step["x_inf"]))
            #expect(golden.agrees(model.relaxationTime_s(at: u), step["tau"]))
            #expect(golden.agrees(model.conductance_S(x) * u, step["i_end"]))
            run.jump(to: u)
            _ = try run.hold(for: time_s)
            // The integrator promises 1e-10 a step; a few hundred steps may add up to ten times that.
            #expect(abs(run.state[0] - step["x_end"].number) <= 1e-9 * step["x_end"].number)
        }
    }

    @Test func `G06: potentiation, depression and the paired pulse`() throws {
        let golden = try TheoryGolden.named("G06")
        let p = golden.params
        let model = Self.calm(p["nonvolatile"])
        func train(_ V_p: Double, from start: Double) -> [Double] {
            var x = start
            return (0..<Int(p["N"].number)).map { _ in
                let end = model.relaxed(x, at: V_p, for: p["t_p"].number)
                x = model.relaxed(end, at: p["V_rest"].number, for: p["t_r"].number)
                return end
            }
        }
        let up = train(p["V_pot"].number, from: model.activation(at: p["V_dep"].number))
        let down = train(p["V_dep"].number, from: up.last ?? .nan)
        for (n, wanted) in golden.expected["x_after_pulse_pot"].members {
            #expect(golden.agrees(up[try #require(Int(n)) - 1], wanted))
        }
        for (n, wanted) in golden.expected["x_after_pulse_dep"].members {
            #expect(golden.agrees(down[try #require(Int(n)) - 1], wanted))
        }
        #expect(golden.agrees(model.conductance_S(up[0]), golden.expected["g_read_pot_1_64"][0]))
        #expect(golden.agrees(model.conductance_S(up[63]), golden.expected["g_read_pot_1_64"][1]))
        let constant =
            p["t_p"].number / model.relaxationTime_s(at: 0.6) + p["t_r"].number / model.relaxationTime_s(at: 0)
        #expect(golden.agrees(1 / constant, golden.expected["N0_pulses_pot"]))

        let volatile = Self.calm(p["volatile"])
        let (V_p, t_p, t_r) = (p["ppf"]["V_p"].number, p["ppf"]["t_p"].number, p["ppf"]["t_r"].number)
        let first = volatile.relaxed(volatile.activation(at: 0), at: V_p, for: t_p)
        let second = volatile.relaxed(volatile.relaxed(first, at: 0, for: t_r), at: V_p, for: t_p)
        #expect(
            golden.agrees(volatile.conductance_S(second) / volatile.conductance_S(first), golden.expected["ppf_ratio"]))
    }
}
