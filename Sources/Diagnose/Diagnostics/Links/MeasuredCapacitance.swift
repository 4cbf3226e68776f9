internal import Glibc
internal import Measurements

/// C_lf of spectra that no circuit describes, as measured at their lowest frequencies: at least its sign is certain.
enum MeasuredCapacitance {
    /// Lowest frequencies that are averaged.
    private static let count = 3

    /// One value a spectrum without a circuit, where `Im Y/ω` hardly changes any more at its end.
    static func all(_ evidence: Evidence) -> [Metric] {
        let known = Set(evidence.metrics("impedance.C_lf").flatMap(\.from))
        return evidence.curves("impedance.data").compactMap { curve in
            guard known.isDisjoint(with: curve.from), isUndescribed(curve, evidence),
                let noise = evidence.metrics("impedance.noise").first(where: { $0.from == curve.from })?.value
            else { return nil }
            let rows = zip(curve["f"], zip(curve["ReZ"], curve["ImZ"])).sorted { $0.0 < $1.0 }.prefix(count)
            let values = rows.map { f, Z in
                let square = Z.0 * Z.0 + Z.1 * Z.1
                return (C: -Z.1 / (square * 2 * Double.pi * f), se: noise / (square.squareRoot() * 2 * Double.pi * f))
            }
            guard values.count == count, values.allSatisfy({ $0.C.isFinite && $0.se.isFinite }) else { return nil }
            let mean = values.reduce(0) { $0 + $1.C } / Double(count)
            let own = values.reduce(0) { $0 + $1.se * $1.se }.squareRoot() / Double(count)
            let bend = abs(values[0].C - values[count - 1].C)
            guard bend < 0.5 * abs(mean) else { return nil }
            return Metric(
                "impedance.C_lf", mean, se: (own * own + bend * bend).squareRoot(), unit: .farad, at: curve.at,
                from: curve.from, rule: "Im Y/ω at the \(count) lowest frequencies; no circuit describes the spectrum")
        }
    }

    /// Whether the chosen circuit misses by more than 5 % of |Z|, so that nothing is read from it.
    private static func isUndescribed(_ curve: Curve, _ evidence: Evidence) -> Bool {
        guard let residual = evidence.curves("impedance.residual").first(where: { $0.from == curve.from }) else {
            return true
        }
        let squares = (residual["dRe"] + residual["dIm"]).map { $0 * $0 }
        return squares.reduce(0, +) > Double(squares.count) * 0.0025
    }
}
