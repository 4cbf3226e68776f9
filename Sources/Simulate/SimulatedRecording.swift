public import Measurements

/// What a simulated instrument recorded, before it is written in some layout.
public struct SimulatedRecording: Sendable, Hashable {
    /// Name within the device, also of its file: letters, digits, `-`, `.`, `+`.
    public var name: String
    /// What kind of measurement it is.
    public var kind: RecordingKind
    /// State of the device, where it was brought to one.
    public var state: String?
    /// What the source kept: the voltage, unless told.
    public var control = Conditions.Control.voltage
    /// DC bias, V.
    public var bias_V: Double?
    /// Amplitude of the stimulus, zero to peak, V.
    public var amplitude_V: Double?
    /// Scan rate, V/s.
    public var rate_V_per_s: Double?
    /// Read voltage, V.
    public var read_V: Double?
    /// The numbers.
    public var data: RecordingData
    /// Cycle of each sample of a sweep, from 1; else empty.
    public var cycles: [Int] = []

    /// Holds a recording.
    public init(name: String, kind: RecordingKind, data: RecordingData) {
        self.name = name
        self.kind = kind
        self.data = data
    }
}
