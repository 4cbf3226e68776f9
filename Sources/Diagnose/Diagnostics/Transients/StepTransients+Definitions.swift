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
            "Shape of the response: flat, rise, decay, spike-then-rise, spike-then-decay or rise-then-decay; of the voltage to a "
                + "step of the current: flat, rise, fall, overshoot, ringing, spiking or irregular.",
            source: "THEORY C.1"),
        .init(
            "transient.stretched_tau", "τ_{str}", .second,
            "Time of a stretched exponential in place of the exponentials.",
            source: "THEORY C.3, C.6"),
        .init(
            "transient.stretched_beta", "β_{str}", .none,
            "Exponent of that stretched exponential; 1 is an exponential.",
            source: "THEORY C.3, C.6"),
        .init(
            "transient.power_exponent", "m", .none,
            "Exponent of a power law (1 + t/t_0)^{-m}, where it is as good as the exponentials.", source: "THEORY C.6"),
        .init(
            "transient.log_slope", "s", .ampere,
            "Current per e-fold of time of a logarithmic law, where it is as good as the exponentials.",
            source: "THEORY C.6"),
        .init(
            "transient.delta_BIC", "ΔBIC", .none,
            "BIC of another law (`definition`) less that of the exponentials, same samples and weights; below 0 it is better.",
            source: "THEORY C.3"),
        .init(
            "transient.law", "", .none,
            "Law with the lowest BIC: exponentials, stretched, power, logarithmic, or undecided within 2.",
            source: "THEORY C.3"),
        .init(
            "transient.direction", "", .none, "Whether a large step sets (|I| grows) or resets (|I| falls).",
            source: "THEORY C.3"),
        .init(
            "transient.noise", "s_{I}", .ampere,
            "Standard deviation of a sample about the fit at the end of the record.",
            source: "docs/transients.md"),
        .init(
            "transient.floor", "A_{min}", .ampere,
            "Smallest amplitude that a further component would need to be taken: its gain must pay for two parameters in BIC.",
            source: "docs/transients.md"),
        .init(
            "transient.drift", "dI/dt", .amperePerSecond,
            "Slope that the current has before a step and keeps after it; taken off before the fit.",
            source: "docs/transients.md"),
        .init(
            "transient.ring_frequency", "f_{ring}", .hertz,
            "Frequency of a damped oscillation: the imaginary part of a pole, or of a zero, over 2π.",
            source: "THEORY C.2"),
        .init(
            "transient.ring_tau", "τ_{ring}", .second, "Time constant of the damping of that oscillation.",
            source: "THEORY C.2"),
        .init(
            "transient.series_drop", "R_{s}|ΔI|/V_{x}", .none,
            "Voltage that moves into the series resistance during a large step, over V_x; valid below 0.25.",
            source: "THEORY C.3"),
        .init(
            "transient.rate_law", "", .none,
            "Law of the relaxation rate over voltage with the lower AICc: T1, two exponential rates, or T2, with a constant one.",
            source: "THEORY B.1, C.3"),
        .init(
            "transient.rate_slope", "dlnk/dV", .perVolt,
            "Slope of the logarithm of the setting and of the resetting rate over voltage (γ/V_x and (1−γ)/V_x of T1; 1/V_s and "
                + "1/V_r of T2).",
            source: "THEORY B.1, C.3"),
        .init(
            "transient.rate_at_0V", "k(0 V)", .perSecond,
            "Setting and resetting rate of that law at 0 V: k_s and k_r.", source: "THEORY B.1, C.3"),
        .init(
            "transient.k_0", "k_{0}", .perSecond,
            "Rate of T2 that does not depend on the voltage; where T1 is preferred, the largest one that the times allow.",
            source: "THEORY B.1, C.3"),
        .init(
            "transient.V_x", "V_{x}", .volt,
            "Steepness of the activation: the slopes of both rates add up to 1/V_x (`definition`: the law).",
            source: "THEORY B.1"),
        .init("transient.gamma", "γ", .none, "Share of the setting rate in that steepness.", source: "THEORY B.1"),
        .init(
            "transient.V_h", "V_{h}", .volt, "Voltage at which the setting and the resetting rate are equal.",
            source: "THEORY B.1"),
        .init("transient.tau_0", "τ_{0}", .second, "Inverse of either rate there.", source: "THEORY B.1"),
        .init(
            "transient.bell_chi2_nu", "χ²/ν", .none,
            "Misfit of a law (`definition`) to the relaxation times over voltage, against their errors; 1 is noise.",
            source: "THEORY C.3"),
        .init(
            "transient.stimulus", "", .none,
            "What was applied: rest, step, steps, pulses, reads, ramp or mixed, with the reason.",
            source: "docs/transients.md"),
        .init(
            "volatility.tau_at_0V", "τ(0 V)", .second, "Relaxation time of the state without a voltage.",
            source: "THEORY H"),
        .init(
            "memory.present", "", .none, "Whether the measurement shows a memory: yes, none or undecided.",
            source: "THEORY I, port tests"),
    ]
}
