/// How much work a diagnosis does.
public enum Depth: String, Sendable, Codable, CaseIterable {
    /// No bootstrap, no relaxation-time distribution, no joint fit.
    case screen
    /// Everything.
    case full
}

/// Every choice that a number may depend on.
///
/// Printed in the report; `pinch list options` tells unit, default, meaning.
public struct DiagnoseOptions: Sendable, Codable, Hashable {
    /// How much work to do; default `full` for reports, `screen` elsewhere.
    public var depth: Depth = .full
    /// Seed of everything random; each device derives its own from this and its id.
    ///
    /// Default 1.
    public var seed: UInt64 = 1
    /// Required retention time for "nonvolatile", s.
    ///
    /// Default 1e4 (THEORY H).
    public var t_req_s: Double = 1e4
    /// Fraction of the state that must be left after `t_req_s`.
    ///
    /// Default 0.5 (THEORY H).
    public var r_c: Double = 0.5
    /// Read voltage for on/off ratios, V; absent means min(0.1 V, 10 % of the largest voltage) (THEORY D.3).
    public var V_read_V: Double?
    /// Systematic relative uncertainty of resistances between instruments.
    ///
    /// Default 0.03 (THEORY G.2).
    public var s_sys_R: Double = 0.03
    /// Systematic relative uncertainty of times.
    ///
    /// Default 0.10 (THEORY G.2).
    public var s_sys_tau: Double = 0.10
    /// Systematic relative uncertainty of low-frequency capacitances.
    ///
    /// Default 0.10 (THEORY G.2).
    public var s_sys_C_lf: Double = 0.10
    /// Equivalence factor of link L1.
    ///
    /// Default 1.25.
    public var k_L1: Double = 1.25
    /// Equivalence factor of link L2.
    ///
    /// Default 1.5.
    public var k_L2: Double = 1.5
    /// Equivalence factor of link L3.
    ///
    /// Default 1.25.
    public var k_L3: Double = 1.25
    /// Equivalence factor of link L4.
    ///
    /// Default 1.5.
    public var k_L4: Double = 1.5
    /// Equivalence factor of link L6.
    ///
    /// Default 3.
    public var k_L6: Double = 3
    /// Equivalence factor of link L8.
    ///
    /// Default 1.2.
    public var k_L8: Double = 1.2
    /// Equivalence factor of link L9.
    ///
    /// Default 1.25.
    public var k_L9: Double = 1.25
    /// Equivalence factor of link L10.
    ///
    /// Default 2.
    public var k_L10: Double = 2
    /// Equivalence factor of link L19.
    ///
    /// Default 1.15: a series resistance that is wrong by 20 % is to be found (THEORY I).
    public var k_L19: Double = 1.15
    /// Largest `f_min 2 pi tau_k` at which an extrapolated memory time is still printed.
    ///
    /// Default 0.3 (THEORY E.3).
    public var extrapolation_limit: Double = 0.3
    /// Largest voltage step that counts as small, V.
    ///
    /// Default 0.05; C_lf and tau_V come from small steps only.
    public var small_step_V: Double = 0.05

    /// Last part of a pulse or read whose mean is taken, as a fraction of its width.
    ///
    /// Absent means 0.2 (THEORY C.4).
    public var pulse_phase: Double?
    /// Distance of two conductances that count as distinct, in standard deviations of their difference.
    ///
    /// Absent means 3 (THEORY C.4: k).
    public var level_separation: Double?

    /// How much is done about relaxation times of spectra.
    ///
    /// Absent means `none`.
    public var relaxation_times: RelaxationWork?
    /// Which signs the density of relaxation times may have.
    ///
    /// Absent means `any`.
    public var relaxation_signs: RelaxationSigns?

    /// Which definition of the set voltage is the chosen one in statistics and figures.
    ///
    /// Absent means `S1` (THEORY D.5).
    public var V_set_definition: SetDefinition?
    /// Which definition of the reset voltage is the chosen one.
    ///
    /// Absent means `R1`.
    public var V_reset_definition: ResetDefinition?
    /// The fixed current of definition S4, A.
    ///
    /// Absent means the geometric mean of the smallest and the largest current of the branch.
    public var V_set_current_A: Double?
    /// Ratio of the resistances of both states below which a cycle has failed.
    ///
    /// Absent means 2 (THEORY D.6).
    public var k_endurance: Double?
    /// Failed cycles in a row that end the endurance.
    ///
    /// Absent means 3 (THEORY D.6).
    public var n_endurance: Double?
    /// Fast capacitance of the device for the displacement current of its loops, F.
    ///
    /// Absent means that of its spectra in the same state.
    public var C_m_F: Double?
    /// Equivalence factor of link L11.
    ///
    /// Absent means 1.5.
    public var k_L11: Double?
    /// Equivalence factor of link L13.
    ///
    /// Absent means 1.5.
    public var k_L13: Double?
    /// Equivalence factor of link L14.
    ///
    /// Absent means 1.5.
    public var k_L14: Double?

    /// The defaults.
    public init() {}
}

/// Definitions of the set voltage (THEORY D.5).
public enum SetDefinition: String, Sendable, Codable, CaseIterable {
    /// Steepest `dln|I|/d|V|`.
    case S1
    /// Steepest `dI/dV`.
    case S2
    /// Farthest below the chord.
    case S3
    /// First at a fixed current.
    case S4
    /// Largest ratio of neighboring currents.
    case S5
    /// Largest increase of |I| between neighboring points: what instruments' formulas compute, for any branch.
    case S6
}

