import Glibc
import Kernels
import Measurements

/// Turns the answer of the voltage to one step of the current into metrics, its pattern and its curves (THEORY C.2).
struct CurrentStepMetrics {
    let fit: StepFit
    let recording: Recording
    /// What one unit of the exchanged stimulus is, A.
    let unit_A: Double
    let shape: StepShape
    /// The damped wave, where one is better than exponentials.
    let wave: DampedWave?
    /// What goes up and down without end; `nil` where the voltage settles.
    let spiking: Spiking?

    init(fit: StepFit, recording: Recording, unit_A: Double) {
        self.fit = fit
        self.recording = recording
        self.unit_A = unit_A
        shape = StepShape(fit)
        wave = Ringing.wave(in: fit.measured)
        spiking = wave == nil ? Spiking(fit.measured) : nil
    }

    private var sum: ExponentialSum { fit.sum }
    private var place: Place {
        Place(state: recording.conditions.state, bias_V: recording.conditions.bias_V, step: fit.step.number)
    }
    private var from_A: Double { (fit.step.levelBefore_V ?? 0) * unit_A }
    private var height_A: Double { fit.step.levelAfter_V * unit_A - from_A }
    private var direction: Double { height_A < 0 ? -1 : 1 }
    private var before_V: Double { fit.step.baseline?.current_A ?? 0 }

    /// `ringing`, `spiking`, `irregular` (no sum of exponentials), `overshoot` (rises along the step, then falls),
    /// `rise`, `fall` or `flat`.
    var pattern: String {
        if wave != nil { return "ringing" }
        if spiking != nil { return "spiking" }
        if shape.isMisfit { return "irregular" }
        let along = sum.amplitudes.map { $0 * direction }
        if along.contains(where: { $0 > 0 }), along.contains(where: { $0 < 0 }) {
            return (overshoot(sum) ?? 0) > 0 ? "overshoot" : "rise"
        }
        guard let first = along.first else { return "flat" }
        return first < 0 ? "rise" : "fall"
    }

    /// Whether the answer needs a memory: a voltage that turns back along the step, or one that rings.
    var isCertain: Bool {
        if wave != nil || spiking != nil { return true }
        guard !shape.isMisfit, !StepMemory.goesOn(shape) else { return false }
        return sum.amplitudes.indices.contains { j in
            let se = sum.standardError { $0.amplitudes[j] } ?? .infinity
            return sum.amplitudes[j] * direction > 5 * se
        }
    }

    /// The largest voltage beyond the final one over the change; `nil` where the voltage does not go beyond it.
    func overshoot(_ sum: ExponentialSum) -> Double? {
        let change = (sum.offset - before_V) * direction
        guard let fastest = sum.times_s.first, let slowest = sum.times_s.last, change > 0 else { return nil }
        var (best, t) = (sum.value(at: 0) * direction, 0.01 * fastest)
        var bestTime = 0.0
        while t < 10 * slowest {
            let value = sum.value(at: t) * direction
            if value > best { (best, bestTime) = (value, t) }
            t *= 1.05
        }
        for step in stride(from: -20, through: 20, by: 1) where bestTime > 0 {
            best = max(best, sum.value(at: bestTime * pow(1.05, Double(step) / 20)) * direction)
        }
        let excess = best - sum.offset * direction
        return excess > 0 ? excess / change : nil
    }

    private var rule: String {
        "step of \(QuantityText.text(height_A, unit: .ampere, digits: 3)) from "
            + "\(QuantityText.text(from_A, unit: .ampere, digits: 3)), \(sum.order) signed exponentials, order by BIC"
    }

    private func metric(
        _ id: String, _ unit: SIUnit, component: Int? = nil, rule: String? = nil, _ quantity: (ExponentialSum) -> Double
    ) -> Metric {
        var at = place
        at.component = component
        return Metric(
            "transient." + id, quantity(sum), se: sum.standardError(of: quantity), unit: unit, n: fit.measured.count,
            at: at, from: [recording.id], rule: rule ?? self.rule)
    }

