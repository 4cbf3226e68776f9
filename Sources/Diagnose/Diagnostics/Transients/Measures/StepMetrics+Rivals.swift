import Glibc
import Kernels
import Measurements

/// What a deep look adds to a step: rival laws, the noise, what it could hide, a drift, ringing.
extension StepMetrics {
    /// Metrics of the rivals of the exponentials; empty where none could be fitted.
    func rivals(_ rivals: RivalLaws) -> [Metric] {
        var list: [Metric] = []
        for (law, advantage) in zip(rivals.laws, rivals.advantages) {
            var difference = metric(
                "delta_BIC", advantage, nil, .none,
                rule:
                    "BIC of the \(law.kind.rawValue) law less that of \(fit.sum.order) exponentials; below 0 it is better"
            )
            difference.at.definition = law.kind.rawValue
            list.append(difference)
            let (time, exponent) = law.logErrors
            if law.kind == .stretched {
                list.append(
                    metric(
                        "stretched_tau", law.time_s, law.time_s * time, .second, rule: "e^{-(t/tau)^beta}, memory only")
                )
                list.append(
                    metric(
                        "stretched_beta", law.exponent, law.exponent * exponent, .none,
                        rule: "e^{-(t/tau)^beta}, memory only"))
            } else if advantage < 2, law.kind == .power {
                list.append(
                    metric(
                        "power_exponent", law.exponent, law.exponent * exponent, .none,
                        rule: "(1 + t/t_0)^{-m} with t_0 = \(QuantityText.text(law.time_s, unit: .second, digits: 3))"))
            } else if advantage < 2 {
                list.append(
                    metric(
                        "log_slope", -law.amplitude, nil, .ampere,
                        rule:
                            "I = I_0 + s ln(1 + t/t_0), t_0 = \(QuantityText.text(law.time_s, unit: .second, digits: 3))"
                    ))
            }
        }
        return list
    }

    /// The label of the law that describes the memory best.
    func lawLabel(_ rivals: RivalLaws) -> Label {
        Label(
            "transient.law", rivals.best, at: place, from: [recording.id],
            rule: "lowest BIC of a sum of exponentials and \(rivals.laws.count) rivals; within 2 undecided")
    }

    /// The noise of a sample, and the smallest component that would have been taken.
    func noiseFloor() -> [Metric] {
        // Where the current has not settled within the record, its end is as far as noise was seen.
        let sample = (fit.plainVariance * fit.noise.variance(at: fit.sum.value(at: fit.record_s))).squareRoot()
        guard sample.isFinite, sample > 0, let first = fit.measured.time_s.first(where: { $0 > 0 }),
            fit.record_s > 2 * first
        else { return [] }
        let n = Double(fit.measured.count)
        // A component shows in the samples of half a decade about its time.
        let seen = max(1, 0.5 * n / log10(fit.record_s / first))
        let least = sample * (2 * log(Double(fit.fitted.count)) / seen).squareRoot()
        return [
            metric(
                "noise", sample, nil, .ampere,
                rule: "standard deviation of a sample about the fit, at the end of the record"),
            metric(
                "floor", least, nil, .ampere,
                rule: "amplitude whose gain pays for two parameters in BIC, with the samples of half a decade"),
        ]
    }

    /// The drift that was taken off; `nil` where there was none.
    func drift() -> Metric? {
        guard let drift = fit.drift else { return nil }
        return metric(
            "drift", drift.value_A_per_s, drift.se_A_per_s, .amperePerSecond,
            rule: "one slope before the step and at its end, fitted with the response and taken off it")
    }

    /// The 95 % band of the fit at sixty times spread evenly on a log axis; `nil` without a covariance.
    func band() -> Curve? {
        let sum = fit.sum
        guard sum.unitCovariance.count == sum.parameterCount, sum.order > 0,
            let first = fit.measured.time_s.first(where: { $0 > 0 }), fit.record_s > first
        else { return nil }
        let t = (0..<60).map { first * pow(fit.record_s / first, Double($0) / 59) }
        let errors = t.map { 1.959964 * sum.valueError(at: $0) }
        let values = t.map { sum.value(at: $0) }
        let at = Place(
            state: recording.conditions.state, bias_V: levelBefore_V, V: place.V, step: fit.step.number)
        return Curve(
            "transient.band", at: at, from: [recording.id],
            columns: [
                CurveColumn("t", .second, t), CurveColumn("low", .ampere, zip(values, errors).map { $0 - $1 }),
                CurveColumn("high", .ampere, zip(values, errors).map { $0 + $1 }),
            ])
    }

    /// Frequency and damping of a ringing response.
    func ringing(_ wave: DampedWave) -> [Metric] {
        let (time, frequency) = wave.logErrors
        let f = wave.frequency_rad_per_s / (2 * .pi)
        let rule = "one damped wave, better than exponentials by more than 10 of BIC"
        return [
            metric("ring_frequency", f, f * frequency, .hertz, rule: rule),
            metric("ring_tau", wave.time_s, wave.time_s * time, .second, rule: rule),
        ]
    }
}
