internal import Measurements

extension StepTransients {
    /// The metrics and labels of steps.
    static let definitions: [MetricDefinition] = [
        .init(
            "transient.I_initial", "I(0^{+})", .ampere,
            "Current right after the step; at the first sample where the spike is faster than the samples.",
            source: "THEORY C.1"),
        .init(
            "transient.I_plateau", "I_{plateau}", .ampere,
            "Current once the charging spike is over and before the memory moves.", source: "THEORY C.1"),
        .init(
            "transient.I_final", "I(∞)", .ampere, "Current long after the step: the constant of the fit.",
            source: "THEORY C.1, C.3"),
        .init(
            "transient.tau", "τ", .second, "Time constant of a component of the response, from the fastest.",
            source: "THEORY C.3"),
        .init(
            "transient.amplitude", "A", .ampere, "Signed amplitude of a component at the instant of the step.",
            source: "THEORY C.3"),
        .init(
            "transient.misfit", "s/s_{n}", .none,
            "Rms of the fit's residuals over the noise, which their neighbors' differences tell; 1 leaves only noise.",
            source: "THEORY C.3"),
        .init("transient.order", "", .none, "Number of exponentials, chosen by BIC.", source: "THEORY C.3"),
        .init(
            "transient.tau_V", "τ_{V}", .second,
            "Slowest time constant after a small voltage step: a zero of the impedance.", source: "THEORY A.7, C.1"),
        .init(
            "transient.excess_charge", "Q_{ex}", .coulomb,
            "Integral of the current beyond its final value; negative for a chemical inductor.", source: "THEORY C.5"),
        .init(
            "transient.C_lf", "C_{lf}", .farad, "Excess charge of a small step over its height.",
            source: "THEORY C.5, G.1"),
        .init(
            "transient.turnover_time", "t^{*}", .second,
            "Instant of the smallest current between the charging spike and the rise.", source: "THEORY C.1"),
        .init(
            "transient.pattern", "", .none,
            "Shape of the response: flat, rise, decay, spike-then-rise, spike-then-decay or rise-then-decay.",
            source: "THEORY C.1"),
        .init(
            "volatility.tau_at_0V", "τ(0 V)", .second, "Relaxation time of the state without a voltage.",
            source: "THEORY H"),
        .init(
            "memory.present", "", .none, "Whether the measurement shows a memory: yes, none or undecided.",
            source: "THEORY I, port tests"),
    ]
}