    /// The metrics of the step.
    func metrics() -> [Metric] {
        var list: [Metric] = []
        if let wave {
            let (time, frequency) = wave.logErrors
            let f = wave.frequency_rad_per_s / (2 * .pi)
            let rule = "one damped wave, better than exponentials by more than 10 of BIC"
            func ring(_ id: String, _ value: Double, _ se: Double, _ unit: SIUnit) -> Metric {
                Metric(
                    "transient." + id, value, se: value * se, unit: unit, n: fit.measured.count, at: place,
                    from: [recording.id], rule: rule)
            }
            list += [
                ring("ring_frequency", f, frequency, .hertz), ring("ring_tau", wave.time_s, time, .second),
            ]
            let se = max(0, wave.covariance[0][0] * wave.variance).squareRoot()
            return list + [value("V_final", wave.offset, .volt, rule, se: se)]
        }
        if let spiking { return spikes(spiking) }
        if let drift = fit.drift {
            list.append(
                value(
                    "drift_V", drift.value_A_per_s, .voltPerSecond,
                    "one slope before the step and at its end, fitted with the response and taken off it",
                    se: drift.se_A_per_s))
        }
        list.append(
            value(
                "misfit", fit.lack.ratio, .none, "rms residual over the noise of neighboring ones, \(rule)"))
        // Where the sum misses the voltage its parts describe nothing.
        guard !shape.isMisfit else { return list }
        list.append(
            metric("V_initial", .volt, rule: "fit at the instant of the step, \(rule)") { $0.value(at: 0) })
        if !fit.isTooSlow {
            var final = metric("V_final", .volt, rule: "constant of the fit, \(rule)") { $0.offset }
            if shape.unsettledFactor > 1 { final.extrapolation = shape.unsettledFactor }
            list.append(final)
            if height_A != 0 {
                list.append(
                    metric("R_final", .ohm, rule: "(V_final - V before)/dI, \(rule)") {
                        ($0.offset - before_V) / height_A
                    })
            }
        }
        if fit.isTooSlow {
            var bound = value(
                "tau", fit.record_s, .second,
                "lower bound: the length of the record, at whose end the voltage still moves")
            bound.at.component = sum.order
            bound.bound = .lower
            list.append(bound)
        }
        for j in 0..<sum.order where !(fit.isTooSlow && j == sum.order - 1) {
            list.append(metric("tau", .second, component: j + 1) { $0.times_s[j] })
            list.append(metric("amplitude_V", .volt, component: j + 1) { $0.amplitudes[j] })
        }
        if !fit.isTooSlow, sum.order > 0 {
            list.append(
                metric("tau_I", .second, rule: "slowest time at fixed current: a pole of the impedance, \(rule)") {
                    $0.times_s[sum.order - 1]
                })
            if overshoot(sum) != nil {
                list.append(
                    metric("overshoot", .none, rule: "(largest - final)/(final - before), \(rule)") {
                        overshoot($0) ?? .nan
                    })
            }
        }
        return list
    }

    /// Rate and height of spikes.
    private func spikes(_ spiking: Spiking) -> [Metric] {
        let rule = "\(spiking.periods_s.count + 1) maxima, swings that do not die away"
        var list = [value("spike_height", spiking.height, .volt, "median swing, " + rule)]
        if let rate = spiking.rate {
            list.append(
                value("spike_rate", rate.value_per_s, .hertz, "inverse of the mean period, " + rule, se: rate.se_per_s))
        }
        return list
    }

    private func value(
        _ id: String, _ value: Double, _ unit: SIUnit, _ rule: String, se: Double? = nil
    ) -> Metric {
        Metric(
            "transient." + id, value, se: se, unit: unit, n: fit.measured.count, at: place, from: [recording.id],
            rule: rule)
    }

    /// The label of the pattern.
    func label() -> Label {
        Label(
            "transient.pattern", pattern, at: place, from: [recording.id],
            rule: "answer of the voltage to a step of the current; "
                + (spiking == nil ? rule : "swings up and down without end"))
    }

    /// Data, fit and residual.
    func curves() -> [Curve] {
        let kept = LogDecimation.indices(fit.measured.time_s, limit: 2_000)
        let t = kept.map { fit.measured.time_s[$0] }
        let voltage = kept.map { fit.measured.values[$0] }
        let model = t.map { wave?.value(at: $0) ?? sum.value(at: $0) }
        if spiking != nil { return [curve("transient.voltage", "V", t, voltage)] }
        return [
            curve("transient.voltage", "V", t, voltage), curve("transient.voltage-fit", "V", t, model),
            curve("transient.voltage-residual", "r", t, zip(voltage, model).map { $0 - $1 }),
        ]
    }

    private func curve(_ id: String, _ name: String, _ t: [Double], _ values: [Double]) -> Curve {
        Curve(
            id, at: place, from: [recording.id],
            columns: [CurveColumn("t", .second, t), CurveColumn(name, .volt, values)])
    }
}

extension CurrentSteps {
    /// The metrics of steps of the current; those that steps of the voltage share are defined there.
    static let definitions: [MetricDefinition] = [
        .init(
            "transient.V_initial", "V(0^{+})", .volt,
            "Voltage right after a step of the current; less the one before, R_s dI.",
            source: "THEORY C.2"),
        .init(
            "transient.V_final", "V(∞)", .volt, "Voltage long after a step of the current.", source: "THEORY C.2"),
        .init(
            "transient.R_final", "R_{∞}", .ohm, "Change of the voltage over the step of the current: R_dc.",
            source: "THEORY C.2"),
        .init(
            "transient.amplitude_V", "B", .volt, "Signed amplitude of a component of the voltage.", source: "THEORY C.2"
        ),
        .init(
            "transient.tau_I", "τ_{I}", .second, "Slowest time after a step of the current: a pole of the impedance.",
            source: "THEORY A.7, C.2"),
        .init(
            "transient.spike_rate", "f_{spike}", .hertz,
            "Maxima of the voltage a second after a step of the current that it does not settle from.",
            source: "THEORY F"),
        .init(
            "transient.spike_height", "ΔV_{spike}", .volt, "Median swing of the voltage in such spikes.",
            source: "THEORY F"),
        .init(
            "transient.drift_V", "dV/dt", .voltPerSecond,
            "Slope that the voltage has before a step of the current and keeps after it; taken off before the fit.",
            source: "docs/transients.md"),
        .init(
            "transient.overshoot", "(V_{max}−V_{∞})/ΔV", .none,
            "Largest voltage beyond the final one, over the change; an inductive memory makes it.", source: "THEORY C.2"
        ),
    ]
}
