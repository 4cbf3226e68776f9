public import Findings
public import Measurements

/// Analyzes a device: the three families, then the volatility class, what one model makes of all, then the links.
///
/// A family that fails becomes a finding; the others still run. Same device and options, same result, to the bit.
/// - Parameter device: what ingestion made; its findings come first in the result.
/// - Returns: metrics, labels, links, findings, and curves for figures.
public func diagnose(_ device: Device, options: DiagnoseOptions) -> DeviceAnalysis {
    // Each family cleans and fits its recordings once, for all of its diagnostics.
    let input = ImpedanceDiagnostics.prepared(
        HysteresisDiagnostics.prepared(DiagnosticInput(device: device, options: options)))
    var result = DiagnosticResult()
    for diagnostic in DiagnosticFamilies.all {
        do throws(Failure) {
            result.append(try diagnostic.run(on: input))
        } catch {
            result.findings += error.findings
        }
    }
    result.append(Volatility().decide(Evidence(device: device, options: options, result: result)))
    result.append(LoopMemory().read(Evidence(device: device, options: options, result: result)))
    result.append(MemoryPresence().decide(result.labels))
    let found = Evidence(device: device, options: options, result: result)
    result.append(ForwardPrediction().predict(input, found))
    if options.depth == .full { result.append(JointModels().explain(input, found)) }
    let evidence = Evidence(device: device, options: options, result: result)
    let links = LinkRun.results(evidence)

    var analysis = DeviceAnalysis(of: device)
    analysis.metrics = result.metrics.filter(NumberCheck.isFinite)
    analysis.labels = result.labels
    analysis.links = links
    analysis.linkSeries = LinkSeriesReading.all(links)
    analysis.linkCauses = CauseChoice.causes(of: links)
    analysis.nextMeasurements = MeasurementChoice(evidence, links).list()
    analysis.curves = result.curves
    analysis.findings += result.findings + NumberCheck.findings(result.metrics)
    return analysis
}

/// All diagnostics, family by family.
public enum DiagnosticFamilies {
    /// In the order in which they run and their results stand in the analysis.
    public static let all: [any Diagnostic] =
        TransientDiagnostics.all + HysteresisDiagnostics.all + ImpedanceDiagnostics.all
}

/// The definitions of everything that an analysis may hold.
public enum MetricDefinitions {
    /// Each id once, sorted.
    public static let all: [MetricDefinition] = {
        let every =
            DiagnosticFamilies.all.flatMap(\.metrics) + Volatility.definitions + LoopMemory.definitions
            + MemoryPresence.definitions
            + ForwardPrediction.definitions + JointModels.definitions
        var seen: Set<String> = []
        return every.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }
    }()

    /// The definition of an id.
    public static let byID: [String: MetricDefinition] =
        Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}

/// The kinds of finding that a diagnosis may give.
public enum DiagnosticsFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] =
        TransientFindings.all + HysteresisFindings.all + ImpedanceFindings.all + JointFindings.all
        + [
            .analysisUnreadable, .analysisSchema, .analysisNotFinite, .optionsUnreadable, .optionsUnknown,
            .optionsValue,
        ]
}

/// The last door before the analysis: a number that is not finite does not leave the program.
enum NumberCheck {
    static func isFinite(_ metric: Metric) -> Bool {
        ([metric.value] + [metric.se, metric.low, metric.high, metric.level, metric.extrapolation].compactMap { $0 })
            .allSatisfy(\.isFinite)
    }

    /// One finding for each metric that is held back: a fault of a diagnostic, told rather than hidden.
    static func findings(_ metrics: [Metric]) -> [Finding] {
        metrics.filter { !isFinite($0) }.map {
            Finding(.analysisNotFinite, "\($0.id) is not a finite number and is left out (\($0.rule))")
        }
    }
}
