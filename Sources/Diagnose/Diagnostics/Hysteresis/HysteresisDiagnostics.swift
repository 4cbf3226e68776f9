public import Findings
internal import Measurements

/// The current-voltage family: its diagnostics, in the order in which they run.
public enum HysteresisDiagnostics {
    /// The diagnostics, in alphabetical order.
    public static let all: [any Diagnostic] = [
        LoopArea(),
        LoopIndices(),
        LoopType(),
        RectificationRatio(),
        ScanRates(),
        SteadyState(),
        SweepCurves(),
        SwitchingThresholds(),
    ]

    /// The input with the current-voltage recordings prepared, so that the family does it once.
    public static func prepared(_ input: DiagnosticInput) -> DiagnosticInput {
        var input = input
        input.sweeps = input.device.recordings.compactMap(PreparedSweep.init)
        return input
    }
}

/// What the current-voltage family may find.
public enum HysteresisFindings {
    /// Every kind, in alphabetical order of its code.
    public static let all: [FindingKind] = [
        .sweepCompliance,
        .sweepConstantCurrent,
        .sweepFirstCycle,
        .sweepNoRate,
        .sweepGradual,
        .heldNotSettled,
        .sweepOverflow,
        .sweepRateContradicted,
        .sweepRatesNotSlow,
        .readOutsideSweep,
        .sweepRemainder,
        .sweepSingleBranch,
        .sweepTimeBackwards,
        .sweepTooShort,
    ]
}
