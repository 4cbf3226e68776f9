internal import Measurements

/// The impedance family.
public enum ImpedanceDiagnostics {
    /// The diagnostics of the family, in alphabetical order.
    public static let all: [any Diagnostic] = [
        CapacitanceConductanceLine(),
        EquivalentCircuit(),
        KramersKronig(),
        LowFrequencyArc(),
        MemoryInImpedance(),
    ]
}

extension DiagnosticInput {
    /// The same input with every spectrum cleaned and fitted, so that no diagnostic does it again.
    public func preparingSpectra() -> DiagnosticInput {
        guard spectra == nil else { return self }
        var input = self
        input.spectra = device.recordings.compactMap(PreparedSpectrum.init)
        return input
    }

    /// The prepared spectra; prepared here where nobody did it before.
    var preparedSpectra: [PreparedSpectrum] { preparingSpectra().spectra ?? [] }
}
