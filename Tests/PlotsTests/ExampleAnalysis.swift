import Diagnostics
import Findings
import Glibc
import Measurements
import TestSupport

/// A device's analysis built by hand from closed forms, so that figures can be tested without the diagnostics.
enum ExampleAnalysis {
    /// Elements of circuit EC1 (THEORY A.2) for a device whose memory time is `tau_s`.
    struct Elements {
        var series_ohm = 50.0
        var fast_ohm = 2000.0
        var memory_ohm = 1000.0
        var tau_s = 0.1
        var capacitance_F = 1e-8

        /// Z = R_s + 1/(i w C_m + 1/R_b + 1/(R_a + i w L_a)), by real and imaginary part.
        func impedance(_ frequency_Hz: Double) -> (re: Double, im: Double) {
            let w = 2 * Double.pi * frequency_Hz
            let l = tau_s * memory_ohm
            let square = memory_ohm * memory_ohm + w * l * w * l
            let (g, b) = (1 / fast_ohm + memory_ohm / square, w * capacitance_F - w * l / square)
            let size = g * g + b * b
            return (series_ohm + g / size, -b / size)
        }
    }

    /// An analysis with every curve and metric that figures read.
    static func full(biases: Int = 4, seed: UInt64 = 7) -> DeviceAnalysis {
        var analysis = DeviceAnalysis(of: Device(id: "D01", recordings: []))
        var random = SeededRandom(seed: seed)
        for index in 0..<biases {
            let bias = 0.1 + 0.1 * Double(index)
            let elements = Elements(memory_ohm: index == 1 ? -5000 : 1000, tau_s: 0.1 * exp(-Double(index)))
            addSpectrum(&analysis, elements, bias: bias, noise: 0.003, &random)
            addStep(&analysis, elements, bias: bias, step: index, &random)
        }
        addLoops(&analysis, rates: [0.05, 0.2, 1, 5])
        addLinks(&analysis, biases: biases)
        addLargeSteps(&analysis)
        addTrends(&analysis)
        addPulses(&analysis, &random)
        addDeepTransients(&analysis)
        addSwitchingCycles(&analysis, &random)
        addRateSeries(&analysis)
        addModels(&analysis, biases: biases, &random)
        return analysis
    }

    static func addSpectrum(
        _ analysis: inout DeviceAnalysis, _ elements: Elements, bias: Double, noise: Double,
        _ random: inout SeededRandom
    ) {
        let at = Place(bias_V: bias)
        let from = ["impedance-\(Int(bias * 100))"]
        let f = (0..<60).map { pow(10, 6 - 7.5 * Double($0) / 59) }
        let dense = (0..<200).map { pow(10, 6 - 8.5 * Double($0) / 199) }
        let clean = f.map(elements.impedance)
        let size = clean.map { hypot($0.re, $0.im) }
        let dRe = f.map { _ in noise * normal(&random) }
        let dIm = f.map { _ in noise * normal(&random) }
        let re = f.indices.map { clean[$0].re + dRe[$0] * size[$0] }
        let im = f.indices.map { clean[$0].im + dIm[$0] * size[$0] }
        let fit = dense.map(elements.impedance)
        func curve(_ id: String, _ columns: [CurveColumn]) {
            analysis.curves.append(Curve(id, at: at, from: from, columns: columns))
        }
        curve("impedance.data", [.init("f", .hertz, f), .init("ReZ", .ohm, re), .init("ImZ", .ohm, im)])
        curve(
            "impedance.fit",
            [.init("f", .hertz, dense), .init("ReZ", .ohm, fit.map(\.re)), .init("ImZ", .ohm, fit.map(\.im))])
        curve("impedance.residual", [.init("f", .hertz, f), .init("dRe", .none, dRe), .init("dIm", .none, dIm)])
        curve(
            "impedance.kk",
            [
                .init("f", .hertz, f), .init("Zre", .none, dRe), .init("Zim", .none, dIm), .init("Yre", .none, dIm),
                .init("Yim", .none, dRe),
            ])
        addRelaxations(&analysis, elements, at: at, from: from)
        addRates(&analysis, elements, at: at, from: from)
        let admittance = f.indices.map { i in
            let (x, y) = (re[i] - elements.series_ohm, im[i])
            return (g: x / (x * x + y * y), c: -y / (x * x + y * y) / (2 * Double.pi * f[i]))
        }
        curve(
            "impedance.cg",
            [.init("f", .hertz, f), .init("G", .siemens, admittance.map(\.g)), .init("C", .farad, admittance.map(\.c))])
        let (gb, ga) = (1 / elements.fast_ohm, 1 / elements.memory_ohm)
        curve(
            "impedance.cg-line",
            [
                .init("G", .siemens, [gb + ga, gb]),
                .init("C", .farad, [elements.capacitance_F - elements.tau_s * ga, elements.capacitance_F]),
            ])
        let tau = elements.tau_s
        analysis.metrics.append(
            Metric("impedance.G_slope_tau", tau, se: 0.03 * tau, unit: .second, at: at, from: from, rule: "by hand"))
        analysis.metrics.append(
            Metric("impedance.tau_k", tau, se: 0.02 * tau, unit: .second, at: at, from: from, rule: "by hand"))
        analysis.labels.append(Label("impedance.circuit", "EC1", at: at, from: from, rule: "by hand"))
        analysis.labels.append(Label("impedance.kk_Z", "pass", at: at, from: from, rule: "by hand"))
        analysis.labels.append(Label("impedance.kk_Y", "pass", at: at, from: from, rule: "by hand"))
    }

