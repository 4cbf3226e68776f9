/// A time-domain recording as a joint fit takes it: the voltage that was applied and the current that was read.
///
/// The state at sample 0 is a parameter of the recording. Interval `k` leads from sample `k - 1` to sample `k`; in it the
/// voltage is that of sample `k` where it jumped, else it runs straight from one to the other. Where sparse samples do not
/// tell when the voltage jumped, the part of the gap that passed before is one more parameter of the recording, one for all
/// jumps away from 0 V and one for all those back (an instrument samples all pulses alike).
public struct JointTrace: Sendable {
    /// What it is, in words a reader sees.
    public var name: String
    /// Ids of the recordings it comes from.
    public var from: [String]
    /// Length of the interval before each sample, s; the first is 0.
    ///
    /// Shape [n], as all below.
    public var interval_s: [Double]
    /// What a jump at the end of its gap, not at its beginning, adds to each interval, s; zero where it is known.
    public var loose_s: [Double]
    /// Whether the jump of a loose interval leads towards 0 V.
    public var fallsBack: [Bool]
    /// Applied voltage at each sample, V.
    public var voltage_V: [Double]
    /// Whether the voltage jumped at the beginning of the interval and was held.
    public var isHeld: [Bool]
    /// Measured current, A.
    public var current_A: [Double]
    /// Standard deviation of the measured current, A; infinite for a sample that carries no reading.
    public var sd_A: [Double]

    /// Holds a trace; columns share their length.
    public init(
        name: String, from: [String], interval_s: [Double], loose_s: [Double], fallsBack: [Bool]? = nil,
        voltage_V: [Double], isHeld: [Bool], current_A: [Double], sd_A: [Double]
    ) {
        let fallsBack = fallsBack ?? [Bool](repeating: false, count: voltage_V.count)
        precondition(
            [interval_s.count, loose_s.count, fallsBack.count, isHeld.count, current_A.count, sd_A.count]
                .allSatisfy { $0 == voltage_V.count })
        self.name = name
        self.from = from
        self.interval_s = interval_s
        self.loose_s = loose_s
        self.fallsBack = fallsBack
        self.voltage_V = voltage_V
        self.isHeld = isHeld
        self.current_A = current_A
        self.sd_A = sd_A
    }
}

extension JointTrace {
    /// Whether any of its jumps lies somewhere in a gap.
    var hasLooseJumps: Bool { loose_s.contains { $0 != 0 } }
}

/// A spectrum as a joint fit takes it.
public struct JointSpectrum: Sendable {
    /// What it is, in words a reader sees.
    public var name: String
    /// Ids of the recordings it comes from.
    public var from: [String]
    /// Applied bias, V.
    public var bias_V: Double
    /// Whether the state was written before and is not the steady one of the bias.
    public var isWritten: Bool
    /// Angular frequency, rad/s; shape [n], as all below.
    public var omega_rad_per_s: [Double]
    /// Re Z, ohm.
    public var real_ohm: [Double]
    /// Im Z, ohm.
    public var imaginary_ohm: [Double]
    /// Standard deviation of each part, ohm.
    public var sd_ohm: [Double]

    /// Holds a spectrum; columns share their length.
    public init(
        name: String, from: [String], bias_V: Double, isWritten: Bool, omega_rad_per_s: [Double], real_ohm: [Double],
        imaginary_ohm: [Double], sd_ohm: [Double]
    ) {
        precondition(
            real_ohm.count == omega_rad_per_s.count && imaginary_ohm.count == omega_rad_per_s.count
                && sd_ohm.count == omega_rad_per_s.count)
        self.name = name
        self.from = from
        self.bias_V = bias_V
        self.isWritten = isWritten
        self.omega_rad_per_s = omega_rad_per_s
        self.real_ohm = real_ohm
        self.imaginary_ohm = imaginary_ohm
        self.sd_ohm = sd_ohm
    }
}

/// All recordings of a device that a joint fit sees.
public struct JointData: Sendable {
    /// Spectra.
    public var spectra: [JointSpectrum]
    /// Traces: sweeps, steps, trains, retention.
    public var traces: [JointTrace]

    /// Holds recordings.
    public init(spectra: [JointSpectrum], traces: [JointTrace]) {
        self.spectra = spectra
        self.traces = traces
    }

    /// Number of readings; the two parts of an impedance count as two.
    public var count: Int {
        spectra.reduce(0) { $0 + 2 * $1.omega_rad_per_s.count }
            + traces.reduce(0) { $0 + $1.sd_A.reduce(0) { $1.isFinite ? $0 + 1 : $0 } }
    }
}
