internal import Glibc
internal import Measurements

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
            guard amplitude_V > 0 else {
                return .notTested(id, at: place, needs: "an amplitude above zero (column amplitude_V)")
            }
            return judge(signal, limit, place)
        }
    }

    /// Equivalence factor, and what amplitudes are calibrated to (THEORY G.2, G.3).
    private static let (factor, systematic) = (1.1, 0.03)

    /// One-sided: a signal may be as much smaller as it likes.
    private func judge(_ signal: LinkSide, _ limit: LinkSide, _ place: Place) -> LinkResult {
        let relative = (limit.se ?? 0) / limit.value
        let d = log(signal.value / limit.value)
        let s = (relative * relative + Self.systematic * Self.systematic).squareRoot()
        let bound = log(Self.factor)
        let verdict: Verdict =
            (bound - d) / s > 1.6449 ? .consistent : d / s > 2 && d > bound ? .inconsistent : .undecided
        let reason =
            switch verdict {
            case .consistent: "the signal is small"
            case .inconsistent: "the signal is larger than \(limit.text): the spectrum is not linear"
            default: relative > Self.systematic ? "V_x is too uncertain to tell" : "too near the limit to tell"
            }
        // A smaller signal is no difference: only what is too large counts against the link.
        return LinkResult(
            id, verdict, at: place, a: signal, b: limit, d: d, s: s, z: max(0, d / s), k: Self.factor, bound: bound,
            s_sys: Self.systematic, reason: reason + "; the Lissajous figure is not recorded, so not tested")
    }
}