/// Definitions of the reset voltage (THEORY D.5).
public enum ResetDefinition: String, Sendable, Codable, CaseIterable {
    /// Largest |I| before the fall, as instruments' formulas have it.
    case R1
    /// Steepest fall.
    case R2
    /// Farthest above the chord.
    case R3
}

/// How much is done about relaxation times.
public enum RelaxationWork: String, Sendable, Codable, CaseIterable {
    /// Nothing.
    case none
    /// Densities, and peaks with standard errors.
    case curves
    /// The same with intervals from 100 resamplings of the residuals.
    case intervals
}

/// Which signs the density of relaxation times may have.
public enum RelaxationSigns: String, Sendable, Codable, CaseIterable {
    /// Both, everywhere: sharp relaxations ring.
    case any
    /// None below zero in Z, as most programs have it; an inductive loop is dropped, and a finding says so.
    ///
    /// In the admittance capacitive processes are negative by nature and stay.
    case positive
    /// In each window of time the sign of the significant peaks there: no ringing, and the loop stays.
    case windowed
}

/// One option as `pinch list options` prints it.
public struct OptionDefinition: Sendable, Hashable {
    /// Key in the options file.
    public let name: String
    /// Unit; empty for a pure number or a word.
    public let unit: String
    /// Default, as text.
    public let defaultText: String
    /// What it changes.
    public let meaning: String

    /// Defines an option.
    public init(_ name: String, _ unit: String, _ defaultText: String, _ meaning: String) {
        self.name = name
        self.unit = unit
        self.defaultText = defaultText
        self.meaning = meaning
    }
}

extension DiagnoseOptions {
    /// The options that a file may set, with the values above as defaults.
    public static let definitions: [OptionDefinition] = [
        .init("depth", "", "full (report), screen (elsewhere)", "how much work a diagnosis does"),
        .init("seed", "", "1", "seed of everything random"),
        .init("t_req_s", "s", "10000", "required retention time for \"nonvolatile\""),
        .init("r_c", "", "0.5", "fraction of the state that must be left after t_req_s"),
        .init("V_read_V", "V", "min(0.1 V, 10 % of the largest voltage)", "read voltage for on/off ratios"),
        .init("s_sys_R", "", "0.03", "systematic relative uncertainty of resistances between instruments"),
        .init("s_sys_tau", "", "0.10", "systematic relative uncertainty of times"),
        .init("s_sys_C_lf", "", "0.10", "systematic relative uncertainty of low-frequency capacitances"),
        .init("k_L1", "", "1.25", "equivalence factor of link L1"),
        .init("k_L2", "", "1.5", "equivalence factor of link L2"),
        .init("k_L3", "", "1.25", "equivalence factor of link L3"),
        .init("k_L4", "", "1.5", "equivalence factor of link L4"),
        .init("k_L6", "", "3", "equivalence factor of link L6"),
        .init("k_L8", "", "1.2", "equivalence factor of link L8"),
        .init("k_L9", "", "1.25", "equivalence factor of link L9"),
        .init("k_L10", "", "2", "equivalence factor of link L10"),
        .init("k_L11", "", "1.5", "equivalence factor of link L11"),
        .init("k_L13", "", "1.5", "equivalence factor of link L13"),
        .init("k_L14", "", "1.5", "equivalence factor of link L14"),
        .init("k_L19", "", "1.15", "equivalence factor of link L19"),
        .init(
            "extrapolation_limit", "", "0.3", "largest f_min 2 pi tau_k at which an impedance memory time is printed"),
        .init("small_step_V", "V", "0.05", "largest voltage step that counts as small"),
        .init(
            "level_separation", "", "3", "distance of distinct conductances in standard deviations of their difference"),
        .init("pulse_phase", "", "0.2", "last part of a pulse or read whose mean is taken, of its width"),
        .init(
            "relaxation_signs", "", "any",
            "signs of the density of relaxation times: any, positive (in Z; a loop is dropped, with a warning), or "
                + "windowed (of the significant peaks, without ringing)"),
        .init(
            "relaxation_times", "", "none",
            "relaxation times of spectra: none, curves (densities and peaks), or intervals (by 100 resamplings)"),
        .init(
            "V_set_definition", "", "S1",
            "definition of V_set in statistics and figures: S1 (steepest dln|I|/d|V|), S2 (steepest dI/dV), S3 (chord), S4 "
                + "(fixed current), S5 (largest ratio) or S6 (largest increase of |I|, as instruments' formulas have it)"
        ),
        .init(
            "V_reset_definition", "", "R1",
            "definition of V_reset in statistics and figures: R1 (largest |I|, as instruments' formulas have it), R2 "
                + "(steepest fall) or R3 (chord)"),
        .init(
            "V_set_current_A", "A", "geometric mean of the smallest and largest |I| of the branch",
            "the fixed current of definition S4"),
        .init("k_endurance", "", "2", "ratio of the two resistances below which a cycle has failed"),
        .init("n_endurance", "", "3", "failed cycles in a row that end the endurance"),
        .init(
            "C_m_F", "F", "from the spectra of the same state",
            "fast capacitance whose displacement current is taken off the loops"),
    ]
}
