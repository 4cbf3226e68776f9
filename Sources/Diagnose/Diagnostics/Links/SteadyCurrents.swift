internal import Glibc
internal import Kernels
import Measurements

/// The steady current at a voltage: step-and-hold curves first, then the branch mean of the slowest loop.
struct SteadyCurrents {
    private let curves: [Curve]

    /// What the device has.
    init(_ evidence: Evidence) {
        let slowest = evidence.curves("iv.branch-mean").min {
            ($0.at.rate_V_per_s ?? .infinity) < ($1.at.rate_V_per_s ?? .infinity)
        }
        curves = evidence.curves("iv.steady") + (slowest.flatMap(StepPlateau.quasiSteady).map { [$0] } ?? [])
    }

    var isEmpty: Bool { curves.isEmpty }

    /// A steady curve with the recordings that it comes from.
    struct SteadyCurve {
        /// Applied voltages, rising, and currents.
        var points: [(voltage_V: Double, current_A: Double)]
        /// Where they come from, in words.
        var source: String
        /// Recordings of the loop that gave points, which then cannot be put to the test by them; empty where none did.
        var loop: [String]
    }

    /// The steady curve of the device in no written state, voltages rising.
    static func points(in evidence: Evidence) -> [(voltage_V: Double, current_A: Double)] { curve(in: evidence).points }

    /// Held points, and beyond their ends, or where there are fewer than three, the mean of the slowest loop.
    ///
    /// A point counts where it was held for five times of the memory at its own voltage (THEORY G.3, L1). Among held points no
    /// loop counts, so that a loop which differs from them shows.
    static func curve(in evidence: Evidence) -> SteadyCurve {
        let times = MemoryTimes(evidence)
        var found = SteadyCurve(points: [], source: "", loop: [])
        for curve in SteadyCurrents(evidence).curves where curve.at.state == nil {
            let isLoop = curve.at.rate_V_per_s != nil
            let dwell = curve["dwell"]
            let kept = zip(curve["V"], curve["I"]).enumerated().filter { k, point in
                guard k < dwell.count, let tau_s = times.nearest(to: point.0) else { return true }
                return dwell[k] >= 5 * tau_s
            }.map { (voltage_V: $0.1.0, current_A: $0.1.1) }
            guard kept.count >= 3 else { continue }
            let known = found.points.map(\.voltage_V)
            let (low, high) = (known.min() ?? .infinity, known.max() ?? -.infinity)
            let edge = 1e-3 * max(high - low, 0)
            let new = kept.filter { known.isEmpty || $0.voltage_V < low - edge || $0.voltage_V > high + edge }
            guard !new.isEmpty else { continue }
            found.points += new
            guard isLoop else {
                found.source = "held points"
                continue
            }
            let rate = QuantityText.text(curve.at.rate_V_per_s ?? 0, unit: .voltPerSecond, digits: 3)
            found.source += found.source.isEmpty ? "the loop at \(rate)" : ", beyond their ends the loop at \(rate)"
            found.loop = curve.from
        }
        found.points.sort { $0.voltage_V < $1.voltage_V }
        return found
    }

    /// The current with its standard error, A, interpolated between the two nearest points.
    func current(
        at V: Double, state: String?, _ evidence: Evidence
    ) -> Outcome {
        var reason = "steady I-V points around this bias"
        for curve in curves where curve.at.state == state {
            guard let found = Self.interpolated(curve, at: V) else { continue }
            if let tau_s = MemoryTime.slowest(at: V, state: state, in: evidence), found.dwell_s < 5 * tau_s {
                reason =
                    "a steady I-V: it dwells \(QuantityText.text(found.dwell_s, unit: .second, digits: 2)) where "
                    + "5 τ = \(QuantityText.text(5 * tau_s, unit: .second, digits: 2))"
                continue
            }
            guard found.I != 0 else { continue }
            guard let se = found.se else {
                reason = "the errors of the steady I-V"
                continue
            }
            return .success((found.I, se, curve.from))
        }
        return .failure(reason)
    }

    /// What was found, or what is needed.
    enum Outcome {
        case success((value: Double, se: Double, from: [String]))
        case failure(String)
    }

    private static func interpolated(_ curve: Curve, at V: Double) -> (I: Double, se: Double?, dwell_s: Double)? {
        let (x, y, e, dwell) = (curve["V"], curve["I"], curve["se"], curve["dwell"])
        let order = x.indices.sorted { x[$0] < x[$1] }
        guard let upper = order.firstIndex(where: { x[$0] >= V - 1e-9 }) else { return nil }
        /// An error of zero is one that is not known.
        func error(_ k: Int) -> Double? { k < e.count && e[k] > 0 ? e[k] : nil }
        func time(_ k: Int) -> Double { k < dwell.count ? dwell[k] : 0 }
        let j = order[upper]
        if abs(x[j] - V) <= 1e-6 * max(abs(V), 1e-3) { return (y[j], error(j), time(j)) }
        guard upper > 0 else { return nil }
        let i = order[upper - 1]
        guard x[j] > x[i] else { return nil }
        let t = (V - x[i]) / (x[j] - x[i])
        // Currents grow like exponentials: the logarithm is straighter where both have one sign.
        let isOneSign = y[i] * y[j] > 0
        let line = y[i] + t * (y[j] - y[i])
        let value = isOneSign ? y[i] * exp(t * log(y[j] / y[i])) : line
        let bend = 0.5 * abs(value - line)
        let dwell_s = min(time(i), time(j))
        guard let first = error(i), let second = error(j) else { return (value, nil, dwell_s) }
        let variance = ((1 - t) * first) * ((1 - t) * first) + (t * second) * (t * second) + bend * bend
        return (value, variance.squareRoot(), dwell_s)
    }
}
