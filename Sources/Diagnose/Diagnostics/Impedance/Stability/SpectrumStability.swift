internal import Circuits
internal import ComplexModule
internal import Findings
internal import Measurements

/// The stability of one spectrum: verdicts under both controls, the numbers behind them, poles and zeros for the figure.
struct SpectrumStability {
    let spectrum: PreparedSpectrum
    let name: CircuitChoice.Name
    let fit: MaxwellFit
    let center: CircuitPoint
    let draws: CircuitDraws

    /// Everything found.
    var result: DiagnosticResult {
        var result = DiagnosticResult()
        let current = ControlVerdict(fit, center, draws, .current)
        let voltage = ControlVerdict(fit, center, draws, .voltage)
        let slope = NegativeResistance(spectrum, center, draws)
        for verdict in [current, voltage] {
            result.append(classes(verdict))
            result.append(rates(verdict))
        }
        result.labels.append(
            spectrum.label(
                "stability.reading", reading(current, voltage, slope),
                rule: "class under both controls, with the signs of R_b, R_a and L_a"))
        result.labels.append(
            spectrum.label("stability.negative_resistance", slope.word, rule: slope.reason))
        result.metrics += criticalPoints(current)
        result.curves += curves
        result.findings += findings(current, voltage, slope)
        return result
    }

    // MARK: What the verdicts say

    private func classes(_ verdict: ControlVerdict) -> DiagnosticResult {
        var result = DiagnosticResult()
        var label = spectrum.label(
            "stability.class", verdict.word,
            rule:
                "\(verdict.reason) of \(draws.points.count) circuits drawn from the covariances of the \(name.rawValue) fit"
        )
        label.at.definition = verdict.held.name
        result.labels.append(label)
        let share = verdict.spiking
        // Two more of either outcome, so that none or all of the draws are no certainty (Agresti and Coull, 1998).
        let count = Double(draws.points.count) + 4
        let middle = (share * Double(draws.points.count) + 2) / count
        result.metrics.append(
            spectrum.metric(
                "stability.P_spiking",
                CircuitEstimate(
                    value: share, se: (middle * (1 - middle) / count).squareRoot()), .none,
                rule:
                    "share of \(draws.points.count) circuits drawn from the fit's covariance with trace and determinant "
                    + "positive", definition: verdict.held.name))
        let held = verdict.held
        let unstable = Double(RatePolynomial(center, held).unstableCount)
        result.metrics.append(
            spectrum.metric(
                held == .current ? "stability.unstable_poles" : "stability.unstable_zeros",
                CircuitEstimate(value: unstable, se: nil), .none,
                rule:
                    "\(held == .current ? "poles" : "zeros") of the fitted \(name.rawValue) with positive real part; how "
                    + "sure, see stability.class"))
        return result
    }

    /// Why trace and determinant of a control do not exist, in words; `nil` where they do.
    private func obstacle(_ held: HeldQuantity) -> String? {
        guard fit.circuit.branches.count == 1 else { return "\(name.rawValue) has three rates" }
        func isKnown(_ quantity: CircuitQuantity) -> Bool {
            fit.estimate(quantity).map { estimate in estimate.value > 2 * (estimate.se ?? .infinity) } ?? false
        }
        if !isKnown(.C_m) { return "the capacitance is not determined, so neither is the fast rate" }
        if held == .voltage, !isKnown(.R_s) {
            return "the series resistance is not determined, so neither is the rate at which it charges the capacitance"
        }
        return nil
    }

    /// Trace and determinant, in their own units and in those of the memory, and what follows where the device is stable.
    private func rates(_ verdict: ControlVerdict) -> DiagnosticResult {
        var result = DiagnosticResult()
        let held = verdict.held
        if let obstacle = obstacle(held) {
            // Three rates are no fault of the spectrum, and said once.
            if fit.circuit.branches.count == 1 || held == .current {
                result.findings.append(
                    spectrum.finding(
                        .stabilityOpen, "trace and determinant under \(held.name) are left out: \(obstacle)"))
            }
            return result
        }
        let formula =
            "T = -(1/tau_k + G/C_m), D = (G + 1/R_a)/(C_m tau_k), G = 1/R_b"
            + (held == .voltage ? " + 1/R_s" : "")
        func add(_ id: String, _ unit: SIUnit, _ rule: String, _ quantity: @escaping (CircuitPoint) -> Double?) {
            append(
                id, unit, rule + "; interval from \(draws.points.count) draws of the fit", held.name, quantity, &result)
        }
        add("stability.trace", .perSecond, formula) { $0.trace_per_s(held) }
        add("stability.determinant", .perSecondSquared, formula) { $0.determinant_per_s2(held) }
        add("stability.trace_tau_k", .none, formula) { point in
            point.trace_per_s(held).map { $0 * abs(point.first.time_s) }
        }
        add("stability.determinant_tau_k2", .none, formula) { point in
            point.determinant_per_s2(held).map { $0 * point.first.time_s * point.first.time_s }
        }
        guard verdict.fate == .stable else { return result }
        add("stability.quality", .none, "sqrt(D)/|T|") { point in
            guard let T = point.trace_per_s(held), let D = point.determinant_per_s2(held), D > 0, T < 0 else {
                return nil
            }
            return D.squareRoot() / -T
        }
        guard verdict.word == FixedPoint.Kind.stableFocus.rawValue else { return result }
        add("stability.ring_frequency", .hertz, "sqrt(D - T²/4)/(2π)") { point in
            guard let T = point.trace_per_s(held), let D = point.determinant_per_s2(held), 4 * D > T * T else {
                return nil
            }
            return (D - T * T / 4).squareRoot() / (2 * Double.pi)
        }
        return result
    }

