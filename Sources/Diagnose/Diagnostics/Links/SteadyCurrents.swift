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

    /// The steady curve of the device in no written state, voltages rising: held points, and beyond their ends the mean of the
    /// slowest loop where that dwells five times the memory's slowest time.
    static func points(in evidence: Evidence) -> [(voltage_V: Double, current_A: Double)] {
        var points: [(voltage_V: Double, current_A: Double)] = []
        let tau_s = evidence.metrics("impedance.tau_k").filter { $0.at.state == nil }.map(\.value).max() ?? 0
        for curve in SteadyCurrents(evidence).curves where curve.at.state == nil && curve.count >= 3 {
            guard curve["dwell"].allSatisfy({ $0 >= 5 * tau_s }) else { continue }
            let known = points.map(\.voltage_V)
            let (low, high) = (known.min() ?? .infinity, known.max() ?? -.infinity)
            let edge = 1e-3 * max(high - low, 0)
            for (V, I) in zip(curve["V"], curve["I"]) where V < low - edge || V > high + edge || known.isEmpty {
                points.append((V, I))
            }
        }
        return points.sorted { $0.voltage_V < $1.voltage_V }
    }

    /// The current with its standard error, A, interpolated between the two nearest points.
    func current(
        at V: Double, state: String?, _ evidence: Evidence
    ) -> Outcome {
        var reason = "steady I-V points around this bias"
        for curve in curves where curve.at.state == state {
            guard let found = Self.interpolated(curve, at: V) else { continue }
            if let tau_s = MemoryTime.slowest(at: V, in: evidence), found.dwell_s < 5 * tau_s {
                reason =
                    "a steady I-V: it dwells \(QuantityText.text(found.dwell_s, unit: .second, digits: 2)) where "
                    + "5 τ = \(QuantityText.text(5 * tau_s, unit: .second, digits: 2))"
                continue
            }
            guard found.I != 0 else { continue }
            return .success((found.I, found.se, curve.from))
        }
        return .failure(reason)
    }

    /// What was found, or what is needed.
    enum Outcome {
        case success((value: Double, se: Double, from: [String]))
        case failure(String)
    }

    private static func interpolated(_ curve: Curve, at V: Double) -> (I: Double, se: Double, dwell_s: Double)? {
        let (x, y, e, dwell) = (curve["V"], curve["I"], curve["se"], curve["dwell"])
        let order = x.indices.sorted { x[$0] < x[$1] }
        guard let upper = order.firstIndex(where: { x[$0] >= V - 1e-9 }) else { return nil }
        func error(_ k: Int) -> Double { k < e.count ? e[k] : 0 }
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
        let se = ((1 - t) * error(i)) * ((1 - t) * error(i)) + (t * error(j)) * (t * error(j)) + bend * bend
        return (value, se.squareRoot(), min(time(i), time(j)))
    }
}
