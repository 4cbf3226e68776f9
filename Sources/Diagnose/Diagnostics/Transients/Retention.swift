public import Findings
import Glibc
import Kernels
public import Measurements

/// How long a written state lasts at 0 V: the law of its relaxation, and the evidence on `τ(0 V)` (THEORY C.6, H).
public struct Retention: Diagnostic {
    /// The diagnostic.
    public init() {}
    /// `transients.retention`.
    public let id = "transients.retention"
    /// Time domain.
    public let family = Family.transients
    /// The metrics of retention.
    public var metrics: [MetricDefinition] { Self.definitions }

    /// Fewest reads for a law of four parameters.
    static let fewestReads = 6

    /// Answers for every recording of kind `retention`.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        let recordings = input.device.recordings.filter { $0.kind == .retention }
        let series = recordings.isEmpty ? nil : RetentionSeries(input.preparedSpectra)
        for recording in recordings {
            var reads: RetentionReads?
            switch recording.data {
            case .reads(let series): reads = RetentionReads(series, excluded: recording.excluded)
            case .trace(let trace):
                let prepared = PreparedTrace(recording, trace: trace, keepsShortHolds: true)
                result.findings += prepared.findings.filter { $0.code != TransientFindings.noStep.code }
                reads = RetentionReads(prepared)
            default: continue
            }
            guard let reads, reads.time_s.count >= Self.fewestReads, (reads.time_s.last ?? 0) > 0 else {
                result.findings.append(
                    .init(
                        TransientFindings.fewReads,
                        "\(reads?.time_s.count ?? 0) reads with a time, expected at least \(Self.fewestReads)",
                        at: recording.provenance.position(of: 0), fix: "read the state more often after the write"))
                continue
            }
            result.append(
                RetentionReport(reads.behind(series), recording: recording, options: input.options).result())
        }
        result.append(Arrhenius.result(of: result.metrics, recordings: recordings))
        return result
    }

    /// The metrics and labels of retention.
    static let definitions: [MetricDefinition] = [
        .init(
            "retention.tau", "τ", .second,
            "Time constant of the law of relaxation after a write; a bound without decay.",
            source: "THEORY C.6"),
        .init("retention.beta", "β", .none, "Exponent of the stretched exponential.", source: "THEORY C.6"),
        .init("retention.half_time", "t_{1/2}", .second, "When half of the change is left.", source: "THEORY C.6"),
        .init(
            "retention.fraction_at_end", "r_{end}", .none, "Fraction of the change left at the end of the record.",
            source: "THEORY C.6"),
        .init(
            "retention.G_ref", "G_{ref}", .siemens,
            "Conductance to which the memory relaxes, where the record reaches it.", source: "THEORY C.6, H"),
        .init("retention.record_length", "t_{rec}", .second, "Time of the last read.", source: "THEORY C.6"),
        .init(
            "retention.mean_time", "⟨τ⟩", .second, "Mean relaxation time of a stretched exponential.",
            source: "THEORY C.6"),
        .init(
            "retention.power_exponent", "m", .none, "Exponent of the power law (1 + t/τ)^{-m}.", source: "THEORY C.6"),
        .init(
            "retention.log_slope", "k", .none, "Fraction lost per e-fold of time by 1 − k ln(1 + t/τ).",
            source: "THEORY C.6"),
        .init(
            "retention.delta_AICc", "ΔAICc", .none,
            "AICc of another law (`definition`) less that of the chosen one, same reads and weights.",
            source: "THEORY C.6"),
        .init(
            "retention.noise", "s_{r}", .none, "Standard deviation of a read about the law, as a part of the change.",
            source: "docs/transients.md"),
        .init(
            "retention.activation_energy", "E_{a}", .electronvolt,
            "Slope of the logarithm of the half time against inverse temperature, over three temperatures or more.",
            source: "docs/transients.md"),
        .init(
            "retention.half_time_25C", "t_{1/2}(25 °C)", .second, "Half time at 25 °C by that line.",
            source: "docs/transients.md"),
        .init(
            "retention.model", "", .none,
            "Law chosen by AICc: exponential, stretched, power, logarithmic, or constant (no decay seen).",
            source: "THEORY C.6"),
        .init(
            "volatility.tau_at_0V", "τ(0 V)", .second, "Relaxation time of the state without a voltage.",
            source: "THEORY H"),
    ]
}
