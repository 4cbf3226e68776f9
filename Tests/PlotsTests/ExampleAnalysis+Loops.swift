import Diagnostics
import Glibc
import Measurements
import TestSupport

/// What the figures of the current-voltage report read, by hand.
extension ExampleAnalysis {
    /// A switch of 24 cycles: curves of every kind, with one censored threshold.
    static func addSwitchingCycles(_ analysis: inout DeviceAnalysis, _ random: inout SeededRandom) {
        let from = ["iv-cycles"]
        let place = Place(rate_V_per_s: 1)
        var sets: [Double] = []
        for cycle in 1...24 {
            let set = 0.6 + 0.05 * normal(&random)
            if cycle > 1 { sets.append(set) }
            addCycle(&analysis, set: set, place, cycle, from)
        }
        addValues(&analysis, sets.sorted(), "hysteresis.V_set", .volt, from)
        addValues(&analysis, sets.map { 1e6 * exp($0) }.sorted(), "hysteresis.R_HRS", .ohm, from)
        addValues(&analysis, sets.map { 1e4 * exp(0.2 * $0) }.sorted(), "hysteresis.R_LRS", .ohm, from)
        addValues(&analysis, sets, "hysteresis.H", .none, from)
        let V = (1...40).map { 0.025 * Double($0) }
        for (k, name) in ["fwd+/bwd-", "bwd+/fwd-", "mean"].enumerated() {
            var at = place
            at.branch = name
            analysis.curves.append(
                Curve(
                    "rectification.curve", at: at, from: from,
                    columns: [
                        CurveColumn("V", .volt, V),
                        CurveColumn("ratio", .none, V.map { 1 + Double(k + 1) * 20 * $0 * $0 }),
                        CurveColumn("se", .none, V.map { _ in 0.01 }),
                    ]))
        }
        for (k, branch) in ["fwd+", "bwd+", "fwd-"].enumerated() { addConduction(&analysis, branch, k, from) }
    }

