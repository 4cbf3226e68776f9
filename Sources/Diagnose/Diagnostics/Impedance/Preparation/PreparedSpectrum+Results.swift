internal import Circuits
internal import Findings
internal import Measurements

/// Results that bear the spectrum's place and origin.
extension PreparedSpectrum {
    /// A metric of this spectrum.
    func metric(_ id: String, _ estimate: CircuitEstimate, _ unit: SIUnit, rule: String, definition: String? = nil)
        -> Metric
    {
        var place = at
        place.definition = definition
        return Metric(
            id, estimate.value, se: estimate.se, unit: unit, n: count, at: place, from: [recordingID], rule: rule)
    }

    /// A label of this spectrum.
    func label(_ id: String, _ value: String, of: String? = nil, rule: String) -> Label {
        var place = at
        place.of = of
        return Label(id, value, at: place, from: [recordingID], rule: rule)
    }

    /// A finding about this spectrum.
    func finding(_ kind: FindingKind, _ message: String, fix: String? = nil) -> Finding {
        let place = at.bias_V.map { " at \(QuantityText.text($0, unit: .volt))" } ?? ""
        return Finding(kind, "\(recordingID)\(place): \(message)", at: position, fix: fix)
    }
}
