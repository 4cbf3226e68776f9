import Glibc
import Kernels
import Measurements

/// The relaxation time over voltage as numbers and a curve: T1, and T2 beside it (THEORY B.1, C.3).
struct SwitchingCurve {
    let points: [RateBell.Point]
    let laws: RateLaws
    let state: String?
    let from: [String]

    /// The parameters of the preferred law, the misfit of both, and the curves.
    func result() -> DiagnosticResult {
        var result = DiagnosticResult()
        result.metrics = rates(laws.bell) + shape(laws.bell) + [constant(laws)].compactMap { $0 } + misfits()
        result.labels = [
            Label(
                "transient.rate_law", laws.preferred.rawValue, at: Place(state: state), from: from,
                rule: laws.choice(points.count))
        ]
        result.curves = curves()
        return result
    }

    private var rule: String {
        "\(laws.preferred.rawValue) fitted to ln tau at \(points.count) steps; \(laws.choice(points.count))"
    }

    private func metric(
        _ id: String, _ unit: SIUnit, _ definition: String?, rule: String? = nil, _ bell: RateBell,
        _ quantity: ([Double]) -> Double
    ) -> Metric {
        let (value, sd) = bell.quantity(quantity)
        return Metric(
            "transient." + id, value, se: sd, unit: unit, n: points.count,
            at: Place(state: state, definition: definition), from: from, rule: rule ?? self.rule)
    }

    /// A positive quantity from its logarithm, with the interval of that.
    private func positive(
        _ id: String, _ unit: SIUnit, _ definition: String?, _ bell: RateBell, _ logarithm: ([Double]) -> Double
    ) -> Metric {
        let (value, sd) = bell.quantity(logarithm)
        // What is open by more than e^50 has no end that a number could hold.
        let width = 1.959964 * min(sd, 25)
        return Metric(
            "transient." + id, exp(value), se: sd < 25 ? exp(value) * sd : nil, low: exp(value - width),
            high: exp(value + width), level: 0.95, unit: unit, n: points.count,
            at: Place(state: state, definition: definition), from: from, rule: rule)
    }

    /// Slope and size of both exponential rates.
    private func rates(_ bell: RateBell) -> [Metric] {
        [
            metric("rate_slope", .perVolt, "set", bell) { exp($0[1]) },
            metric("rate_slope", .perVolt, "reset", bell) { exp($0[3]) },
            positive("rate_at_0V", .perSecond, "set", bell) { $0[0] },
            positive("rate_at_0V", .perSecond, "reset", bell) { $0[2] },
        ]
    }

    /// Steepness, share and middle of the bell that both rates make.
    private func shape(_ bell: RateBell) -> [Metric] {
        func middle(_ p: [Double]) -> Double { (p[2] - p[0]) / (exp(p[1]) + exp(p[3])) }
        let law = laws.preferred.rawValue
        return [
            metric("V_x", .volt, law, bell) { 1 / (exp($0[1]) + exp($0[3])) },
            metric("gamma", .none, law, bell) { exp($0[1]) / (exp($0[1]) + exp($0[3])) },
            metric("V_h", .volt, law, bell, middle),
            positive("tau_0", .second, law, bell) { p in -(p[0] + exp(p[1]) * middle(p)) },
        ]
    }

    /// The constant rate of T2 where it is preferred, else the largest one that the times allow.
    private func constant(_ laws: RateLaws) -> Metric? {
        if laws.preferred == .T2, let second = laws.second {
            return positive("k_0", .perSecond, "T2", second) { $0.count == 5 ? $0[4] : -.infinity }
        }
        guard let limit = laws.constantLimit_per_s else { return nil }
        var metric = Metric(
            "transient.k_0", limit, unit: .perSecond, n: points.count, at: Place(state: state, definition: "T2"),
            from: from, rule: "upper bound of 95 %, by the profile of T2; \(laws.choice(points.count))")
        metric.bound = .upper
        return metric
    }

    /// What each law leaves, against the errors of the times.
    private func misfits() -> [Metric] {
        func one(_ law: String, _ bell: RateBell) -> Metric? {
            guard bell.freedom > 0 else { return nil }
            return Metric(
                "transient.bell_chi2_nu", bell.chiSquare / Double(bell.freedom), unit: .none, n: points.count,
                at: Place(state: state, definition: law), from: from,
                rule: "squares of the misfit over the errors of \(points.count) times, by degree of freedom")
        }
        return [one("T1", laws.first), laws.second.flatMap { one("T2", $0) }].compactMap { $0 }
    }

    /// The points, and the preferred law with its band and the other one over the voltages and 0 V.
    private func curves() -> [Curve] {
        let at = Place(state: state)
        var list = [
            Curve(
                "transient.times", at: at, from: from,
                columns: [
                    CurveColumn("V", .volt, points.map(\.V)),
                    CurveColumn("tau", .second, points.map { exp($0.logTau) }),
                    CurveColumn("low", .second, points.map { exp($0.logTau - 1.959964 * $0.sd) }),
                    CurveColumn("high", .second, points.map { exp($0.logTau + 1.959964 * $0.sd) }),
                    CurveColumn("rises", .none, points.map(\.growth)),
                ])
        ]
        let (low, high) = points.reduce((0.0, 0.0)) { (min($0.0, $1.V), max($0.1, $1.V)) }
        let pad = 0.05 * (high - low)
        let V = (0..<61).map { low - pad + (high - low + 2 * pad) * Double($0) / 60 }
        let fitted = V.map { laws.bell.logTau(at: $0) }
        guard fitted.allSatisfy({ $0.sd < 50 }) else { return list }
        var columns = [
            CurveColumn("V", .volt, V), CurveColumn("tau", .second, fitted.map { exp($0.value) }),
            CurveColumn("low", .second, fitted.map { exp($0.value - 1.959964 * $0.sd) }),
            CurveColumn("high", .second, fitted.map { exp($0.value + 1.959964 * $0.sd) }),
        ]
        // The other law bears its name.
        if laws.preferred == .T2 {
            columns.append(CurveColumn("T1", .second, V.map { exp(laws.first.value(at: $0)) }))
        } else if let second = laws.second {
            columns.append(CurveColumn("T2", .second, V.map { exp(second.value(at: $0)) }))
        }
        list.append(Curve("transient.times-fit", at: at, from: from, columns: columns))
        return list
    }
}
