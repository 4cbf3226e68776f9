internal import Glibc
internal import Measurements

/// Reads the results of one link and pair of sources over its biases (THEORY G.2).
enum LinkSeriesReading {
    /// How improbable a scatter, trend or offset must be to be told: one in a hundred.
    private static let level = 0.01
    /// The two-sided point of that, in standard deviations.
    private static let sigmas = 2.5758

    /// One series for each link and pair of sources with two and more voltages.
    static func all(_ results: [LinkResult]) -> [LinkSeries] {
        var groups: [[LinkResult]] = []
        for result in results where result.a != nil && result.b != nil && voltage(result) != nil {
            if let index = groups.firstIndex(where: { belongs(result, to: $0[0]) }) {
                groups[index].append(result)
            } else {
                groups.append([result])
            }
        }
        return groups.compactMap(series)
    }

    private static func voltage(_ result: LinkResult) -> Double? { result.at.bias_V ?? result.at.V }

    private static func belongs(_ result: LinkResult, to first: LinkResult) -> Bool {
        result.id == first.id && result.at.state == first.at.state && result.at.definition == first.at.definition
            && result.a?.name == first.a?.name && result.b?.name == first.b?.name
    }

    private static func series(_ results: [LinkResult]) -> LinkSeries? {
        guard let first = results.first else { return nil }
        let voltages = results.compactMap(voltage)
        guard let low = voltages.min(), let high = voltages.max(), high - low > LinkPairing.sameBias_V else {
            return nil
        }
        var place = Place(state: first.at.state)
        place.definition = first.at.definition
        var series = LinkSeries(
            id: first.id, at: place, between: [first.a?.name ?? "", first.b?.name ?? ""], n: results.count, low_V: low,
            high_V: high, of: "", reading: .equal, reason: "")
        // The sign is the result there, not the size: it is counted, never averaged.
        let opposite = results.count { $0.verdict == .inconsistent && ($0.a?.value ?? 0) * ($0.b?.value ?? 0) < 0 }
        if opposite > 0 {
            series.of = "sign"
            series.reading = .signs
            series.reason = "opposite signs at \(opposite) of \(results.count) voltages: nothing is averaged"
            return series
        }
        let rows = results.compactMap(Row.init)
        guard rows.count >= 2, rows.count == results.count, let statistics = Statistics(rows) else { return nil }
        series.of = rows[0].of
        statistics.fill(&series)
        return series
    }

    /// One difference on a scale that all biases share, with its own error and the part that they share.
    private struct Row {
        let of: String
        let V: Double
        let d: Double
        let sd: Double
        let systematic: Double

        init?(_ result: LinkResult) {
            guard let d = result.d, let s = result.s, let systematic = result.s_sys, let bound = result.bound,
                let V = voltage(result), bound > 0
            else { return nil }
            // Signed quantities span decades over the biases: their difference counts in units of the larger size.
            var scale = 1.0
            if let k = result.k, abs(bound - log(k)) > 1e-12 {
                scale = bound / (k - 1)
                of = "(A-B)/m"
            } else {
                of = result.k == nil ? "A-B" : "ln(A/B)"
            }
            self.V = V
            self.d = d / scale
            self.systematic = systematic / scale
            let own = max(0, s * s - systematic * systematic).squareRoot() / scale
            // An error of rounding alone would take all of the weight.
            sd = max(own, 1e-6 * max(abs(d / scale), 1e-3))
        }
    }

    /// Mean, Q and slope with the errors of the measurements; the systematic part is common to all and counts once.
    private struct Statistics {
        let mean: Double, se: Double, systematic: Double, q: Double, p: Double
        let slope: Double, slopeError: Double, span: Double, rms: Double

        init?(_ rows: [Row]) {
            guard let line = WeightedLine(rows.map { (x: $0.V, y: $0.d, sd: $0.sd) }) else { return nil }
            let weights = rows.map { 1 / ($0.sd * $0.sd) }
            let total = weights.reduce(0, +)
            let center = zip(rows, weights).reduce(0) { $0 + $1.0.d * $1.1 } / total
            mean = center
            se = (1 / total).squareRoot()
            systematic = rows.map(\.systematic).max() ?? 0
            q = zip(rows, weights).reduce(0) { $0 + $1.1 * ($1.0.d - center) * ($1.0.d - center) }
            p = ChiSquared.upperTail(q, degrees: rows.count - 1)
            (slope, slopeError) = (line.slope, line.slopeError)
            let voltages = rows.map(\.V)
            span = (voltages.max() ?? 0) - (voltages.min() ?? 0)
            // Weighted as well: one value with a large error is no scatter.
            rms = (q / total).squareRoot()
        }

        /// What may be told: beyond chance, and beyond what instruments differ by anyway.
        private var reading: LinkSeries.Reading {
            if abs(slope) > sigmas * slopeError, abs(slope) * span > max(systematic, 1e-3) { return .trend }
            if p < level, rms > max(systematic, 1e-3) { return .scatter }
            if abs(mean) > sigmas * (se * se + systematic * systematic).squareRoot() { return .offset }
            return .equal
        }

        /// Whether Q alone speaks against it: the measurements are surer than the instruments agree.
        private var isPrecise: Bool { p < level }

        func fill(_ series: inout LinkSeries) {
            (series.mean, series.se, series.s_sys, series.q, series.p_q) = (mean, se, systematic, q, p)
            (series.slope_per_V, series.slope_se) = (slope, slopeError)
            series.reading = reading
            let n = series.n
            series.reason =
                switch reading {
                case .trend:
                    "the difference changes with the voltage, by \(text(slope * span)) over the \(n): the model is not "
                        + "the device's"
                case .scatter:
                    "the \(n) differences scatter by more than their errors (p = \(DecimalText.significant(p, digits: 1))): "
                        + "these are too small, or the device changed"
                case .offset: "the same offset of \(text(mean)) at all \(n): calibration, area or series resistance"
                default:
                    isPrecise
                        ? "the \(n) differ by more than their errors (p = \(DecimalText.significant(p, digits: 1))), but by less than "
                            + "s_sys, which instruments differ by: equal within s_sys"
                        : "no offset, scatter or trend over the \(n) beyond what instruments differ by"
                }
        }

        private func text(_ value: Double) -> String {
            DecimalText.significant(value, digits: 2).replacing("-", with: "−")
        }
    }
}

extension ChiSquared {
    /// Probability of a larger value, in closed form (finite sums for even and odd degrees).
    static func upperTail(_ value: Double, degrees: Int) -> Double {
        guard value > 0, degrees > 0 else { return 1 }
        let half = 0.5 * value
        let isEven = degrees % 2 == 0
        var term = isEven ? exp(-half) : exp(-half) * (half / 0.25 / .pi).squareRoot()
        var sum = isEven ? term : erfc(half.squareRoot())
        var j = isEven ? 1.0 : 1.5
        while j < 0.5 * Double(degrees) - 0.25 {
            if isEven {
                term *= half / j
                sum += term
            } else {
                sum += term
                term *= half / j
            }
            j += 1
        }
        if !isEven, degrees > 1 { sum += term }
        return min(1, sum)
    }
}
