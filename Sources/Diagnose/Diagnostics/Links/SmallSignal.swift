import Measurements

/// L18: the signal of the spectrum is small against the steepness of the activation (THEORY G.3).
public struct SmallSignal: DiagnosticLink {
    /// The link has no state.
    public init() {}
    /// `L18`.
    public var id: String { "L18" }
    /// Short title.
    public var title: String { "Small signal" }
    /// What must hold.
    public var statement: String { "amplitude of the spectrum ≤ V_{x}/4" }
    /// What a disagreement usually means.
    public var disagreement: String { "the spectrum is not linear: measure with a smaller amplitude" }

    /// Compares the stated amplitude of every spectrum with V_x of the series.
    public func test(_ evidence: Evidence) -> [LinkResult] {
        let spectra = evidence.device.recordings.filter { $0.kind == .impedance }
        guard !spectra.isEmpty else { return [.notTested(id, needs: "an impedance spectrum")] }
        let scale =
            evidence.metrics("impedance.V_x").first
            ?? evidence.metrics("impedance.V_m").filter { $0.value > 0 }.min { $0.value < $1.value }
        guard let scale, let V = scale.measured, V.value > 0 else {
            return [.notTested(id, needs: "the steepness V_x or V_m, from spectra at several biases")]
        }
        return spectra.map { spectrum in
            let place = Place(state: spectrum.conditions.state, bias_V: spectrum.conditions.bias_V)
            guard let amplitude_V = spectrum.conditions.amplitude_V else {
                return .notTested(id, at: place, needs: "the amplitude of the signal (column amplitude_V)")
            }
            let limit = LinkSide(
                name: scale.id == "impedance.V_x" ? "V_x/4" : "V_m/4", value: V.value / 4, se: V.se / 4, unit: .volt,
                from: scale.from)
            let signal = LinkSide(name: "amplitude", value: amplitude_V, se: nil, unit: .volt, from: [spectrum.id])
            let z = (amplitude_V - limit.value) / max(V.se / 4, 1e-12 * limit.value)
            let verdict: Verdict = z <= -1.645 ? .consistent : z > 2 ? .inconsistent : .undecided
            let reason =
                switch verdict {
                case .consistent: "the signal is small"
                case .inconsistent: "the signal is larger than \(limit.text): the spectrum is not linear"
                default: "V_x is too uncertain to tell"
                }
            return LinkResult(id, verdict, at: place, a: signal, b: limit, reason: reason)
        }
    }
}
