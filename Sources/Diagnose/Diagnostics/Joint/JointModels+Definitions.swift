public import Measurements

extension JointModels {
    /// Metrics and labels that it gives.
    public static let definitions: [MetricDefinition] =
        parameterDefinitions
        + [
            .init(
                "model.delta_BIC", "ΔBIC", .none, "BIC of a model fitted to all recordings, above that of the best.",
                source: "THEORY B; Kass and Raftery 1995"),
            .init(
                "model.chi2_nu", "χ²_{ν}", .none,
                "Sum of squared residuals over their variances, per degree of freedom, of the best model.",
                source: "THEORY B"),
            .init(
                "model.misfit", "misfit", .none,
                "What the best model misses of a recording beyond its noise, relative to the current or |Z|.",
                source: "THEORY G.3, L17"),
            .init(
                "model.chosen", "", .none,
                "The model that explains all recordings at once: its id, undecided, or none.", source: "THEORY B"),
        ]

    private static let parameterDefinitions: [MetricDefinition] = [
        .init("model.g_L", "g_{L}", .siemens, "Conductance at x = 0, from the joint fit.", source: "THEORY B.1"),
        .init("model.g_H", "g_{H}", .siemens, "Conductance at x = 1, from the joint fit.", source: "THEORY B.1"),
        .init("model.V_h", "V_{h}", .volt, "Voltage of half activation, from the joint fit.", source: "THEORY B.1"),
        .init("model.V_x", "V_{x}", .volt, "Steepness of the activation, from the joint fit.", source: "THEORY B.1"),
        .init("model.tau_0", "τ_{0}", .second, "Speed: twice τ at V_h, from the joint fit (T1).", source: "THEORY B.1"),
        .init(
            "model.gamma", "γ", .none, "Share of the rising rate in the slope, from the joint fit (T1).",
            source: "THEORY B.1"),
        .init(
            "model.k_0", "k_{0}", .perSecond, "Rate that no voltage moves, from the joint fit (T2).",
            source: "THEORY B.1"),
        .init("model.k_s", "k_{s}", .perSecond, "Rising rate at 0 V, from the joint fit (T2).", source: "THEORY B.1"),
        .init(
            "model.V_s", "V_{s}", .volt, "Voltage scale of the rising rate, from the joint fit (T2).",
            source: "THEORY B.1"),
        .init("model.k_r", "k_{r}", .perSecond, "Falling rate at 0 V, from the joint fit (T2).", source: "THEORY B.1"),
        .init(
            "model.V_r", "V_{r}", .volt, "Voltage scale of the falling rate, from the joint fit (T2).",
            source: "THEORY B.1"),
        .init("model.C_m", "C_{m}", .farad, "Fast capacitance, from the joint fit.", source: "THEORY B.1"),
        .init("model.R_s", "R_{s}", .ohm, "Series resistance, from the joint fit.", source: "THEORY B"),
        .init("model.C_g", "C_{g}", .farad, "Geometric capacitance, from the joint fit.", source: "THEORY B.2"),
        .init("model.I_b0", "I_{b0}", .ampere, "Scale of the fast current, from the joint fit.", source: "THEORY B.2"),
        .init(
            "model.V_b", "V_{b}", .volt, "Voltage scale of the fast current, from the joint fit.", source: "THEORY B.2"),
        .init("model.I_a0", "I_{a0}", .ampere, "Scale of the slow current, from the joint fit.", source: "THEORY B.2"),
        .init(
            "model.V_a", "V_{a}", .volt, "Voltage scale of the slow current, from the joint fit.", source: "THEORY B.2"),
        .init(
            "model.tau_L", "τ_{L}", .second, "Relaxation time of the slow current, from the joint fit.",
            source: "THEORY B.2"),
        .init("model.C_s0", "C_{s0}", .farad, "Surface capacitance at 0 V, from the joint fit.", source: "THEORY B.2"),
        .init(
            "model.V_c", "V_{c}", .volt, "Voltage scale of the surface capacitance, from the joint fit.",
            source: "THEORY B.2"),
        .init(
            "model.tau_C", "τ_{C}", .second, "Relaxation time of the surface charge, from the joint fit.",
            source: "THEORY B.2"),
    ]
}
