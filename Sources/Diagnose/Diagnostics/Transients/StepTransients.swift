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
                let series = isFull ? SeriesDrop(input, steps: seen) : nil
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
        var short: [Int] = []
        var slow: [Int] = []
        var unsettled: [Int] = []
        var undecided: [Int] = []
        var missed: [(step: Int, ratio: Double)] = []
        var drifting: [Int] = []
        var saturated: [Int] = []
        for step in trace.steps {
            guard let fit = StepFit(trace, step: step) else {
                short.append(step.number)
                continue
            }
            let shape = StepShape(fit)
            let report = StepMetrics(shape: shape, recording: trace.recording, smallStep_V: options.small_step_V)
            result.metrics += report.metrics()
            result.labels += report.labels()
            result.curves += report.curves()
            if options.depth == .full { Self.look(deeper: report, into: &result) }
            if let drift = report.drift() {
                result.metrics.append(drift)
                drifting.append(step.number)
            }
            if fit.saturatedCount > 0 { saturated.append(step.number) }
            if fit.isTooSlow { slow.append(step.number) }
            if !fit.isTooSlow, shape.unsettledFactor > 1 { unsettled.append(step.number) }
            if !fit.rivals.isEmpty { undecided.append(step.number) }
            if shape.isMisfit { missed.append((step.number, fit.lack.ratio)) }
            seen.append(
                StepEvidence(shape: shape, recording: trace.recording, place: report.place, isSmall: report.isSmall))
        }
        let place = trace.recording.provenance.position(of: 0)
        func note(_ kind: FindingKind, _ steps: [Int], _ text: String, fix: String?) {
            guard !steps.isEmpty else { return }
            let shown = steps.prefix(10).map { "\($0)" }.joined(separator: ", ") + (steps.count > 10 ? ", ..." : "")
            let which = (steps.count == 1 ? "step " : "steps ") + shown + (steps.count == 1 ? ": " : ": ")
            result.findings.append(.init(kind, which + text, at: place, fix: fix))
        }
        note(
            TransientFindings.holdTooShort, short,
            "fewer than \(StepFit.fewestSamples) samples, or none that vary in time, after the voltage settled",
            fix: "record more samples after the step")
        note(
            TransientFindings.recordTooShort, slow,
            "the current still moves at the end of the record; its time is only known to exceed the record",
            fix: "hold the level longer")
        note(
            TransientFindings.drift, drifting,
            "the current drifts with one slope before the step and after it; the drift is taken off",
            fix: "let the device and the instrument settle before the step")
        note(
            TransientFindings.saturated, saturated,
            "the current stands at the limit of the instrument for a while; those samples are left out",
            fix: "choose a larger current range or compliance")
        note(
            TransientFindings.notSettled, unsettled,
            "held for less than five of the slowest times; the final current is extrapolated by the fit",
            fix: "hold the level longer")
        let worst = missed.map(\.ratio).max() ?? 1
        note(
            TransientFindings.misfit, missed.map(\.step),
            "the best sum of exponentials leaves \(DecimalText.significant(worst, digits: 2)) times the noise",
            fix: "step by less: a relaxation is exponential only while its time stays the same")
        note(
            TransientFindings.orderUndecided, undecided,
            "another number of exponentials fits almost as well", fix: "record more samples, or with less noise")
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
