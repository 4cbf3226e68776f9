internal import Measurements

extension PulseTrains {
    /// The metrics and labels of pulses.
    static let definitions: [MetricDefinition] = [
        .init(
            "pulses.dynamic_range", "G_{max}/G_{min}", .none, "Largest over smallest conductance of a train.",
            source: "THEORY C.4"),
        .init(
            "pulses.window", "G_{max}−G_{min}", .siemens, "Largest less smallest conductance of a train.",
            source: "THEORY C.4"),
        .init(
            "pulses.noise", "s_{G}", .siemens, "Standard deviation of a read about the update curve.",
            source: "docs/transients.md"),
        .init(
            "pulses.N0", "N_{0}", .none, "Number of pulses in which the distance to saturation falls to 1/e.",
            source: "THEORY B.1, C.4"),
        .init(
            "pulses.A", "A", .none,
            "Constant of the update curve in pulses; fixed: through the first and the last read, free: both ends fitted.",
            source: "THEORY C.4"),
        .init(
            "pulses.NL", "NL", .none,
            "NeuroSim's label of the nonlinearity of that curve, 0 for a straight line, below 10.1; negative for depression.",
            source: "THEORY C.4, G20"),
        .init(
            "pulses.q", "q", .none, "Exponent with which G^q grows evenly from pulse to pulse; 1 is linear.",
            source: "THEORY C.4"),
        .init(
            "pulses.update_model", "", .none,
            "Shape of the update: saturating, linear, accelerating or unchanged, by BIC.",
            source: "THEORY C.4"),
        .init(
            "pulses.protocol", "", .none,
            "What a row of equal pulses was for: potentiation, depression, unchanged, paired or rate, with the reason.",
            source: "docs/transients.md"),
        .init(
            "pulses.symmetry_error", "SE", .none,
            "Mean distance of the potentiation curve from the depression curve read backward, both from 0 to 1.",
            source: "THEORY C.4"),
        .init(
            "pulses.asymmetry_ratio", "SE_{max}", .none, "Largest distance of those curves.", source: "THEORY C.4"),
        .init(
            "pulses.levels", "", .none,
            "Conductances that can be told apart: over repeated trains, or the bound that the noise of one train sets.",
            source: "THEORY C.4"),
        .init(
            "pulses.cycle_variation", "s_{c}/ΔG", .none,
            "Standard deviation of the conductance after the same pulse from train to train, over the window.",
            source: "THEORY C.4"),
        .init(
            "pulses.gain", "G_{N}/G_{1}", .none,
            "Conductance after as many pulses at each rate, over that after the first.",
            source: "THEORY C.4"),
        .init("pulses.rate", "f_{p}", .hertz, "Pulses a second.", source: "THEORY C.4"),
        .init(
            "pulses.PPF", "I_{2}/I_{1}", .none,
            "Current in the second pulse of a pair over that in the first, at the same phase; below 1 is depression.",
            source: "THEORY C.4"),
        .init(
            "pulses.PPF_tau", "t_{PPF}", .second, "Time in which the facilitation decays with the interval of pairs.",
            source: "THEORY B.1, C.4"),
        .init(
            "pulses.PPF_amplitude", "c_{PPF}", .none, "Facilitation less 1 that a pair without an interval would have.",
            source: "THEORY C.4"),
        .init(
            "pulses.energy", "E", .joule,
            "Energy taken up by a pulse: median of a train (pulse), or the first after a rest (spike).",
            source: "docs/transients.md"),
    ]
}
