internal import Measurements

/// How fast the current grows over a lobe: what stands for the whole of it.
enum LobeGrowth {
    /// Largest current at the end over that in the middle of a lobe whose middle still stands for it.
    ///
    /// A conductance that grows evenly with the voltage makes it 4; one that is half activated in the middle 4 at most, too.
    static let limit = 8.0

    /// The ratio of the branch means at a voltage and at half of it, of the slowest loop of a state; `nil` without one.
    static func ratio(to end_V: Double, state: String?, _ evidence: Evidence) -> Double? {
        let loops = evidence.curves("iv.branch-mean").filter { $0.at.state == state }
        let slowest = loops.min { ($0.at.rate_V_per_s ?? .infinity) < ($1.at.rate_V_per_s ?? .infinity) }
        guard let slowest else { return nil }
        let (V, I) = (slowest["V"], slowest["I"])
        func current(at voltage_V: Double) -> Double? {
            let k = V.indices.min { abs(V[$0] - voltage_V) < abs(V[$1] - voltage_V) }
            return k.flatMap { abs(V[$0] - voltage_V) < 0.1 * abs(end_V) && $0 < I.count ? I[$0] : nil }
        }
        guard let end = current(at: end_V), let middle = current(at: 0.5 * end_V), middle != 0 else { return nil }
        return abs(end / middle)
    }
}
