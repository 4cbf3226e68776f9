internal import Glibc
internal import Measurements

/// How the area of a lobe grows with its vertex at one rate.
struct VertexExponent: Sendable {
    /// `dln|A|/dlnU`.
    let value: Estimate
    let count: Int
    /// The vertices, in words.
    let span: String

    /// A line through rows whose vertices differ by 5 % and more and whose areas have one sign; `nil` for fewer than two.
    init?(_ rows: [RateRow]) {
        let sorted = rows.sorted { ($0.reach_V, $0.recording) < ($1.reach_V, $1.recording) }
        guard let low = sorted.first, let high = sorted.last, high.reach_V > 1.05 * low.reach_V,
            sorted.allSatisfy({ $0.area.value * low.area.value > 0 })
        else { return nil }
        let x = sorted.map { log($0.reach_V) }
        let y = sorted.map { log(abs($0.area.value)) }
        let n = Double(x.count)
        let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / xx
        let rest = zip(x, y).reduce(0.0) { sum, pair in
            let residual = pair.1 - my - slope * (pair.0 - mx)
            return sum + residual * residual
        }
        // The larger of what the scatter about the line and what the areas' own errors give.
        let own = zip(sorted, x).reduce(0.0) { sum, pair in
            let relative = pair.0.sd_W / abs(pair.0.area.value)
            return sum + (pair.1 - mx) * (pair.1 - mx) * relative * relative
        }
        value = Estimate(slope, se: sqrt(max(n > 2 ? rest / (n - 2) / xx : 0, own / (xx * xx))))
        count = x.count
        span =
            "\(QuantityText.text(low.reach_V, unit: .volt, digits: 3)) to "
            + QuantityText.text(high.reach_V, unit: .volt, digits: 3)
    }
}
