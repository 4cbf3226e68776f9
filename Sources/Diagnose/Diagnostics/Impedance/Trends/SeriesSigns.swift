internal import Circuits
import Glibc
internal import Measurements

/// The biases of a series at which C_lf and R_a change their signs.
enum SeriesSigns {
    /// A metric for each change; several of one quantity are counted from 1 by rising bias.
    static func zeros(_ points: [TrendPoint], state: String?) -> DiagnosticResult {
        var result = DiagnosticResult()
        for (of, changes, rule) in [
            (
                "C_lf", capacitance(points),
                "ln of the capacitive over the inductive part of C_lf (C_lf where one is missing)"
            ),
            ("R_a", SignChange.all(conductances(points)), "1/R_a"),
        ] {
            for (index, change) in changes.enumerated() {
                var place = Place(state: state, of: of)
                if changes.count > 1 { place.component = index + 1 }
                // Anywhere in the gap is the gap, more than 95 % of it for want of a better number.
                let gap = change.curve == .gap ? change.between_V : nil
                result.metrics.append(
                    Metric(
                        "impedance.C_lf_zero_V", change.V, se: change.se_V, low: gap?.lowerBound,
                        high: gap?.upperBound, level: gap.map { _ in 0.95 }, unit: .volt, n: change.count, at: place,
                        from: change.from,
                        rule: words(change, rule)))
            }
        }
        return result
    }

    private static func words(_ change: SignChange, _ quantity: String) -> String {
        let gap = "between \(volts(change.between_V.lowerBound)) and \(volts(change.between_V.upperBound))"
        guard change.curve != .gap else {
            return
                "\(quantity) changes sign \(gap); the points around follow no simple curve, so se is that of anywhere"
        }
        return "zero of a weighted \(change.curve.rawValue) through \(quantity) at the biases near the change of sign "
            + "\(gap); se from the errors of those points"
    }

    private static func volts(_ value: Double) -> String { QuantityText.text(value, unit: .volt, digits: 3) }

    /// Changes of C_lf by the logarithm of its parts, which is nearly straight in bias; by C_lf where a part is missing.
    private static func capacitance(_ points: [TrendPoint]) -> [SignChange] {
        let plain = points.compactMap { point in
            point.C_lf.flatMap { signed($0, of: point, certainty: $0) }
        }
        let parts = points.compactMap { point -> SignChange.Point? in
            guard let C_lf = point.C_lf, let balance = point.logBalance else { return nil }
            return signed(balance, of: point, certainty: C_lf)
        }
        let byParts = SignChange.all(parts)
        return SignChange.all(plain).map { change in
            byParts.first { $0.between_V == change.between_V } ?? change
        }
    }

    private static func conductances(_ points: [TrendPoint]) -> [SignChange.Point] {
        points.compactMap { point in
            guard let R_a = point.R_a, let se = R_a.se, R_a.value != 0 else { return nil }
            let conductance = CircuitEstimate(value: 1 / R_a.value, se: se / (R_a.value * R_a.value))
            return signed(conductance, of: point, certainty: conductance)
        }
    }

    private static func signed(
        _ estimate: CircuitEstimate, of point: TrendPoint, certainty: CircuitEstimate
    ) -> SignChange.Point? {
        guard let se = estimate.se, let error = certainty.se else { return nil }
        return SignChange.Point(
            V: point.bias_V, value: estimate.value, se: se, isCertain: abs(certainty.value) > 2 * error,
            from: point.recordingID)
    }
}
