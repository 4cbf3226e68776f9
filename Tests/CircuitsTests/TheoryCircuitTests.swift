import Circuits
import ComplexModule
import Foundation
import RealModule
import TestSupport
import Testing

/// The golden cases of linear circuits.
@Suite struct TheoryCircuitTests {
    private func circuit(_ p: TheoryGolden.Value) -> MaxwellCircuit {
        MaxwellCircuit(
            R_s_ohm: p["R_s"].number.isNaN ? 0 : p["R_s"].number, R_b_ohm: p["R_b"].number, R_a_ohm: p["R_a"].number,
            L_a_H: p["L_a"].number, C_m_F: p["C_m"].number)
    }

    @Test func `G01: impedance, crossing, rest, low-frequency capacitance`() throws {
        let golden = try TheoryGolden.named("G01")
        let circuit = circuit(golden.params)
        for (f, wanted) in zip(golden.expected["f_Hz"].numbers, golden.expected["Z_ohm"].list) {
            let z = circuit.impedance_ohm(at: 2 * .pi * f)
            #expect(golden.agrees(z.real, wanted[0]))
            // Twelve digits were printed of each part; a small part of a large number has as many digits as |Z|.
            #expect(abs(z.imaginary - wanted[1].number) < 1e-10 * hypot(z.real, z.imaginary))
        }
        #expect(golden.agrees(circuit.R_dc_ohm, golden.expected["R_dc"]))
        #expect(golden.agrees(circuit.branches[0].time_s, golden.expected["tau_k"]))
        let crossing = try #require(circuit.crossing_rad_per_s)
        #expect(golden.agrees(crossing, golden.expected["omega_Zimag_zero"]))
        #expect(golden.agrees(circuit.impedance_ohm(at: crossing).real, golden.expected["Re_Z_at_crossing"]))
        #expect(golden.agrees(circuit.C_lf_F, golden.expected["C_lf_total"]))
    }

