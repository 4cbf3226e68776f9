import Glibc
internal import Kernels

/// Starts for the conductance-activated models: a sigmoid through the conductances, a bell through the times.
///
/// The two conductances are linear once V_h and V_x are held, and tau_0 is a mean once γ is, so a grid of the other three
/// finds the neighborhood; the search does the rest.
struct ActivatedStart {
    private let hints: JointHints
    /// Largest voltage of the data, V.
    private let reach_V: Double

    init(_ hints: JointHints, reach_V: Double) {
        self.hints = hints
        self.reach_V = max(reach_V, 1e-3)
    }

    /// Values in the order of `JointModel.calm.parameters`, most likely first.
    func values(limit: Int) -> [[Double]] {
        var rated: [(score: Double, values: [Double])] = []
        for step in -20...20 {
            let V_h = Double(step) / 20 * 1.2 * reach_V
            for exponent in 0...11 {
                let V_x = 0.01 * reach_V * pow(100, Double(exponent) / 11)
                guard let steady = conductances(V_h, V_x) else { continue }
                let bell = times(V_h, V_x)
                rated.append(
                    (
                        steady.score + bell.score,
                        [
                            steady.g_L, steady.g_H, V_h, V_x, bell.tau_0, bell.gamma, hints.capacitance_F ?? 1e-12,
                            hints.series_ohm ?? 1,
                        ]
                    ))
            }
        }
        rated.sort { $0.score < $1.score }
        var chosen: [[Double]] = []
        for entry in rated where chosen.count < limit {
            // Neighbors on the grid lead to one minimum.
            let isNew = chosen.allSatisfy {
                abs($0[2] - entry.values[2]) > 0.15 * reach_V || abs(log($0[3] / entry.values[3])) > 0.7
            }
            if isNew { chosen.append(entry.values) }
        }
        return chosen
    }

    /// The same in the order of `JointModel.calmT2.parameters`, T2's rates being those of a T1.
    static func freed(_ calm: [Double]) -> [Double] {
        let (V_h, V_x, tau_0, gamma) = (calm[2], calm[3], calm[4], calm[5])
        return [
            calm[0], calm[1], V_h, V_x,
            1e-3 / tau_0, exp(min(max(-gamma * V_h / V_x, -200), 200)) / tau_0, V_x / gamma,
            exp(min(max((1 - gamma) * V_h / V_x, -200), 200)) / tau_0, V_x / (1 - gamma), calm[6], calm[7],
        ]
    }

    /// The T1 whose rates are nearest to those of a T2, in the order of `JointModel.calm.parameters`.
    static func bound(_ freed: [Double]) -> [Double] {
        let (V_h, V_x) = (freed[2], freed[3])
        let gamma = min(max(V_x / freed[6], 0.02), 0.98)
        // Both rates tell tau_0 at V_h; their geometric mean stands between.
        let logs = log(freed[5]) + V_h / freed[6] + log(freed[7]) - V_h / freed[8]
        return [freed[0], freed[1], V_h, V_x, exp(-0.5 * logs), gamma, freed[9], freed[10]]
    }

    /// g_L and g_H by weighted least squares, and how far the relative misfit is from a few percent.
    private func conductances(_ V_h: Double, _ V_x: Double) -> (g_L: Double, g_H: Double, score: Double)? {
        let points = hints.conductances.filter { $0.value > 0 }
        let all = points.map(\.value) + hints.written_S
        guard let least = all.min(), let most = all.max(), most > 0 else { return nil }
        guard points.count >= 3 else { return (0.8 * least, 1.2 * most, V_h == 0 ? 0 : 1) }
        // Weights by the relative error: `g = a + b x`, so that `(a + b x)/g` is near 1.
        var (s11, s12, s22, r1, r2) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for point in points {
            let (p, q) = (1 / point.value, activation(point.voltage_V, V_h, V_x) / point.value)
            s11 += p * p
            s12 += p * q
            s22 += q * q
            r1 += p
            r2 += q
        }
        let determinant = s11 * s22 - s12 * s12
        // Where all points lie on one plateau of the sigmoid, they tell one conductance; the written states tell the other.
        var (low, span) = (0.8 * least, 1.2 * most - 0.8 * least)
        if determinant > 1e-4 * s11 * s22 {
            low = max((r1 * s22 - r2 * s12) / determinant, 1e-3 * least)
            span = (r2 * s11 - r1 * s12) / determinant
        }
        guard span > 0 else { return nil }
        var square = 0.0
        for point in points {
            let miss = log((low + span * activation(point.voltage_V, V_h, V_x)) / point.value)
            square += miss * miss
        }
        // Conductances that were seen lie between the two; a sigmoid of which only the foot was seen is no answer either.
        let missed = [log(low / least), log(most / (low + span)), log((low + span) / most) - 2].map { max(0, $0) }
        return (low, low + span, square / Double(points.count) + missed.reduce(0) { $0 + 0.1 * $1 * $1 })
    }

    /// tau_0 and γ, and the mean square of what the logarithms of the times miss.
    private func times(_ V_h: Double, _ V_x: Double) -> (tau_0: Double, gamma: Double, score: Double) {
        let points = hints.times.filter { $0.value > 0 }
        guard !points.isEmpty else { return (0.1, 0.5, 0) }
        var best = (tau_0: 0.1, gamma: 0.5, score: Double.infinity)
        for step in 1...9 {
            let gamma = Double(step) / 10
            let logs = points.map { point in
                let y = (point.voltage_V - V_h) / V_x
                let (a, b) = (gamma * y, -(1 - gamma) * y)
                return log(point.value) + max(a, b) + log1p(exp(-abs(a - b)))
            }
            let mean = logs.reduce(0, +) / Double(logs.count)
            let square = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(logs.count)
            if square < best.score { best = (exp(min(max(mean, -30), 60)), gamma, square) }
        }
        return best
    }

    private func activation(_ u_V: Double, _ V_h: Double, _ V_x: Double) -> Double { 1 / (1 + exp(-(u_V - V_h) / V_x)) }
}
