import ComplexModule
import Findings
import RealModule
import TestSupport
import Testing

@testable import Models

/// Integral of equally spaced samples by Simpson's rule; the count is odd.
func simpson(_ y: ArraySlice<Double>, step: Double) -> Double {
    let v = Array(y)
    var sum = v[0] + v[v.count - 1]
    for k in 1..<(v.count - 1) { sum += v[k] * (k % 2 == 1 ? 4 : 2) }
    return sum * step / 3
}

/// The golden cases of the theory that concern sweeps, and the triple identity.
@Suite struct GoldenSweepTests {
    @Test(arguments: ["0.1", "1", "10"])
    func `G07: CALM loops at three rates`(_ rate: String) throws {
        let golden = try TheoryGolden.named("G07")
        var model = GoldenCALMTests.calm(golden.params)
        model.C_m = 0
        let n = 4000
        let samples = try model.sweepResponse(
            TriangleSweep(high_V: 1, low_V: -1, rate_V_per_s: try #require(Double(rate)), cycles: 2, samplesPerLeg: n),
            relativeTolerance: 1e-12)
        let wanted = golden.expected["v=\(rate)"]
        let h = 1 / Double(n)
        let legs = (4..<8).map { samples.current_A[($0 * n)...(($0 + 1) * n)] }
        let integrals = legs.map { simpson($0, step: h) }
        let positive = integrals[0] - integrals[1]
        let negative = integrals[3] - integrals[2]
        #expect(golden.agrees(positive, wanted["area_lobe_pos_W"]))
        #expect(golden.agrees(negative, wanted["area_lobe_neg_W"]))
        #expect(golden.agrees(-positive / (integrals[0] + integrals[1]), wanted["H_pos"]))
        #expect(golden.agrees(negative / (integrals[2] + integrals[3]), wanted["H_neg"]))
        let place = 2 * n / 5
        let forward = legs[0][legs[0].startIndex + place]
        let backward = legs[1][legs[1].startIndex + n - place]
        let negativeForward = legs[2][legs[2].startIndex + place]
        #expect(golden.agrees(forward, wanted["i_fwd_0.4"]))
        #expect(golden.agrees(backward, wanted["i_bwd_0.4"]))
        #expect(golden.agrees(backward / forward, wanted["on_off_at_0.4"]))
        #expect(golden.agrees(backward / abs(negativeForward), wanted["RR_0.4_bwd_over_fwdneg"]))
    }

    @Test func `G09: two-branch elements, crossover and slow loop`() throws {
        let golden = try TheoryGolden.named("G09")
        let model = TwoBranch()
        for (name, value) in golden.params.members where model.value(of: name) != nil {
            #expect(model.value(of: name) == value.number)
        }
        for (u, key) in [(0.25, "elements_at_0.25"), (0.45, "elements_at_0.45")] {
            let linear = model.linearized(atInternal: u)
            let wanted = golden.expected[key]
            let R_c = -(linear.R_a_ohm(1) ?? .nan)
            #expect(golden.agrees(R_c, wanted["R_c"]))
            #expect(golden.agrees(model.tau_C / R_c, wanted["C_s"]))
            #expect(golden.agrees(1 / (linear.G_b_S - 1 / R_c), wanted["R_b"]))
            #expect(golden.agrees(linear.R_a_ohm() ?? .nan, wanted["R_a"]))
            #expect(golden.agrees(linear.L_a_H() ?? .nan, wanted["L_a"]))
        }
        let at045 = model.linearized(atInternal: 0.45)
        for (f, z) in zip([0.01, 0.1, 1, 10], golden.expected["Z_at_u0.45_f0.01_0.1_1_10"].list) {
            let computed = at045.impedance_ohm(at: 2 * .pi * f)
            #expect(golden.agrees(computed.real, z[0]))
            #expect(golden.agrees(computed.imaginary, z[1]))
        }
        let crossover = golden.expected["crossover_u"].number
        #expect(model.linearized(atInternal: crossover - 1e-9).C_lf_internal_F > 0)
        #expect(model.linearized(atInternal: crossover + 1e-9).C_lf_internal_F < 0)

        let v = golden.params["v_slow"].number
        let loop = try model.sweepResponse(
            TriangleSweep(high_V: 0.6, low_V: 0, rate_V_per_s: v, samplesPerLeg: 240))
        for (V, wanted) in zip([0.25, 0.40], golden.expected["C_lf_total_at_V0.25_0.40"].list) {
            #expect(golden.agrees(model.linearized(at: V).C_lf_F, wanted))
            let k = Int((V / 0.0025).rounded())
            let C = (loop.current_A[k] - loop.current_A[480 - k]) / (2 * v)
            // The golden file's own loop differs by up to 4.6e-4 from the limit of slow sweeps.
            #expect(abs(C / wanted.number - 1) < 2e-3)
        }
    }

    @Test func `G19: the triple identity, from impedance, a small step and slow loops`() throws {
        let golden = try TheoryGolden.named("G19")
        let model = GoldenCALMTests.calm(golden.params, R_s: golden.params["R_s"].number)
        let V = golden.params["V"].number
        let linear = model.linearized(at: V)
        let wanted = golden.expected["C_lf_total"]
        #expect(golden.agrees(linear.point.internal_V, golden.expected["u"]))
        #expect(golden.agrees(linear.R_b_ohm, golden.expected["R_b"]))
        #expect(golden.agrees(linear.R_a_ohm() ?? .nan, golden.expected["R_a"]))
        #expect(golden.agrees(linear.L_a_H() ?? .nan, golden.expected["L_a"]))
        #expect(golden.agrees(linear.R_dc_ohm, golden.expected["R_dc"]))
        #expect(golden.agrees(linear.C_lf_F, wanted))
        let y = Complex(1) / linear.impedance_ohm(at: 1e-4)
        #expect(abs(y.imaginary / 1e-4 / wanted.number - 1) < 1e-6)

        #expect(
            abs(try Laws.stepCapacitance_F(model, at: V, step_V: golden.params["dV"].number) / wanted.number - 1) < 1e-3
        )
        let rates = golden.params["v"].numbers
        let loops = try rates.map {
            try Laws.loopCapacitance_F(model, at: V, rate_V_per_s: $0, low_V: 0.3, high_V: 0.65)
        }
        #expect(abs((2 * loops[1] - loops[0]) / wanted.number - 1) < 1e-3)
    }
}