    /// Elements of the circuit in a state of their own, whose branch changes its sign at 0.45 V.
    static func addTrends(_ analysis: inout DeviceAnalysis) {
        for index in 0..<5 {
            let V = 0.3 + 0.1 * Double(index)
            let R_a = 60 / (V - 0.45)
            for (id, value, unit) in [
                ("R_b", 2000 * exp(-4 * V), SIUnit.ohm), ("R_a", R_a, .ohm), ("L_a", 0.1 * R_a, .henry),
                ("C_lf", -0.1 / R_a, .farad),
            ] {
                analysis.metrics.append(
                    Metric(
                        "impedance." + id, value, se: 0.2 * abs(value), unit: unit,
                        at: Place(state: "formed", bias_V: V), from: ["trend-\(index)"], rule: "by hand"))
            }
        }
        analysis.metrics.append(
            Metric(
                "impedance.C_lf_zero_V", 0.45, se: 0.01, unit: .volt, at: Place(state: "formed", of: "R_a"),
                from: ["trend-1", "trend-2"], rule: "by hand"))
        analysis.labels.append(
            Label(
                "impedance.law", "exponential", at: Place(state: "formed", lobe: "+"), from: ["trend-1"],
                rule: "by hand"))
        let grid = (0...20).map { 0.3 + 0.02 * Double($0) }
        analysis.curves.append(
            Curve(
                "impedance.trend", at: Place(state: "formed", lobe: "+", of: "R_b"), from: ["trend-1"],
                columns: [
                    CurveColumn("V", .volt, grid), CurveColumn("value", .ohm, grid.map { 2000 * exp(-4 * $0) }),
                    CurveColumn("low", .ohm, grid.map { 1800 * exp(-4 * $0) }),
                    CurveColumn("high", .ohm, grid.map { 2200 * exp(-4 * $0) }),
                ]))
    }

    /// Poles and zeros: a pair that rings and grows with a negative memory, two that die out with a positive one.
    static func addRates(_ analysis: inout DeviceAnalysis, _ elements: Elements, at: Place, from: [String]) {
        let slow = 1 / elements.tau_s
        let pair: [(Double, Double)] = elements.memory_ohm < 0 ? [(slow, -3 * slow), (slow, 3 * slow)] : [(-slow, 0)]
        let poles = pair + [(-1 / (elements.fast_ohm * elements.capacitance_F), 0)]
        let zeros = [(-2 * slow, 0.0), (-1 / (elements.series_ohm * elements.capacitance_F), 0)]
        func curve(_ id: String, _ roots: [(Double, Double)]) {
            analysis.curves.append(
                Curve(
                    "stability." + id, at: at, from: from,
                    columns: [
                        CurveColumn("re", .perSecond, roots.map(\.0)), CurveColumn("im", .perSecond, roots.map(\.1)),
                    ]))
        }
        curve("poles", poles)
        curve("zeros", zeros)
        let cloud = [0.7, 0.9, 1.1, 1.3]
        curve("pole-cloud", cloud.flatMap { part in poles.map { (part * $0.0, part * $0.1) } })
        curve("zero-cloud", cloud.flatMap { part in zeros.map { (part * $0.0, part * $0.1) } })
    }

