internal import Circuits
internal import Glibc
internal import Kernels
internal import Measurements

/// The fast capacitance of a device in a state: as the options state it, else as its spectra have it (THEORY D.1).
struct FastCapacitance: Sendable, Hashable {
    /// C_m, F.
    let value: Estimate
    /// Series resistance beside it, ohm; 0 where unknown.
    let series_ohm: Double
    /// Where it comes from, in words.
    let source: String
    /// Spectra it comes from.
    let from: [String]

    /// What is known in a state; `nil` where nothing is.
    init?(_ input: DiagnosticInput, state: String?) {
        let spectra = (input.spectra ?? []).filter { $0.at.state == state }
        let fits = spectra.compactMap { spectrum in spectrum.choice?.fit.map { (spectrum.recordingID, $0) } }
        let series = RobustStatistics.median(fits.map(\.1.circuit.series_ohm)) ?? 0
        if let stated = input.options.C_m_F {
            (value, series_ohm, source, from) = (Estimate(stated), series, "as the options state it", [])
            return
        }
        let values = fits.map(\.1.circuit.capacitance_F).filter { $0.isFinite && $0 > 0 }
        guard let middle = RobustStatistics.median(values) else { return nil }
        let scatter = (RobustStatistics.scaledMAD(values) ?? 0) / sqrt(Double(values.count))
        value = Estimate(middle, se: scatter)
        series_ohm = series
        source = "median of \(values.count) \(values.count == 1 ? "spectrum" : "spectra")"
        from = fits.map(\.0)
    }
}
