public import Findings
import Glibc
import Kernels
public import Measurements

/// Steps of the current: how the voltage answers, with overshoot or ringing (THEORY C.2).
///
/// Rates are the poles of the impedance. The jump tells `R_s`, the first level about `R_s + R_b`, the end `R_dc`.
public struct CurrentSteps: Diagnostic {
    /// The diagnostic.
    public init() {}
    /// `transients.current-steps`.
    public let id = "transients.current-steps"
    /// Time domain.
    public let family = Family.transients
    /// The metrics of steps of the current.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Answers for every recording of kind `transient` whose source holds the current.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        var seen: [CurrentStepMetrics] = []
        for recording in input.device.recordings
        where recording.kind == .transient && recording.conditions.control == .current {
            guard case .trace(let trace) = recording.data else { continue }
            guard !trace.voltage_V.isEmpty else {
                result.findings.append(
                    .init(
                        TransientFindings.unknownVoltage,
                        "the voltage is not recorded, expected its answer to the current",
                        at: recording.provenance.position(of: 0),
                        fix: "name the column that holds the voltage: columns=\"V=...\""))
                continue
            }
            seen += Self.analyze(recording, trace, into: &result)
        }
        if let label = CurrentStepMemory.label(of: seen) { result.labels.append(label) }
        return result
    }

    /// Exchanges current and voltage, so that the step search and the fit see a stimulus of one unit.
    private static func analyze(_ recording: Recording, _ trace: TimeTrace, into result: inout DiagnosticResult)
        -> [CurrentStepMetrics]
    {
        let finite = trace.current_A.filter(\.isFinite)
        let scale_A = (finite.max() ?? 0) - (finite.min() ?? 0)
        var exchanged = recording
        exchanged.conditions.bias_V = nil
        exchanged.conditions.compliance_A = nil
        let unit_A = scale_A > 0 ? scale_A : max(finite.map { abs($0) }.max() ?? 1, .leastNormalMagnitude)
        let prepared = PreparedTrace(
            exchanged,
            trace: TimeTrace(
                time_s: trace.time_s, voltage_V: trace.current_A.map { $0 / unit_A }, current_A: trace.voltage_V))
        let place = recording.provenance.position(of: 0)
        for finding in prepared.findings {
            switch finding.code {
            case TransientFindings.noStep.code:
                result.findings.append(
                    .init(
                        TransientFindings.noStep, "the current never changes, expected a step", at: place,
                        fix: "record some samples before the step"))
            case TransientFindings.sweptVoltage.code:
                result.findings.append(
                    .init(
                        TransientFindings.sweptVoltage, "the current is swept, expected levels that are held",
                        at: place,
                        fix: "give the recording the kind \"iv\""))
            default: result.findings.append(finding)
            }
        }
        var seen: [CurrentStepMetrics] = []
        var notes = StepNotes(answer: "voltage")
        for step in prepared.steps {
            guard let fit = StepFit(prepared, step: step) else {
                notes.addShort(step.number)
                continue
            }
            let report = CurrentStepMetrics(fit: fit, recording: recording, unit_A: unit_A)
            result.metrics += report.metrics()
            result.labels.append(report.label())
            result.curves += report.curves()
            if report.spiking != nil {
                notes.addSpiking(step.number)
            } else if report.wave == nil {
                notes.add(report.shape)
            }
            seen.append(report)
        }
        result.findings += notes.findings(at: place)
        return seen
    }
}
