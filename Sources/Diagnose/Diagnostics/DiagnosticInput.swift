public import Measurements

/// What a diagnostic is given: the device, the options in force, and what its family prepared once for all.
public struct DiagnosticInput: Sendable {
    /// The device.
    public var device: Device
    /// The options in force.
    public var options: DiagnoseOptions
    /// The current-voltage recordings, prepared once for the family; `nil` lets each diagnostic prepare its own.
    public var sweeps: [PreparedSweep]?
    /// What switches in each of them, read once; `nil` lets each diagnostic do it for itself.
    var switching: [SweepSwitching]?
    /// The counted cycles of each of them, laid over one another.
    var pooled: [PooledLoop]?
    /// The two resistances of each of them, a lobe an entry.
    var states: [[SwitchingStates]]?
    /// The spectra, cleaned and fitted once for the impedance family; `nil` lets each diagnostic do it for itself.
    public var spectra: [PreparedSpectrum]?

    /// Makes an input.
    public init(device: Device, options: DiagnoseOptions) {
        self.device = device
        self.options = options
    }
}
