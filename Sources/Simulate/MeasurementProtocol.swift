public import Findings

/// A way to measure: what the source does, when the instrument reads.
public protocol MeasurementProtocol: Sendable {
    /// Stable public id, as in `pinch simulate MODEL --protocol ID`.
    var id: String { get }
    /// What it does, in one line.
    var summary: String { get }
    /// The protocol with settings that suit a device about half a volt.
    init()
    /// Measures a device; each recording starts from the device's beginning.
    ///
    /// - Throws: `model.stalled`.
    func measure(_ device: DeviceUnderTest) throws(Failure) -> [SimulatedRecording]
}

/// The protocols, in alphabetical order of their ids.
public enum MeasurementProtocols {
    /// Each protocol with its default settings.
    public static let all: [any MeasurementProtocol] = [
        CurrentSteps(),  // current-step
        ImpedanceSeries(),  // impedance
        LargeSteps(),  // large-step
        PulseTrain(),  // pulses
        RetentionReads(),  // retention
        SmallSteps(),  // small-step
        Staircase(),  // staircase
        TriangleSweeps(),  // sweep
    ]

    /// The protocol of an id.
    ///
    /// - Throws: `simulate.unknown-protocol`, with the nearest id.
    public static func named(_ id: String) throws(Failure) -> any MeasurementProtocol {
        if let found = all.first(where: { $0.id == id }) { return found }
        throw Failure(
            Finding(
                SimulateFindings.unknownProtocol, "there is no measurement protocol \"\(id)\"",
                fix: Suggestion.fix(for: id, in: all.map(\.id))))
    }
}

/// Grids of times, and numbers in names of recordings.
enum Sampling {
    /// `count` values from `first` to `last`, evenly on a log axis; both > 0.
    static func logarithmic(_ first: Double, _ last: Double, count: Int) -> [Double] {
        guard count > 1, first > 0, last > first else { return [last] }
        let step = ScientificText.logarithm(last / first) / Double(count - 1)
        return (0..<count).map { $0 == count - 1 ? last : first * ScientificText.exponential(step * Double($0)) }
    }

    /// A number as it stands in a name: shortest text without an exponent for common sizes.
    static func name(_ value: Double) -> String { ScientificText.short(value, digits: 6) }
}
