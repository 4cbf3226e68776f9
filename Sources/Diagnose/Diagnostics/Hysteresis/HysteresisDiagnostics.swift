public import Findings
internal import Measurements

/// The current-voltage family: its diagnostics, in the order in which they run.
public enum HysteresisDiagnostics {
    /// The diagnostics, in alphabetical order.
    public static let all: [any Diagnostic] = [
        ConductionMechanisms(),
        CycleStatistics(),
        DisplacementCurrent(),
        FormingSweeps(),
        LissajousFigures(),
        LoopArea(),
        LoopIndices(),
        LoopType(),
        PhotovoltaicCurve(),
        RateDependence(),
        RectificationCriterion(),
        RectificationRatio(),
        ResistanceStates(),
        ScanRates(),
        SteadyLimit(),
        SteadyState(),
        SweepCurves(),
        SwitchingThresholds(),
        ThresholdSwitches(),
    ]

    /// The input with the current-voltage recordings prepared, so that the family does it once.
    public static func prepared(_ input: DiagnosticInput) -> DiagnosticInput {
        var input = input
        let sweeps = SweepSeries.joined(input.device.recordings.compactMap(PreparedSweep.init))
        input.sweeps = sweeps
        input.pooled = sweeps.map(PooledLoop.init)
        input.states = sweeps.map { SwitchingStates.all(of: $0, input.options) }
        input.switching = sweeps.map { SweepSwitching($0, input.options) }
        return input
    }
}

/// What the current-voltage family may find.
public enum HysteresisFindings {
    /// Every kind, in alphabetical order of its code.
    public static let all: [FindingKind] = [
        .sweepAboveLimit,
        .sweepAllClamped,
        .sweepCompliance,
        .sweepConstantCurrent,
        .sweepCurrentSize,
        .sweepDisplacement,
        .sweepFewSamples,
        .sweepFirstCycle,
        .sweepForming,
        .sweepNoRate,
        .sweepGradual,
        .heldNotSettled,
        .sweepOverflow,
        .sweepPeakNotBracketed,
        .sweepPhotovoltaicSign,
        .sweepRateContradicted,
        .sweepRatesNotSlow,
        .readOutsideSweep,
        .sweepRemainder,
        .sweepSeries,
        .sweepSingleBranch,
        .sweepNoStates,
        .sweepStuck,
        .sweepTimeBackwards,
        .sweepTooShort,
        .sweepUnequalCycles,
    ]
}
