/// All links, in the order of their ids; one file each in this folder.
public enum DiagnosticLinks {
    /// The list: a new link is one file and one line.
    public static let all: [any DiagnosticLink] = [
        DCResistance(),
        StepTimeConstant(),
        PlateauRatio(),
        TripleIdentity(),
        LoopSense(),
        AreaPeakTime(),
        CrossoverVoltage(),
        StepPlateau(),
        ChordResistance(),
        MemoryAtRest(),
        PulseNumber(),
        ClassAgreement(),
        SetVoltageRate(),
        PinchCapacitance(),
        RectificationSign(),
        StabilityInTime(),
        PredictedLoop(),
        SmallSignal(),
        SeriesResistance(),
    ]
}
