import Diagnostics
import Glibc
import Measurements
import TestSupport

/// What the figures of the deep report on the time domain read, by hand.
extension ExampleAnalysis {
    /// What the deep report of the time domain shows beside: components, times over voltage, pairs, energy, current steps.
    static func addDeepTransients(_ analysis: inout DeviceAnalysis) {
        for step in analysis.curves where step.id == "transient.step" {
            let (t, current) = (step["t"], step["I"])
            for (id, value, unit) in [("transient.tau", 0.1, SIUnit.second), ("transient.amplitude", -1e-6, .ampere)] {
                analysis.metrics.append(
                    Metric(
                        id, value, se: 0.01 * abs(value), unit: unit,
                        at: Place(bias_V: step.at.bias_V, V: step.at.V, component: 1, step: step.at.step),
                        from: step.from, rule: "by hand"))
            }
            analysis.curves.append(
                Curve(
                    "transient.band", at: step.at, from: step.from,
                    columns: [
                        .init("t", .second, t), .init("low", .ampere, current.map { $0 - 1e-8 }),
                        .init("high", .ampere, current.map { $0 + 1e-8 }),
                    ]))
        }
        let V = (0..<12).map { -0.6 + 0.1 * Double($0) }
        let tau = V.map { 1 / (exp(8 * $0) + exp(-6 * $0)) }
        analysis.curves.append(
            Curve(
                "transient.times", from: ["transient-1"],
                columns: [
                    .init("V", .volt, V), .init("tau", .second, tau), .init("low", .second, tau.map { 0.9 * $0 }),
                    .init("high", .second, tau.map { 1.1 * $0 }), .init("rises", .none, V.map { $0 < 0 ? -1 : 1 }),
                ]))
        analysis.curves.append(
            Curve(
                "transient.times-fit", from: ["transient-1"],
                columns: [
                    .init("V", .volt, V), .init("tau", .second, tau), .init("low", .second, tau.map { 0.95 * $0 }),
                    .init("high", .second, tau.map { 1.05 * $0 }), .init("T2", .second, tau.map { 0.98 * $0 }),
                ]))
        let T = [333.15, 353.15, 373.15, 393.15]
        let half = T.map { exp(1 / 8.617e-5 / $0 - 25) }
        for id in ["retention.arrhenius", "retention.arrhenius-fit"] {
            analysis.curves.append(
                Curve(
                    id, from: ["retention-1"],
                    columns: [
                        .init("T", .kelvin, T), .init("t", .second, half), .init("low", .second, half.map { 0.9 * $0 }),
                        .init("high", .second, half.map { 1.1 * $0 }),
                    ]))
        }
        let dt = (0..<8).map { 0.01 * exp(0.6 * Double($0)) }
        let PPF = dt.map { 1 + 0.5 * exp(-$0 / 0.1) }
        analysis.curves.append(
            Curve(
                "pulses.ppf", at: Place(V: 0.6), from: ["pulses-1"],
                columns: [
                    .init("dt", .second, dt), .init("PPF", .none, PPF), .init("low", .none, PPF.map { $0 - 0.02 }),
                    .init("high", .none, PPF.map { $0 + 0.02 }),
                ]))
        analysis.curves.append(
            Curve(
                "pulses.ppf-fit", at: Place(V: 0.6), from: ["pulses-1"],
                columns: [.init("dt", .second, dt), .init("PPF", .none, PPF)]))
        for (from, count) in [("pulses-1", 200), ("transient-1", 3)] {
            let start = (0..<count).map { Double($0) * 0.1 }
            analysis.curves.append(
                Curve(
                    "transient.phases", from: [from],
                    columns: [
                        .init("start", .second, start), .init("end", .second, start.map { $0 + 0.09 }),
                        .init("V", .volt, start.indices.map { $0.isMultiple(of: 2) ? 0 : 0.6 }),
                        .init("kind", .none, start.indices.map { $0.isMultiple(of: 2) ? 0 : 2 }),
                    ]))
        }
        let n = (1...20).map(Double.init)
        analysis.curves.append(
            Curve(
                "pulses.energy", at: Place(V: 0.6, step: 1), from: ["pulses-1"],
                columns: [.init("n", .none, n), .init("E", .joule, n.map { 1e-9 * (1 + 0.1 * $0) })]))
        analysis.curves.append(
            Curve(
                "pulses.rate", at: Place(V: 0.6), from: ["pulses-1"],
                columns: [.init("f", .hertz, [1, 10, 100]), .init("gain", .none, [1.1, 1.5, 3])]))
        let t = (0..<50).map { 1e-4 * exp(0.2 * Double($0)) }
        for (id, name, values) in [
            ("transient.voltage", "V", t.map { 0.01 - 0.006 * exp(-$0 / 0.01) }),
            ("transient.voltage-fit", "V", t.map { 0.01 - 0.006 * exp(-$0 / 0.01) }),
            ("transient.voltage-residual", "r", t.map { 1e-6 * sin($0) }),
        ] {
            analysis.curves.append(
                Curve(
                    id, at: Place(step: 1), from: ["transient-current"],
                    columns: [.init("t", .second, t), .init(name, .volt, values)]))
        }
    }
}