    private static func addCycle(
        _ analysis: inout DeviceAnalysis, set: Double, _ place: Place, _ cycle: Int, _ from: [String]
    ) {
        var at = place
        at.cycle = cycle
        let V = (0...400).map { i -> Double in
            let x = Double(i) / 100
            return x < 1 ? x : (x < 3 ? 2 - x : x - 4)
        }
        let I = V.indices.map { i in V[i] * ((i <= 100 && V[i] < set) || i > 250 ? 1e-6 : 1e-4) }
        analysis.curves.append(
            Curve(
                "iv.cycle", at: at, from: from, columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, I)]))
        if cycle == 24 {
            analysis.curves.append(
                Curve(
                    "iv.median", at: place, from: from,
                    columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, I)]))
            analysis.curves.append(
                Curve(
                    "iv.masked", at: place, from: from,
                    columns: [CurveColumn("V", .volt, [0.9, 1]), CurveColumn("I", .ampere, [1e-4, 1e-4])]))
        }
        at.lobe = "+"
        at.branch = "fwd+"
        let grid = (5...100).map { 0.01 * Double($0) }
        analysis.curves.append(
            Curve(
                "iv.derivative", at: at, from: from,
                columns: [
                    CurveColumn("V", .volt, grid),
                    CurveColumn("dlnI", .perVolt, grid.map { 1 / $0 + 100 * exp(-pow(($0 - set) / 0.02, 2)) }),
                ]))
        analysis.metrics.append(
            Metric(
                "hysteresis.V_set", set, se: 0.003, unit: .volt,
                at: Place(rate_V_per_s: 1, lobe: "+", cycle: cycle, definition: "S1"), from: from, rule: "by hand"))
    }

    private static func addValues(
        _ analysis: inout DeviceAnalysis, _ values: [Double], _ id: String, _ unit: SIUnit, _ from: [String]
    ) {
        let at = Place(V_read: unit == .ohm ? 0.1 : nil, rate_V_per_s: 1, lobe: "+", of: id)
        let n = Double(values.count)
        analysis.curves.append(
            Curve(
                "cycles.values", at: at, from: from,
                columns: [
                    CurveColumn("cycle", .none, values.indices.map { Double($0 + 2) }),
                    CurveColumn("value", unit, values),
                    CurveColumn("censored", .none, values.indices.map { $0 == 3 ? 1 : 0 }),
                ]))
        guard id != "hysteresis.H", let low = values.min(), let high = values.max() else { return }
        analysis.curves.append(
            Curve(
                "cycles.ranks", at: at, from: from,
                columns: [
                    CurveColumn("x", unit, values.sorted()),
                    CurveColumn("F", .none, values.indices.map { (Double($0) + 0.7) / (n + 0.4) }),
                ]))
        let x = (0...30).map { low * pow(high / low, Double($0) / 30) }
        func law(_ shift: Double) -> [Double] {
            x.map { 1 - exp(-exp(8 * log($0 / (0.6 * high + 0.4 * low)) + shift)) }
        }
        analysis.curves.append(
            Curve(
                "cycles.law", at: at, from: from,
                columns: [
                    CurveColumn("x", unit, x), CurveColumn("F", .none, law(0)), CurveColumn("low", .none, law(-0.5)),
                    CurveColumn("high", .none, law(0.5)), CurveColumn("lognormal", .none, law(0.1)),
                ]))
        analysis.metrics.append(
            Metric("cycles.weibull_shape", 8, se: 1, unit: .none, at: at, from: from, rule: "by hand"))
        analysis.labels.append(Label("cycles.law", "Weibull", at: at, from: from, rule: "by hand"))
    }

    private static func addConduction(_ analysis: inout DeviceAnalysis, _ branch: String, _ k: Int, _ from: [String]) {
        var at = Place(rate_V_per_s: 1, lobe: String(branch.suffix(1)), branch: branch)
        let V = (0..<40).map { 0.02 * pow(50, Double($0) / 39) }
        let I = V.map { pow(10, Double(-6 - k)) * $0 * (1 + $0) }
        analysis.curves.append(
            Curve(
                "conduction.points", at: at, from: from,
                columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, I)]))
        analysis.labels.append(Label("conduction.mechanism", "power law", at: at, from: from, rule: "by hand"))
        for (part, range) in [(1, 0..<20), (2, 20..<40)] {
            at.component = part
            analysis.curves.append(
                Curve(
                    "conduction.segment", at: at, from: from,
                    columns: [
                        CurveColumn("V", .volt, [V[range.lowerBound], V[range.upperBound - 1]]),
                        CurveColumn("I", .ampere, [I[range.lowerBound], I[range.upperBound - 1]]),
                    ]))
            analysis.metrics.append(
                Metric("conduction.slope", 1 + 0.4 * Double(part), unit: .none, at: at, from: from, rule: "by hand"))
        }
        at.component = nil
        at.definition = "power law"
        analysis.curves.append(
            Curve(
                "conduction.fit", at: at, from: from,
                columns: [CurveColumn("V", .volt, V), CurveColumn("I", .ampere, I.map { 1.02 * $0 })]))
    }

    /// Areas and indices of both lobes at six rates, with the law through one of them.
    static func addRateSeries(_ analysis: inout DeviceAnalysis) {
        let v = [0.05, 0.2, 0.6, 2, 6, 20]
        for lobe in ["+", "-"] {
            let sign: Double = lobe == "+" ? -1 : 0.5
            let at = Place(lobe: lobe)
            func area(_ v: Double) -> Double { sign * 1e-5 * 2 * v / (1 + v * v) }
            analysis.curves.append(
                Curve(
                    "iv.rate-area", at: at, from: ["iv-rates"],
                    columns: [
                        CurveColumn("v", .voltPerSecond, v), CurveColumn("A", .watt, v.map(area)),
                        CurveColumn("A_se", .watt, v.map { _ in 3e-7 }),
                        CurveColumn("H", .none, v.map { area($0) * -3e4 }),
                        CurveColumn("H_se", .none, v.map { _ in 0.01 }),
                    ]))
            let dense = (0...40).map { 0.03 * pow(1000, Double($0) / 40) }
            analysis.curves.append(
                Curve(
                    "iv.rate-law", at: at, from: ["iv-rates"],
                    columns: [
                        CurveColumn("v", .voltPerSecond, dense), CurveColumn("A", .watt, dense.map(area)),
                        CurveColumn("memory", .watt, dense.map(area)),
                        CurveColumn("capacitor", .watt, dense.map { 1e-7 * $0 }),
                    ]))
            analysis.metrics.append(
                Metric(
                    "hysteresis.tau_peak", 0.5, se: 0.03, unit: .second, at: at, from: ["iv-rates"], rule: "by hand"))
        }
    }
}