    @Test func `G01: the circle through one point gives the start`() throws {
        let golden = try TheoryGolden.named("G01")
        let wanted = golden.expected["start_values_from_0.1Hz_circle"]
        let z = circuit(golden.params).impedance_ohm(at: 2 * .pi * 0.1)
        let start = try #require(
            CircleStart(
                series_ohm: 50, crossing_ohm: golden.expected["Re_Z_at_crossing"].number,
                lowest: (2 * .pi * 0.1, z.real, z.imaginary)))
        // The crossing is printed with 12 digits and enters as a difference of a third of itself.
        #expect(abs(start.R_dc_ohm / wanted["R_dc"].number - 1) < 1e-9)
        #expect(abs(start.loopTime_s / wanted["tau_Z"].number - 1) < 1e-9)
        #expect(abs(start.R_b_ohm / wanted["R_b"].number - 1) < 1e-9)
        #expect(abs(start.R_a_ohm / wanted["R_a"].number - 1) < 1e-9)
        #expect(abs(start.tau_k_s / wanted["tau_k"].number - 1) < 1e-9)
    }

    @Test func `G02: a small voltage step, spike then rise`() throws {
        let golden = try TheoryGolden.named("G02")
        let circuit = circuit(golden.params)
        let dV = golden.params["dV"].number
        let response = try #require(SmallStepResponse.toVoltageStep(circuit))
        for (t, wanted) in zip(golden.expected["t_s"].numbers, golden.expected["i_A"].list) {
            #expect(golden.agrees(dV * response.value(at: t), wanted))
        }
        let decays = response.decays
        #expect(golden.agrees(decays[0].time_s, golden.expected["tau_fast"]))
        #expect(golden.agrees(decays[1].time_s, golden.expected["tau_slow"]))
        #expect(golden.agrees(decays[0].amplitude, golden.expected["A_fast_S"]))
        #expect(golden.agrees(decays[1].amplitude, golden.expected["A_slow_S"]))
        #expect(golden.agrees(dV * response.value(at: 0), golden.expected["i_0plus"]))
        #expect(golden.agrees(dV * response.final, golden.expected["i_inf"]))
        let turnover = try #require(response.turnover_s)
        #expect(golden.agrees(turnover, golden.expected["t_turnover"]))
        #expect(golden.agrees(dV * response.value(at: turnover), golden.expected["i_turnover"]))
        let excess = try #require(response.excess)
        #expect(golden.agrees(dV * excess, golden.expected["excess_charge_C"]))
        #expect(abs(excess / circuit.C_lf_F - 1) < 1e-12)
        #expect(PolesAndZeros(circuit)?.tau_V_s == decays[1].time_s)
    }

    @Test func `G03: a small current step overshoots`() throws {
        let golden = try TheoryGolden.named("G03")
        let circuit = circuit(golden.params)
        let dI = golden.params["dI"].number
        let response = try #require(SmallStepResponse.toCurrentStep(circuit))
        for (t, wanted) in zip(golden.expected["t_s"].numbers, golden.expected["V_V"].list) {
            #expect(golden.agrees(dI * response.value(at: t), wanted))
        }
        #expect(golden.agrees(response.decays[0].time_s, golden.expected["tau_fast"]))
        #expect(golden.agrees(response.decays[1].time_s, golden.expected["tau_slow"]))
        let peak = try #require(response.turnover_s)
        #expect(golden.agrees(peak, golden.expected["t_peak"]))
        #expect(golden.agrees(dI * response.value(at: peak), golden.expected["V_peak"]))
        #expect(golden.agrees(dI * response.final, golden.expected["V_inf"]))
        #expect(
            golden.agrees(response.value(at: peak) / response.final - 1, golden.expected["overshoot_fraction"]))
    }

    @Test func `G12: hidden negative resistance and the critical load`() throws {
        let golden = try TheoryGolden.named("G12")
        let circuit = circuit(golden.params)
        #expect(golden.agrees(circuit.R_dc_ohm, golden.expected["R_dc_internal"]))
        let point = try #require(FixedPoint(circuit))
        #expect(golden.agrees(point.trace_per_s, golden.expected["galvanostatic_trace"]))
        #expect(golden.agrees(point.determinant_per_s2, golden.expected["galvanostatic_det"]))
        let load = try #require(FixedPoint.criticalLoad_ohm(circuit))
        #expect(golden.agrees(load, golden.expected["R_s_critical"]))
        let hidden = try #require(circuit.hiddenNegative_rad_per_s)
        #expect(golden.agrees(hidden, golden.expected["omega_ReZ_internal_zero"]))
        for (factor, wanted) in golden.expected["eigenvalues_by_Rs_over_Rs_critical"].members {
            var loaded = circuit
            loaded.series_ohm = load * (Double(factor) ?? .nan)
            let zeros = try #require(PolesAndZeros(loaded)).zeros_per_s
            let sorted = zeros.sorted { ($0.imaginary, $0.real) < ($1.imaginary, $1.real) }
            for (zero, value) in zip(sorted, wanted.list) {
                // At the critical load the real part is a difference of 1e2 that vanishes.
                #expect(abs(zero.real - value[0].number) < 1e-7)
                #expect(abs(zero.imaginary - value[1].number) < 1e-7)
            }
            #expect((factor == "0.5") == (FixedPoint(loaded, voltageControl: true)?.kind == .stableNode))
        }
        let crossing = try #require(circuit.crossing_rad_per_s)
        #expect(golden.agrees(crossing, golden.expected["omega_at_critical"]))
        var critical = circuit
        critical.series_ohm = load
        let onset = try #require(FixedPoint(critical, voltageControl: true))
        #expect(abs(onset.trace_per_s) < 1e-7)
        #expect(golden.agrees(onset.determinant_per_s2.squareRoot(), golden.expected["omega_at_critical"]))
    }

    /// The neuron of THEORY B.4 linearized at an internal voltage.
    private func neuron(_ p: TheoryGolden.Value, at u_V: Double) -> MaxwellCircuit {
        let ratio = u_V / p["u_0"].number
        return MaxwellCircuit(
            R_s_ohm: 0, R_b_ohm: p["R_N"].number / (ratio * ratio - 1), R_a_ohm: p["R_w"].number,
            L_a_H: p["tau_k"].number * p["R_w"].number, C_m_F: p["C_m"].number)
    }

    @Test func `G11: the Hopf points of a neuron, and its rates on both sides`() throws {
        let golden = try TheoryGolden.named("G11")
        let (p, wanted) = (golden.params, golden.expected)
        func trace(_ u_V: Double) -> Double { FixedPoint(neuron(p, at: u_V))?.trace_per_s ?? .nan }
        for (index, edges) in [(-1.2, -0.5), (0.5, 1.2)].enumerated() {
            // Bisection: the trace grows towards u = 0.
            var (outer, inner) = index == 0 ? edges : (edges.1, edges.0)
            for _ in 0..<60 {
                let middle = (outer + inner) / 2
                if trace(middle) < 0 { outer = middle } else { inner = middle }
            }
            #expect(golden.agrees(outer, wanted["u_Hopf"][index]))
            let circuit = neuron(p, at: outer)
            let point = try #require(FixedPoint(circuit))
            #expect(golden.agrees(point.determinant_per_s2.squareRoot(), wanted["omega_Hopf"]))
            #expect(golden.agrees(circuit.crossing_rad_per_s ?? .nan, wanted["omega_Hopf"]))
            #expect(golden.agrees(1 / circuit.fastConductance_S, wanted["R_b_at_Hopf"]))
            let branch = circuit.branches[0]
            #expect(golden.agrees(branch.time_s / branch.conductance_S, wanted["L_a"]))
        }
        for name in ["at_0.5mA", "at_0.3mA"] {
            let there = wanted[name]
            let circuit = neuron(p, at: there["u_ss"].number)
            let point = try #require(FixedPoint(circuit))
            #expect(golden.agrees(1 / circuit.fastConductance_S, there["R_b"]))
            #expect(golden.agrees(point.trace_per_s, there["trace"]))
            #expect(golden.agrees(point.determinant_per_s2, there["det"]))
            #expect(point.kind == (name == "at_0.5mA" ? .unstableFocus : .stableFocus))
        }
        let spiking = neuron(p, at: wanted["at_0.5mA"]["u_ss"].number)
        #expect(golden.agrees(spiking.R_dc_ohm, wanted["at_0.5mA"]["R_dc"]))
        #expect(golden.agrees(spiking.hiddenNegative_rad_per_s ?? .nan, wanted["at_0.5mA"]["omega_ReZ_zero"]))
        let quiet = try #require(PolesAndZeros(neuron(p, at: wanted["at_0.3mA"]["u_ss"].number)))
        #expect(golden.agrees(quiet.poles_per_s[1].imaginary, wanted["at_0.3mA"]["damped_omega"]))
    }

    @Test func `G18: poles and zeros of a device with hidden negative resistance`() throws {
        let golden = try TheoryGolden.named("G18")
        let roots = try #require(PolesAndZeros(circuit(golden.params["hidden_negative"])))
        let poles = roots.poles_per_s.map(\.real).sorted()
        let zeros = roots.zeros_per_s.map(\.real).sorted()
        for (pole, wanted) in zip(poles, golden.expected["poles_of_Z_hidden_negative"].list) {
            #expect(golden.agrees(pole, wanted[0]))
        }
        for (zero, wanted) in zip(zeros, golden.expected["zeros_of_Z_hidden_negative"].list) {
            #expect(golden.agrees(zero, wanted[0]))
        }
        #expect(roots.tau_I_s == nil)
    }

    @Test func `G23: the area of a small loop is that of Im Y`() throws {
        let golden = try TheoryGolden.named("G23")
        let circuit = circuit(golden.params)
        let omega = 2 * .pi * golden.params["f"].number
        let admittance = 1 / circuit.impedance_ohm(at: omega)
        #expect(golden.agrees(admittance.real, golden.expected["Y_S"][0]))
        #expect(golden.agrees(admittance.imaginary, golden.expected["Y_S"][1]))
        let area = circuit.lissajousArea_W(amplitude_V: golden.params["amplitude"].number, at: omega)
        #expect(golden.agrees(area, golden.expected["area_W"]))
    }

    @Test func `G24: trace, determinant and kind of twelve sign sets`() throws {
        let golden = try TheoryGolden.named("G24")
        #expect(golden.expected.members.count == 12)
        for (row, wanted) in golden.expected.members {
            let circuit = circuit(wanted)
            let point = try #require(FixedPoint(circuit))
            #expect(golden.agrees(circuit.R_dc_ohm, wanted["R_dc"]), "row \(row)")
            #expect(golden.agrees(point.trace_per_s, wanted["trace"]), "row \(row)")
            #expect(golden.agrees(point.determinant_per_s2, wanted["det"]), "row \(row)")
            #expect(point.kind.rawValue == wanted["type"].text, "row \(row)")
        }
    }
}
