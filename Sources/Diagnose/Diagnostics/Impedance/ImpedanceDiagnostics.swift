internal import Measurements

/// The impedance family.
public enum ImpedanceDiagnostics {
    /// The diagnostics of the family, in alphabetical order.
    public static let all: [any Diagnostic] = [
        BiasTrends(),
        CapacitanceConductanceLine(),
        CharacteristicFrequencies(),
        EquivalentCircuit(),
        KramersKronig(),
        LowFrequencyArc(),
        MemoryInImpedance(),
        RelaxationTimes(),
        Stability(),
    ]

    /// The input with every spectrum cleaned and fitted, alone and then with its neighbors in bias, so that the family does
    /// it once.
    public static func prepared(_ input: DiagnosticInput) -> DiagnosticInput {
        var input = input
        input.spectra = BiasSeries.linked(input.device.recordings.compactMap(PreparedSpectrum.init))
        return input
    }
}

extension DiagnosticInput {
    /// The prepared spectra; prepared here where the family was not.
    var preparedSpectra: [PreparedSpectrum] { spectra ?? ImpedanceDiagnostics.prepared(self).spectra ?? [] }
}
