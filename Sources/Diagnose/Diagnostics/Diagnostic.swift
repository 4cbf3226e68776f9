public import Findings
public import Measurements

/// The three families of diagnostics, and the links between them.
public enum Family: String, Sendable, Codable, CaseIterable {
    case transients
    case hysteresis
    case impedance
}

/// One diagnostic: a question asked of every recording of a device that can answer it.
///
/// To add one: a file in the family's folder, a type with an empty `init()`, and its line in the list of its family.
public protocol Diagnostic: Sendable {
    init()
    /// Stable id, `family.name`.
    var id: String { get }
    /// The family it belongs to.
    var family: Family { get }
    /// The metrics and labels that it may give.
    var metrics: [MetricDefinition] { get }
    /// Answers for one device. What could not be had is absent from the result, and a finding says why.
    ///
    /// - Throws: only when the whole family must stop; the other families still run.
    func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult
}

/// What diagnostics may give back, piece by piece.
public struct DiagnosticResult: Sendable, Hashable {
    /// Numbers found.
    public var metrics: [Metric] = []
    /// Words found.
    public var labels: [Label] = []
    /// Data and fits for figures.
    public var curves: [Curve] = []
    /// What a reader should know.
    public var findings: [Finding] = []

    /// Nothing yet.
    public init() {}

    /// Adds what another diagnostic found.
    public mutating func append(_ other: DiagnosticResult) {
        metrics += other.metrics
        labels += other.labels
        curves += other.curves
        findings += other.findings
    }
}
