public import Measurements

/// A measurement that would decide links that are open now.
public struct NextMeasurement: Sendable, Codable, Hashable {
    /// Kind of recording.
    public var kind: RecordingKind
    /// What to do, as a sentence: levels, rates, duration.
    public var what: String
    /// State, bias or voltage, rate.
    public var at: Place
    /// All biases or voltages at which it is to be made, V.
    public var voltages_V: [Double]
    /// How long it takes, s; absent where the memory's time is not known.
    public var duration_s: Double?
    /// The links that it decides.
    public var decides: [String]
    /// How many comparisons it decides, over all places.
    public var places: Int
    /// Expected standard deviation of the difference, unit of the link's `d`; of the first link that has one.
    public var expected_s: Double?
    /// What that is measured against: the largest difference that counts as equal.
    public var bound: Double?
    /// The expectation as a sentence.
    public var expectation: String
}
