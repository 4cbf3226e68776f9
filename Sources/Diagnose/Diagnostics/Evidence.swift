public import Measurements

/// What links are given: all that the diagnostics found about a device.
public struct Evidence: Sendable {
    /// The device.
    public var device: Device
    /// The options in force.
    public var options: DiagnoseOptions
    /// Numbers found by the diagnostics.
    public let metrics: [Metric]
    /// Words found by the diagnostics.
    public var labels: [Label]
    /// Curves found by the diagnostics.
    public var curves: [Curve]

    /// Largest distance of two biases that count as the same, V: `max(10 mV, V_x/4)` (THEORY G.2).
    public let biasTolerance_V: Double
    /// Steepness of the activation, V: V_x of the spectra or the steps, else the steepest V_m; `nil` where none is known.
    public let steepness_V: Double?

    /// Where the metrics of an id stand: links ask some hundred times, among a thousand metrics.
    private let metricIndices: [String: [Int]]

    /// Gathers evidence.
    public init(device: Device, options: DiagnoseOptions, result: DiagnosticResult) {
        self.device = device
        self.options = options
        metrics = result.metrics
        labels = result.labels
        curves = result.curves
        metricIndices = Dictionary(grouping: result.metrics.indices) { result.metrics[$0].id }
        steepness_V = Self.steepness(result.metrics)
        // A tenth of a millivolt more: biases are rounded to that.
        biasTolerance_V = max(0.010, 0.25 * (steepness_V ?? 0)) + 1e-4
    }

    private static func steepness(_ metrics: [Metric]) -> Double? {
        for ids in [["impedance.V_x", "transient.V_x"], ["impedance.V_m"]] {
            // A value that its error leaves open widens nothing.
            let known = metrics.filter { ids.contains($0.id) && $0.value > 4 * ($0.se ?? .infinity) }
            if let least = known.map(\.value).min() { return least }
        }
        return nil
    }

    /// The part of the evidence that comes from some recordings alone.
    func restricted(to ids: Set<String>) -> Evidence {
        func isInside(_ from: [String]) -> Bool { from.allSatisfy(ids.contains) }
        var device = device
        device.recordings = device.recordings.filter { ids.contains($0.id) }
        var result = DiagnosticResult()
        result.metrics = metrics.filter { isInside($0.from) }
        result.labels = labels.filter { isInside($0.from) }
        result.curves = curves.filter { isInside($0.from) }
        return Evidence(device: device, options: options, result: result)
    }

    /// The metrics of an id.
    public func metrics(_ id: String) -> [Metric] { (metricIndices[id] ?? []).map { metrics[$0] } }
    /// The labels of an id.
    public func labels(_ id: String) -> [Label] { labels.filter { $0.id == id } }
    /// The curves of an id.
    public func curves(_ id: String) -> [Curve] { curves.filter { $0.id == id } }
}