    /// Densities and peaks of relaxation times, in the shapes of an arc and a loop.
    static func addRelaxations(_ analysis: inout DeviceAnalysis, _ elements: Elements, at: Place, from: [String]) {
        let t = (0..<71).map { 1e-6 * pow(10, 0.1 * Double($0)) }
        for (form, unit, scale) in [
            ("drt", SIUnit.ohm, elements.fast_ohm), ("art", .siemens, -1 / elements.memory_ohm),
        ] {
            let peaks = [(1e-4, scale), (elements.tau_s, -0.6 * scale)]
            let gamma = t.map { time in
                peaks.reduce(0.0) { $0 + $1.1 * exp(-pow(log(time / $1.0), 2)) / Double.pi.squareRoot() }
            }
            func curve(_ id: String, _ columns: [CurveColumn]) {
                analysis.curves.append(Curve("impedance." + id, at: at, from: from, columns: columns))
            }
            curve(form, [.init("t", .second, t), .init("gamma", unit, gamma)])
            let areas = [CurveColumn("t", .second, peaks.map(\.0)), CurveColumn("area", unit, peaks.map(\.1))]
            curve(form + "-peaks", areas)
            curve(form + "-discrete", areas)
        }
    }

    static func addStep(
        _ analysis: inout DeviceAnalysis, _ elements: Elements, bias: Double, step: Int, _ random: inout SeededRandom
    ) {
        let at = Place(bias_V: bias, V: bias + 0.01, step: step)
        let from = ["transient-\(step)"]
        let t = (0..<400).map { 1e-4 * pow(10, 4.5 * Double($0) / 399) }
        let plateau = 0.01 / (elements.series_ohm + elements.fast_ohm)
        let rise = 0.01 / elements.memory_ohm
        let base = bias / 1000
        let clean = t.map { base + plateau + rise * (1 - exp(-$0 / elements.tau_s)) }
        let noise = t.map { _ in 0.01 * abs(rise) * normal(&random) }
        analysis.curves.append(
            Curve(
                "transient.step", at: at, from: from,
                columns: [.init("t", .second, t), .init("I", .ampere, zip(clean, noise).map(+))]))
        analysis.curves.append(
            Curve("transient.fit", at: at, from: from, columns: [.init("t", .second, t), .init("I", .ampere, clean)]))
        analysis.curves.append(
            Curve(
                "transient.residual", at: at, from: from, columns: [.init("t", .second, t), .init("r", .ampere, noise)])
        )
        let tau = elements.tau_s
        analysis.metrics.append(
            Metric("transient.tau_V", tau, se: 0.04 * tau, unit: .second, at: at, from: from, rule: "by hand"))
    }

    /// Loops of I = (g_L + dg x) V with x relaxing toward a sigmoid of V (THEORY B.1, R_s = 0).
    static func addLoops(_ analysis: inout DeviceAnalysis, rates: [Double], cycles: Int = 3, points: Int = 400) {
        for rate in rates {
            var x = 0.0
            for cycle in 1...cycles {
                var v: [Double] = []
                var i: [Double] = []
                for k in 0...points {
                    let phase = Double(k) / Double(points) * 4
                    let u = phase < 1 ? phase : phase < 3 ? 2 - phase : phase - 4
                    let dt = 4 / Double(points) / rate
                    let target = 1 / (1 + exp(-(u - 0.5) / 0.1))
                    x = target + (x - target) * exp(-dt / 1.0)
                    v.append(u)
                    i.append((1e-6 + 2e-4 * x) * u)
                }
                analysis.curves.append(
                    Curve(
                        "iv.cycle", at: Place(rate_V_per_s: rate, cycle: cycle), from: ["iv-1"],
                        columns: [.init("V", .volt, v), .init("I", .ampere, i)]))
            }
            analysis.curves.append(
                Curve(
                    "iv.branch-mean", at: Place(rate_V_per_s: rate), from: ["iv-1"],
                    columns: [
                        .init("V", .volt, (1...50).map { 0.02 * Double($0) }),
                        .init("I", .ampere, (1...50).map { 1e-4 * Double($0) / 50 }),
                        .init("dI", .ampere, (1...50).map { -2e-5 * rate / (1 + rate) * sin(Double($0) / 50 * .pi) }),
                    ]))
        }
        let levels = (-5...5).map { 0.2 * Double($0) }
        let steady = levels.map { (1e-6 + 2e-4 / (1 + exp(-($0 - 0.5) / 0.1))) * $0 }
        analysis.curves.append(
            Curve(
                "iv.steady", from: ["steady-1"],
                columns: [
                    .init("V", .volt, levels), .init("I", .ampere, steady),
                    .init("se", .ampere, steady.map { 0.03 * abs($0) }),
                    .init("dwell", .second, levels.map { _ in 10 }),
                ]))
        for (cycle, set) in [0.55, 0.57, 0.56].enumerated() {
            analysis.metrics.append(
                Metric(
                    "hysteresis.V_set", set, unit: .volt, at: Place(cycle: cycle + 1), from: ["iv-1"], rule: "by hand"))
        }
    }

