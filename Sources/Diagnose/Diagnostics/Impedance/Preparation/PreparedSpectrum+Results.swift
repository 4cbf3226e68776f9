internal import Circuits
internal import Findings
internal import Measurements

/// Results that bear the spectrum's place and origin.
extension PreparedSpectrum {
    /// A metric of this spectrum; without an interval its own is value ± 1.96 se.
    func metric(
        _ id: String, _ estimate: CircuitEstimate, _ unit: SIUnit, rule: String, definition: String? = nil,
        interval: ClosedRange<Double>? = nil
    ) -> Metric {
        var place = at
        place.definition = definition
        return Metric(
            id, estimate.value, se: estimate.se, low: interval?.lowerBound, high: interval?.upperBound,
            level: interval == nil ? nil : 0.95, unit: unit, n: count, at: place, from: [recordingID], rule: rule)
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
