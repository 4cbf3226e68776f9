import Glibc
import Kernels
import Measurements

/// The relaxation time over voltage as numbers and a curve: the two rates of T1, and T2 beside it (THEORY B.1, C.3).
struct SwitchingCurve {
    let points: [RateBell.Point]
    /// The fit with two exponential rates.
    let bell: RateBell
    /// The best fit with a constant rate beside them; `nil` where it is no better.
    let constant: RateBell?
    let state: String?
    let from: [String]

    /// The parameters of T1 with their errors.
    func metrics() -> [Metric] {
        let rule =
            "T1 fitted to ln tau at \(points.count) steps"
            + (constant == nil
                ? "; T2 is no better" : "; T2 with a constant rate fits better by more than 1 of chi-square")
        func metric(_ id: String, _ unit: SIUnit, _ definition: String?, _ quantity: ([Double]) -> Double) -> Metric {
            let (value, sd) = bell.quantity(quantity)
            return Metric(
                "transient." + id, value, se: sd, unit: unit, n: points.count,
                at: Place(state: state, definition: definition), from: from, rule: rule)
        }
        func middle(_ p: [Double]) -> Double { (p[2] - p[0]) / (exp(p[1]) + exp(p[3])) }
        let (logTau, sd) = bell.quantity { p in -(p[0] + exp(p[1]) * middle(p)) }
        return [
            metric("rate_slope", .perVolt, "set") { exp($0[1]) },
            metric("rate_slope", .perVolt, "reset") { exp($0[3]) },
            metric("V_x", .volt, "T1") { 1 / (exp($0[1]) + exp($0[3])) },
            metric("gamma", .none, "T1") { exp($0[1]) / (exp($0[1]) + exp($0[3])) },
            metric("V_h", .volt, "T1", middle),
            Metric(
                "transient.tau_0", exp(logTau), se: exp(logTau) * sd, low: exp(logTau - 1.959964 * sd),
                high: exp(logTau + 1.959964 * sd), level: 0.95, unit: .second, n: points.count,
                at: Place(state: state, definition: "T1"), from: from, rule: rule),
            Metric(
                "transient.bell_chi2_nu", bell.chiSquare / Double(max(1, points.count - 4)), unit: .none,
                n: points.count, at: Place(state: state, definition: "T1"), from: from, rule: rule),
        ]
    }

    /// The points, and T1 with its band and T2 over the voltages and 0 V.
    func curves() -> [Curve] {
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
        let first = V.map { bell.logTau(at: $0) }
        var columns = [
            CurveColumn("V", .volt, V), CurveColumn("tau", .second, first.map { exp($0.value) }),
            CurveColumn("low", .second, first.map { exp($0.value - 1.959964 * $0.sd) }),
            CurveColumn("high", .second, first.map { exp($0.value + 1.959964 * $0.sd) }),
        ]
        if let constant { columns.append(CurveColumn("T2", .second, V.map { exp(constant.logTau(at: $0).value) })) }
        list.append(Curve("transient.times-fit", at: at, from: from, columns: columns))
        return list
    }
}
