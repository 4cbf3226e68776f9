public import Findings

extension FindingKind {
    static let impedanceFrequency = FindingKind(
        "impedance.frequency", .warning,
        "A point's frequency is zero, negative or not a number: rows of DC measurements or damaged cells.")
    static let impedanceValue = FindingKind(
        "impedance.value", .warning, "A point's impedance is zero or not a number: an overload, or a damaged cell.")
    static let impedanceRepeated = FindingKind(
        "impedance.repeated-frequency", .note,
        "Several points have one frequency: repeats, or several spectra in one file. They are averaged.")
    static let impedanceTooFew = FindingKind(
        "impedance.too-few-points", .warning, "The spectrum has too few points for a circuit or a validity test.")
    static let impedanceNoFit = FindingKind(
        "impedance.no-fit", .warning, "No circuit could be fitted: the points are not an impedance spectrum.")
    static let impedanceUndecided = FindingKind(
        "impedance.circuit-undecided", .note,
        "Two circuits describe the spectrum equally well (within 2 units of BIC); the simpler one was taken.")
    static let impedanceUndetermined = FindingKind(
        "impedance.undetermined", .note,
        "The spectrum does not determine a circuit's element: its standard error exceeds its value, or it does not "
            + "exist for these elements. Usually the band ends before the element shows.")
    static let impedanceTooSlow = FindingKind(
        "impedance.memory-too-slow", .warning,
        "The memory is slower than the record shows: what rests on its end would be extrapolated and is left out.")
    static let impedanceMisfit = FindingKind(
        "impedance.misfit", .warning,
        "No circuit known here comes near the spectrum (distributed arcs, diffusion), so no element is given.")
    static let impedanceTurned = FindingKind(
        "impedance.turned", .warning,
        "The spectrum is no impedance as it stands, and a good one with the other sign of Im Z: a column that says Im Z holds "
            + "-Im Z, or the reverse.")
    static let impedanceLackOfFit = FindingKind(
        "impedance.lack-of-fit", .warning,
        "The best circuit leaves residuals well above the noise: the device has more processes than the circuit "
            + "(distributed ones, a second memory), or the data drift. Standard errors are then too small.")
    static let impedanceCurvedLine = FindingKind(
        "impedance.cg-curved", .warning,
        "The C'-G' line is curved: there is more than one relaxation, or the series resistance is wrong (THEORY A.6).")
    static let impedanceKramersKronig = FindingKind(
        "impedance.kramers-kronig", .warning,
        "The spectrum does not obey the Kramers-Kronig relations: the device changed during the measurement, the "
            + "amplitude was too large, or the instrument disturbed it.")
    static let impedanceOtherControl = FindingKind(
        "impedance.kramers-kronig-other-control", .warning,
        "The spectrum is valid for the other control mode only: a hidden negative resistance, or a wrong statement "
            + "of what the source controlled (THEORY E.4).")
    static let impedanceOutlier = FindingKind(
        "impedance.outlier", .warning,
        "Single points break the Kramers-Kronig relations while all others obey them: mains, a range change, a contact. "
            + "They are named and still used; exclude them if they were disturbed.")
    static let impedanceNotStationary = FindingKind(
        "impedance.not-stationary", .warning,
        "Repeats at one frequency differ by more than neighboring points scatter: the device changed between them.")
    static let impedanceNoNoise = FindingKind(
        "impedance.noise-unknown", .note,
        "Too few points to estimate the noise from their scatter; verdicts that need it are undecided.")
    static let impedanceNoRelaxations = FindingKind(
        "impedance.no-relaxations", .note,
        "A quantity is no sum of a few stable relaxations, so it has no distribution of relaxation times: poles in the "
            + "right half plane (then the other form has one), a drift, or a blocking electrode.")
    static let impedanceRelaxationsDropped = FindingKind(
        "impedance.relaxations-dropped", .warning,
        "Relaxation times were asked for without negative values (relaxation_signs positive), but there are significant ones "
            + "below zero, such as an inductive loop: they are dropped, the spectrum is missed, and peaks are withheld."
    )
    static let impedanceRelaxationSigns = FindingKind(
        "impedance.relaxation-signs", .warning,
        "A density of relaxation times held to given signs (relaxation_signs) describes the spectrum worse than the free one."
    )
    static let impedanceNoOnset = FindingKind(
        "impedance.onset-outside", .note, "The loop begins above the measured band, so its onset is not known.")
    static let impedanceSelfAmplifying = FindingKind(
        "impedance.self-amplifying", .note,
        "R_a and L_a differ in sign: the slow state does not relax by itself but amplifies itself, and rests only because "
            + "the circuit around it holds it (S-type negative resistance, threshold switch; THEORY A.3).")
    static let impedanceLoopAlone = FindingKind(
        "impedance.loop-alone", .note,
        "The spectrum is an inductive loop and no fast arc joins it: the fast capacitance lies above the band, and the series "
            + "resistance cannot be told from that of the fast conduction.")
    static let impedanceBlind = FindingKind(
        "impedance.blind-at-zero-bias", .note,
        "At zero bias a change of conductance carries no current, so impedance cannot see a memory there (THEORY B.1).")
}

/// The kinds of finding that the impedance family may give.
public enum ImpedanceFindings {
    /// All kinds.
    public static let all: [FindingKind] = [
        .impedanceFrequency, .impedanceValue, .impedanceRepeated, .impedanceTooFew, .impedanceNoFit,
        .impedanceUndecided, .impedanceUndetermined, .impedanceTooSlow, .impedanceMisfit, .impedanceTurned,
        .impedanceLackOfFit,
        .impedanceCurvedLine,
        .impedanceKramersKronig, .impedanceOtherControl, .impedanceOutlier, .impedanceNotStationary,
        .impedanceNoNoise, .impedanceNoRelaxations, .impedanceRelaxationsDropped, .impedanceRelaxationSigns,
        .impedanceNoOnset,
        .impedanceBlind, .impedanceLoopAlone,
        .impedanceSelfAmplifying, .stabilityOpen, .stabilitySpiking, .stabilityNegative, .stabilityOwnControl,
        .impedanceTrendTooFew, .impedanceTrendNeither, .impedanceUnnamedStates,
    ]
}
