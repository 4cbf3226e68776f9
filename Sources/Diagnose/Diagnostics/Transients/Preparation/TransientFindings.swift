public import Findings

/// The kinds of finding that time-domain diagnostics give.
public enum TransientFindings {
    /// All kinds of this family.
    public static let all: [FindingKind] = [
        drift, fewReads, fitFailed, holdTooShort, misfit, movingBefore, noSamples, noStep, notSettled, orderUndecided,
        pulsesNotRead, readDisturb, recordTooShort, retentionDrift, saturated, seriesDrop, spiking, stepAtStart,
        sweptVoltage,
        tauNotExtrapolated,
        timeNotIncreasing, unevenPulses, unknownVoltage, voltageFromHeader,
    ]

    static let drift = FindingKind(
        "transient.drift", .warning,
        "A current drifts with one slope before a step and after it; the drift is taken off before the fit, since no memory "
            + "goes on unchanged through a step.")
    static let movingBefore = FindingKind(
        "transient.moving-before", .warning,
        "A current moves before a step, other than along a line, and no faster after it: what is seen after the step may have "
            + "begun before it, so it is no evidence of a memory.")
    static let pulsesNotRead = FindingKind(
        "pulses.one-sample", .note,
        "Pulses have one sample each, so their energy and the spread of their current are not known.")
    static let saturated = FindingKind(
        "transient.saturated", .warning,
        "A current stands at the limit of the instrument for several samples; they are left out of the fit.")
    static let seriesDrop = FindingKind(
        "transient.series-drop", .warning,
        "Large steps move more than a quarter of V_x into the series resistance, so their relaxation time moves as they relax; "
            + "they are left out of tau over voltage where enough others remain.")
    static let spiking = FindingKind(
        "transient.spiking", .warning,
        "The voltage goes up and down without end after a step of the current, as of a device that spikes; it has no final "
            + "value and no time of relaxation there.")
    static let stepAtStart = FindingKind(
        "transient.step-at-start", .note,
        "A trace holds one level from its first sample on; it is taken as a step at that sample, from an unknown level."
    )
    static let unevenPulses = FindingKind(
        "pulses.uneven", .note,
        "Pulses of one train come at uneven intervals, or some are missing; the train is taken as one.")
    static let voltageFromHeader = FindingKind(
        "transient.voltage-from-header", .note,
        "The voltage of a trace is not recorded; it is taken from what the file or the sheet states.")

    static let fewReads = FindingKind(
        "transient.few-reads", .warning,
        "A retention or pulse recording holds too few reads for a fit; nothing is made of it.")
    static let fitFailed = FindingKind(
        "transient.fit-failed", .warning, "No sum of exponentials could be fitted to a step's current.")
    static let holdTooShort = FindingKind(
        "transient.hold-too-short", .note,
        "A level after a step has too few samples for a fit; the step is left out.")
    static let misfit = FindingKind(
        "transient.misfit", .warning,
        "A sum of exponentials misses a step's current by more than the noise, as where the relaxation time moves with the "
            + "state during a large step; its times are left out, other errors hold the miss.")
    static let noSamples = FindingKind(
        "transient.no-samples", .warning, "A trace holds no finite sample that is not excluded.")
    static let noStep = FindingKind(
        "transient.no-step", .warning, "The voltage of a trace never changes, so nothing is known of the response.")
    static let notSettled = FindingKind(
        "transient.not-settled", .note,
        "A hold is shorter than five of its slowest times: its final current is an extrapolation of the fit.")
    static let orderUndecided = FindingKind(
        "transient.order-undecided", .note,
        "Two numbers of exponentials describe a step almost equally well (their BIC differ by less than 2).")
    static let readDisturb = FindingKind(
        "retention.read-disturb", .warning,
        "The reads last longer than 1 % of the time or are continuous, so what relaxes is the state under the read voltage."
    )
    static let retentionDrift = FindingKind(
        "retention.drift", .warning,
        "The reads before a write drift by more than a tenth of the change over the record: what decays is not memory alone."
    )
    static let recordTooShort = FindingKind(
        "transient.record-too-short", .warning,
        "A current still changes at the end of its record with a time beyond twice the record: only a lower bound is known."
    )
    static let sweptVoltage = FindingKind(
        "transient.swept-voltage", .warning, "The voltage of a trace moves most of the time, so it holds no steps.")
    static let tauNotExtrapolated = FindingKind(
        "transient.tau-not-extrapolated", .note,
        "Too few step voltages, or none on one side, to extrapolate the relaxation time to 0 V.")
    static let timeNotIncreasing = FindingKind(
        "transient.time-not-increasing", .warning,
        "The time of a trace goes back, as in files that hold several runs; the samples that do are left out.")
    static let unknownVoltage = FindingKind(
        "transient.unknown-voltage", .warning,
        "The applied voltage of a trace is not recorded, so steps and pulses cannot be found.")
}
