public import Measurements

extension EquivalentCircuit {
    /// The metrics and labels of the circuit.
    public static let definitions: [MetricDefinition] = [
        .init("impedance.R_s", "R_{s}", .ohm, "Series resistance of contacts and leads.", source: "THEORY E.2"),
        .init(
            "impedance.R_b", "R_{b}", .ohm, "Resistance of the fast conduction, with the memory frozen.",
            source: "THEORY A.2"),
        .init(
            "impedance.R_a", "R_{a}", .ohm,
            "Resistance of the memory branch: positive for a chemical inductor, negative for a conduction capacitance.",
            source: "THEORY A.2, A.3"),
        .init(
            "impedance.L_a", "L_{a}", .henry,
            "Chemical inductance, tau_k R_a, with the sign of R_a; no magnetic flux is involved.", source: "THEORY A.2"),
        .init("impedance.C_m", "C_{m}", .farad, "Fast (geometric, membrane) capacitance.", source: "THEORY A.1"),
        .init(
            "impedance.tau_k", "τ_{k}", .second,
            "Relaxation time of the memory at this bias, L_a/R_a; not the time of the loop in Z.", source: "THEORY A.2"),
        .init(
            "impedance.tau_V", "τ_{V}", .second,
            "Slow relaxation time after a voltage step: the slow zero of Z.", source: "THEORY A.7"),
        .init(
            "impedance.tau_I", "τ_{I}", .second,
            "Slow relaxation time after a current step: the slow pole of Z.", source: "THEORY A.7"),
        .init(
            "impedance.R_dc", "R_{dc}", .ohm, "Differential resistance at rest, Z(ω → 0).", source: "THEORY A.4"),
        .init(
            "impedance.C_lf", "C_{lf}", .farad,
            "Low-frequency capacitance, lim Im(1/Z)/ω, signed: negative for a dominant chemical inductor.",
            source: "THEORY A.4, G.1"),
        .init(
            "impedance.noise", "s_{Z}", .none,
            "Noise of a real or imaginary part relative to |Z|, from sixth-order differences of neighboring points.",
            source: "THEORY E.1"),
        .init(
            "impedance.chi2_nu", "χ²_{ν}", .none,
            "Residual variance of the chosen circuit over the noise variance; about 1 where the circuit is enough.",
            source: "THEORY E.2"),
        .init(
            "impedance.circuit", "", .none,
            "The circuit of lowest BIC: R, EC0 (no memory), EC1 (chemical inductor), EC3 (with a capacitive branch) or EC4 (two).",
            source: "THEORY E.2"),
    ]
}
