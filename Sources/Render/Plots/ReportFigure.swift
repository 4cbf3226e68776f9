public import Diagnostics
internal import Drawing

/// A figure of the report: an id, a caption, and what to draw of an analysis.
///
/// To add one: a file in `Figures`, a type with an empty `init()`, and its line in `ReportFigures.all`.
public protocol ReportFigure: Sendable {
    init()
    /// Public id, as templates and `pinch list figures` have it.
    var id: String { get }
    /// One line: what the figure shows.
    var title: String { get }
    /// The figures to draw for a device, each with its caption; none where the device has no data for it.
    ///
    /// - Parameter request: which recording or bias is meant; a figure ignores what does not apply to it.
    func specs(for analysis: DeviceAnalysis, request: FigureRequest) -> [FigureSpec]
}

/// The figures that templates may ask for.
public enum ReportFigures {
    /// All figures, by the names of their types.
    public static let all: [any ReportFigure] = [
        Bode(),
        CapacitanceConductance(),
        ConductionPlot(),
        CurrentStepVoltages(),
        CurrentVoltageLoop(),
        CycleDistributions(),
        CycleIndices(),
        HysteresisLoop(),
        HysteresisRates(),
        JointOverlay(),
        JointResiduals(),
        KramersKronigResiduals(),
        LargeSteps(),
        LinkMatrix(),
        LinkedCapacitances(),
        LinkedTimes(),
        LoopDerivative(),
        LoopRates(),
        Nyquist(),
        PairedPulses(),
        ParameterTrends(),
        PoleZeroMap(),
        PredictedTraces(),
        PulseEnergy(),
        PulseTrain(),
        RateGain(),
        RectificationCurves(),
        RelaxationPeaks(),
        ResistanceCycles(),
        RetentionArrhenius(),
        RetentionDecay(),
        StepComponents(),
        StimulusPhases(),
        SummaryStrip(),
        SwitchingBell(),
        TransientSteps(),
        VolatilityEvidence(),
    ]

    /// The figure of an id.
    public static func named(_ id: String) -> (any ReportFigure)? { all.first { $0.id == id } }
}
