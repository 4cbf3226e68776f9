public import Measurements

extension Stability {
    /// The metrics and labels of stability.
    public static let definitions: [MetricDefinition] = [
        .init(
            "stability.class", "", .none,
            "What becomes of a small disturbance under each control (`definition`): stable, unstable or saddle, with node or "
                + "focus where that is certain too; undecided where the fit's errors allow more than one.",
            source: "THEORY F.1, F.3"),
        .init("stability.reading", "", .none, "The class under both controls in plain words.", source: "THEORY F.3"),
        .init(
            "stability.negative_resistance", "", .none,
            "none, hidden (fast conductance negative, slope at rest positive), N-type or S-type (slope at rest negative), "
                + "undecided.", source: "THEORY F.2, F.3"),
        .init(
            "stability.P_spiking", "P_{spiking}", .none,
            "Probability that the fixed point is unstable without being a saddle (trace and determinant positive), under "
                + "each control.", source: "THEORY F.2"),
        .init(
            "stability.trace", "T", .perSecond, "Sum of the two rates of the circuit under each control.",
            source: "THEORY F.1"),
        .init(
            "stability.determinant", "D", .perSecondSquared,
            "Product of the two rates of the circuit under each control.",
            source: "THEORY F.1"),
        .init(
            "stability.trace_tau_k", "T |τ_{k}|", .none, "Trace in units of the memory's rate.", source: "THEORY F.2"),
        .init(
            "stability.determinant_tau_k2", "D τ_{k}^{2}", .none, "Determinant in units of the memory's rate squared.",
            source: "THEORY F.2"),
        .init(
            "stability.unstable_poles", "n_{poles}", .none,
            "Poles of Z in the right half plane: rates that grow under current control.", source: "THEORY A.7, F.2"),
        .init(
            "stability.unstable_zeros", "n_{zeros}", .none,
            "Zeros of Z in the right half plane: rates that grow under voltage control through R_s.",
            source: "THEORY A.7, F.2"),
        .init(
            "stability.hopf_frequency", "f_{Hopf}", .hertz,
            "Frequency at the onset of oscillation: of the device by itself at fixed current, or at the critical load; exact "
                + "at the onset only, an upper estimate past it.", source: "THEORY F.1, F.2"),
        .init(
            "stability.R_s_critical", "R_{s,crit}", .ohm,
            "Series resistance at which the device at fixed voltage begins to oscillate, or to jump (`definition`).",
            source: "THEORY F.1"),
        .init(
            "stability.ring_frequency", "f_{ring}", .hertz,
            "Frequency at which a stable focus rings after a step, sqrt(D - T²/4)/(2π).", source: "THEORY F.2"),
        .init(
            "stability.quality", "Q", .none, "Distance from instability when stable, sqrt(D)/|T|.", source: "THEORY F.2"
        ),
    ]
}
