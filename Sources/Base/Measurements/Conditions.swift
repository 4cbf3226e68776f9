/// Under what a recording was taken, as far as the file, the sheet or the user says.
///
/// All SI; absent means unknown.
public struct Conditions: Sendable, Codable, Hashable {
    /// State of the device: `pristine`, `formed`, `LRS`, `HRS` or a text.
    ///
    /// Links pair equal states only.
    public var state: String?
    /// DC bias during the recording (impedance, small steps), V.
    public var bias_V: Double?
    /// Amplitude of the stimulus, zero to peak, V.
    public var amplitude_V: Double?
    /// Scan rate, V/s.
    public var rate_V_per_s: Double?
    /// Whether that rate is read off the samples, as nothing states it; absent means stated.
    public var isRateMeasured: Bool?
    /// Read voltage, V.
    public var read_V: Double?
    /// Current limit of the source, A.
    public var compliance_A: Double?
    /// Resistance in series that the user states, ohm.
    public var series_ohm: Double?
    /// Electrode area, m2.
    public var area_m2: Double?
    /// Thickness of the active layer, m.
    public var thickness_m: Double?
    /// Temperature, K.
    public var temperature_K: Double?
    /// Illumination, W/m2.
    public var illumination_W_per_m2: Double?
    /// Settings of the instrument in its own words (range, delay, integration time, filter), by name.
    ///
    /// Absent where the file states none.
    public var settings: [String: String]?
    /// What the source controls.
    public var control: Control

    /// What the source holds: the voltage (zeros of Z rule) or the current (poles of Z rule).
    public enum Control: String, Sendable, Codable { case voltage, current }

    /// Nothing known but that the voltage is controlled.
    public init() { control = .voltage }
}