    static func addLinks(_ analysis: inout DeviceAnalysis, biases: Int) {
        for index in 0..<biases {
            let bias = 0.1 + 0.1 * Double(index)
            let c = -1e-5 * Double(index + 1) + 2e-5
            let place = Place(bias_V: bias, V: bias)
            for (id, factor) in [("impedance.C_lf", 1.0), ("transient.C_lf", 1.08), ("hysteresis.C_lf", 0.93)] {
                analysis.metrics.append(
                    Metric(id, c * factor, se: 1.5e-6, unit: .farad, at: place, from: ["x"], rule: "by hand"))
            }
        }
        for (index, verdict) in [Verdict.consistent, .smallBias, .undecided, .inconsistent].enumerated() {
            for place in 0..<3 {
                let d = 0.2 * Double(index) * Double(index) * (place == 1 ? -1 : 1)
                analysis.links.append(
                    LinkResult(
                        "L\(index + 1)", verdict, at: Place(bias_V: 0.1 * Double(place)), d: d, s: 0.15, z: d / 0.15,
                        p_eq: 0.01, k: 1.5, bound: 0.405, s_sys: 0.1, reason: "by hand"))
            }
        }
        analysis.links.append(LinkResult("L5", .consistent, reason: "both inductive"))
        for (source, tau, ratio) in [("retention", 3000.0, 1.2), ("steps T1", 2000, 3), ("pooled", 2900, 1.2)] {
            analysis.metrics.append(
                Metric(
                    "volatility.tau_at_0V", tau, se: 0.1 * tau, low: tau / ratio, high: tau * ratio, level: 0.95,
                    unit: .second, at: Place(definition: source), from: ["x"], rule: "by hand"))
        }
        analysis.metrics.append(Metric("volatility.tau_required", 14427, unit: .second, from: [], rule: "by hand"))
        analysis.metrics.append(
            Metric(
                "retention.tau", 3000, se: 300, unit: .second, at: Place(V: 0), from: ["retention-1"], rule: "by hand"))
    }

    /// Two large steps from 0 V, each one exponential.
    static func addLargeSteps(_ analysis: inout DeviceAnalysis) {
        for (index, level) in [0.6, 0.8].enumerated() {
            let at = Place(bias_V: 0, V: level, step: 1)
            let from = ["transient-large-\(index)"]
            let t = (0..<200).map { 1e-3 * pow(10, 3 * Double($0) / 199) }
            let current = t.map { level * (1e-5 + 2e-4 * (1 - exp(-$0 / 0.1))) }
            let columns = [CurveColumn("t", .second, t), CurveColumn("I", .ampere, current)]
            analysis.curves.append(Curve("transient.step", at: at, from: from, columns: columns))
            analysis.curves.append(Curve("transient.fit", at: at, from: from, columns: columns))
        }
    }

    static func addPulses(_ analysis: inout DeviceAnalysis, _ random: inout SeededRandom) {
        let n = (1...64).map(Double.init)
        let up = n.map { 1e-5 + 9e-5 * (1 - exp(-$0 / 20)) + 4e-7 * normal(&random) }
        analysis.curves.append(
            Curve("pulses.data", from: ["pulses-1"], columns: [.init("n", .none, n), .init("G", .siemens, up)]))
        let t = (0..<80).map { pow(10, Double($0) / 20) }
        let r = t.map { exp(-pow($0 / 3000, 0.6)) }
        analysis.curves.append(
            Curve(
                "retention.data", from: ["retention-1"],
                columns: [.init("t", .second, t), .init("r", .none, r.map { $0 + 0.01 * normal(&random) })]))
        analysis.curves.append(
            Curve("retention.fit", from: ["retention-1"], columns: [.init("t", .second, t), .init("r", .none, r)]))
    }

    /// A standard normal number (Box and Muller).
    static func normal(_ random: inout SeededRandom) -> Double {
        let u = Double.random(in: 1e-12..<1, using: &random)
        return sqrt(-2 * log(u)) * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
}
