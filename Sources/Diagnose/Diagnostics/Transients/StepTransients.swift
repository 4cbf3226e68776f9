public import Findings
public import Measurements

/// Steps of the voltage in time traces: what the current does after each, fitted as a sum of signed exponentials.
///
/// Also the relaxation time against voltage over all large steps, and whether the steps show a memory at all.
/// Source: THEORY C.1, C.3, C.5.
public struct StepTransients: Diagnostic {
    /// The diagnostic.
    public init() {}
    /// `transients.steps`.
    public let id = "transients.steps"
    /// Time domain.
    public let family = Family.transients
    /// The metrics of steps.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Answers for every recording of kind `transient`.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var seen: [StepEvidence] = []
        for recording in input.device.recordings where recording.kind == .transient {
            guard case .trace(let trace) = recording.data, recording.conditions.control == .voltage else { continue }
            let prepared = PreparedTrace(recording, trace: trace)
            result.findings += prepared.findings
            result.append(StimulusReport(prepared).result(isFull: input.options.depth == .full))
            seen += Self.analyze(prepared, options: input.options, into: &result)
        }
        if let label = StepMemory.label(of: seen) {
            result.labels.append(label)
            if label.value == "yes" {
                result.metrics = FiniteStep.corrected(result.metrics, by: seen)
                let isFull = input.options.depth == .full
                let series = SeriesDrop(input, steps: seen)
                result.append(SwitchingTimes.result(of: seen, series: series, isFull: isFull))
            }
        }
        return result
    }

    /// Fits each step of a trace and adds what comes of it.
    private static func analyze(
        _ trace: PreparedTrace, options: DiagnoseOptions, into result: inout DiagnosticResult
    ) -> [StepEvidence] {
        var seen: [StepEvidence] = []
        var notes = StepNotes(answer: "current")
        for step in trace.steps {
            guard let fit = StepFit(trace, step: step) else {
                notes.addShort(step.number)
                continue
            }
            let shape = StepShape(fit)
            let report = StepMetrics(shape: shape, recording: trace.recording, smallStep_V: options.small_step_V)
            result.metrics += report.metrics()
            result.labels += report.labels()
            result.curves += report.curves()
            if options.depth == .full { Self.look(deeper: report, into: &result) }
            if let drift = report.drift() { result.metrics.append(drift) }
            notes.add(shape)
            seen.append(
                StepEvidence(shape: shape, recording: trace.recording, place: report.place, isSmall: report.isSmall))
        }
        result.findings += notes.findings(at: trace.recording.provenance.position(of: 0))
        return seen
    }
}

extension StepTransients {
    /// Rival laws, noise and ringing of one step.
    private static func look(deeper report: StepMetrics, into result: inout DiagnosticResult) {
        result.metrics += report.noiseFloor()
        if let band = report.band() { result.curves.append(band) }
        if let rivals = RivalLaws(report.shape) {
            result.metrics += report.rivals(rivals)
            result.labels.append(report.lawLabel(rivals))
        }
        let fit = report.shape.fit
        if fit.lack.ratio > 1.4, Ringing.turnsTwice(fit.fitted, noise: fit.plainVariance.squareRoot()),
            let wave = Ringing.wave(in: fit.measured)
        {
            result.metrics += report.ringing(wave)
        }
    }
}

/// What one step contributes to statements over all steps.
struct StepEvidence: Sendable {
    var shape: StepShape
    var recording: Recording
    var place: Place
    var isSmall: Bool
}