    /// The onset of oscillation at fixed current, and the loads that make the device at fixed voltage oscillate or jump.
    private func criticalPoints(_ current: ControlVerdict) -> [Metric] {
        guard fit.circuit.branches.count == 1 else { return [] }
        var result = DiagnosticResult()
        let interval = "; interval from \(draws.points.count) draws of the fit"
        let caveat = "exact at the onset only, an upper estimate past it"
        if current.fate == .unstable || current.kind == .stableFocus || current.kind == .unstableFocus {
            append(
                "stability.hopf_frequency", .hertz, "sqrt(D)/(2π); " + caveat + interval, HeldQuantity.current.name,
                { point in
                    guard let D = point.determinant_per_s2(.current), D > 0 else { return nil }
                    return D.squareRoot() / (2 * Double.pi)
                }, &result)
        }
        append(
            "stability.hopf_frequency", .hertz, "zero of Im Z, at the critical load; " + caveat + interval,
            HeldQuantity.voltage.name,
            { point in point.oscillationLoad_ohm == nil ? nil : point.crossing_rad_per_s.map { $0 / (2 * Double.pi) } },
            &result)
        append(
            "stability.R_s_critical", .ohm, "1/(-1/R_b - C_m/tau_k): oscillates above it" + interval, "oscillation",
            { $0.oscillationLoad_ohm }, &result)
        let side = center.first.time_s > 0 ? "above" : "below"
        append(
            "stability.R_s_critical", .ohm, "size of the negative resistance at rest: jumps \(side) it" + interval,
            "jump",
            { $0.static_S < 0 ? -1 / $0.static_S : nil }, &result)
        return result.metrics
    }

    /// A metric of the fitted circuit with its interval over the draws; nothing where more than 2.5 % of them lack it.
    private func append(
        _ id: String, _ unit: SIUnit, _ rule: String, _ definition: String,
        _ quantity: (CircuitPoint) -> Double?, _ result: inout DiagnosticResult
    ) {
        guard let value = quantity(center), value.isFinite, let range = draws.interval(quantity) else { return }
        // Half the interval as an error: quotients have long tails, and a standard deviation none to speak of.
        var metric = spectrum.metric(
            id, CircuitEstimate(value: value, se: (range.high - range.low) / (2 * 1.959964)), unit, rule: rule,
            definition: definition)
        (metric.low, metric.high, metric.level) = (range.low, range.high, 0.95)
        result.metrics.append(metric)
    }

    // MARK: For the figure

    /// Poles and zeros with a cloud of those of some of the draws.
    private var curves: [Curve] {
        guard let roots = PolesAndZeros(fit.circuit) else { return [] }
        func curve(_ id: String, _ values: [Complex<Double>]) -> Curve? {
            let finite = values.filter(\.isFinite)
            guard !finite.isEmpty else { return nil }
            return Curve(
                id, at: spectrum.at, from: [spectrum.recordingID],
                columns: [
                    CurveColumn("re", .perSecond, finite.map(\.real)),
                    CurveColumn("im", .perSecond, finite.map(\.imaginary)),
                ])
        }
        let some = stride(from: 0, to: draws.points.count, by: max(1, draws.points.count / Self.cloud))
            .map { draws.points[$0] }
        return [
            curve("stability.poles", roots.poles_per_s), curve("stability.zeros", roots.zeros_per_s),
            curve("stability.pole-cloud", some.flatMap { RatePolynomial($0, .current).rates_per_s }),
            curve("stability.zero-cloud", some.flatMap { RatePolynomial($0, .voltage).rates_per_s }),
        ].compactMap { $0 }
    }

    /// Draws shown in the figure.
    private static let cloud = 40
}
