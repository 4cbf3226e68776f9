public import Measurements

/// What a diagnostic is given: the device, the options in force, and what its family prepared once for all.
public struct DiagnosticInput: Sendable {
    /// The device.
    public var device: Device
    /// The options in force.
    public var options: DiagnoseOptions

    /// Makes an input.
    public init(device: Device, options: DiagnoseOptions) {
        self.device = device
        self.options = options
    }
}
