import Glibc
import Kernels
import Measurements

/// Turns the fit of one step into metrics, its pattern label and its curves.
struct StepMetrics {
    let shape: StepShape
    let recording: Recording
    /// Largest height of a small step, V.
    let smallStep_V: Double

    var fit: StepFit { shape.fit }
    private var sum: ExponentialSum { shape.fit.sum }
    private var step: VoltageStep { shape.fit.step }

    /// Whether the step is small enough for linear response.
    var isSmall: Bool { step.height_V.map { abs($0) <= smallStep_V * (1 + 1e-9) } ?? false }

    /// Where the step's numbers hold.
    ///
    /// A small step belongs to the level it relaxes to, so that it meets the impedance
    /// at that bias; a large one keeps the level it came from.
    var place: Place {
        Place(
            state: recording.conditions.state,
            bias_V: isSmall ? level(step.levelAfter_V) : step.levelBefore_V.map(level), V: level(step.levelAfter_V),
            step: step.number)
    }

    /// The level before the step, V; `nil` where it is not known.
    var levelBefore_V: Double? { step.levelBefore_V.map(level) }

    /// A level without the digits that its noise (or binary fractions) made up.
    private func level(_ value_V: Double) -> Double {
        let digit = pow(10, (log10(max(step.levelError_V, 1e-9))).rounded(.down))
        let rounded = (value_V / digit).rounded() * digit
        // Through nine decimals, so that 0.51 prints as 0.51.
        return (rounded * 1e9).rounded() / 1e9
    }

    /// How the fit was made, in words.
    private var fitRule: String {
        let noise = fit.noise.proportion_per_A > 0 ? "noise partly proportional to the current" : "constant noise"
        return
            "\(sum.order) signed exponential\(sum.order == 1 ? "" : "s") by variable projection, order by BIC, \(noise)"
    }

    /// All metrics of the step.
    func metrics() -> [Metric] {
        var list = [
            metric("order", Double(sum.order), nil, .none, rule: orderRule),
            metric(
                "I_initial", .ampere, { shape.initial($0) },
                rule: shape.isFastUnresolved
                    ? "first sample of the fit: the spike is faster than the samples" : "fit at the instant of the step"
            ),
        ]
        list.append(
            metric(
                "misfit", fit.lack.ratio, nil, .none,
                rule: "rms residual over the noise of neighboring ones, " + fitRule))
        list += components()
        guard !fit.isTooSlow else { return list }
        list.append(
            metric(
                "I_plateau", .ampere, { shape.plateau($0) }, rule: "fit without its spike, at the instant of the step")
        )
        var final = metric("I_final", .ampere, { $0.offset }, rule: "constant of the fit, " + fitRule)
        if shape.unsettledFactor > 1 { final.extrapolation = shape.unsettledFactor }
        list.append(final)
        list += [slowTime(), charge(), capacitance(), turnover()].compactMap { $0 }
        return list
    }

    /// The label of the pattern; for a large step with a memory, also whether it sets or resets.
    func labels() -> [Label] {
        guard !isSmall, !shape.memory.isEmpty, !fit.isTooSlow else { return [patternLabel()] }
        let grows = SwitchingTimes.growth(shape) > 0
        return [
            patternLabel(),
            Label(
                "transient.direction", grows ? "set" : "reset", at: place, from: [recording.id],
                rule: "set where |I| grows from the plateau to the final current, reset where it falls"),
        ]
    }

    private func patternLabel() -> Label {
        let meaning =
            switch shape.pattern {
            case "rise", "spike-then-rise": "inductive: the current goes on along the step"
            case "decay", "spike-then-decay": "capacitive: the current turns back"
            case "rise-then-decay": "a rise along the step, then back"
            default: "no exponential stands out of the noise"
            }
        return Label(
            "transient.pattern", shape.pattern, at: place, from: [recording.id], rule: meaning + "; " + fitRule)
    }

    /// Data, fit and residual at up to 2,000 times spread evenly on a log axis.
    func curves() -> [Curve] {
        let kept = LogDecimation.indices(fit.measured.time_s, limit: 2_000)
        let t = kept.map { fit.measured.time_s[$0] }
        let current = kept.map { fit.measured.values[$0] }
        let model = t.map { sum.value(at: $0) }
        let at = Place(
            state: recording.conditions.state, bias_V: levelBefore_V, V: level(step.levelAfter_V), step: step.number)
        func curve(_ id: String, _ name: String, _ values: [Double]) -> Curve {
            Curve(
                id, at: at, from: [recording.id],
                columns: [CurveColumn("t", .second, t), CurveColumn(name, .ampere, values)])
        }
        return [
            curve("transient.step", "I", current), curve("transient.fit", "I", model),
            curve("transient.residual", "r", zip(current, model).map { $0 - $1 }),
        ]
    }

    private var orderRule: String {
        guard !fit.rivals.isEmpty else { return "lowest BIC" }
        return "lowest BIC, undecided against order " + fit.rivals.map { "\($0)" }.joined(separator: ", ")
    }

    /// A metric of the step.
    func metric(
        _ id: String, _ value: Double, _ se: Double?, _ unit: SIUnit, component: Int? = nil, rule: String
    ) -> Metric {
        var at = place
        at.component = component
        return Metric(
            "transient." + id, value, se: se, unit: unit, n: fit.measured.count, at: at, from: [recording.id],
            rule: rule)
    }

    /// A metric that is a quantity of the fit, with its propagated error.
    private func metric(
        _ id: String, _ unit: SIUnit, _ quantity: (ExponentialSum) -> Double, rule: String
    ) -> Metric {
        metric(id, quantity(sum), sum.standardError(of: quantity), unit, rule: rule)
    }

    /// Time and amplitude of each component that the samples resolve, numbered from the fastest; none where their sum
    /// misses the data, because then they describe no relaxation.
    private func components() -> [Metric] {
        var list: [Metric] = []
        if shape.isMisfit, !fit.isTooSlow { return list }
        for j in 0..<sum.order where !(j == 0 && shape.isFastUnresolved) {
            let isOpen = fit.isTooSlow && j == sum.order - 1
            if isOpen {
                var bound = metric(
                    "tau", fit.record_s, nil, .second, component: j + 1,
                    rule: "lower bound: the length of the record, at whose end the current still moves")
                bound.bound = .lower
                list.append(bound)
                continue
            }
            var time = metric(
                "tau", sum.times_s[j], sum.standardError { $0.times_s[j] }, .second, component: j + 1, rule: fitRule)
            if sum.times_s[j] > fit.record_s { time.extrapolation = sum.times_s[j] / fit.record_s }
            list.append(time)
            list.append(
                metric(
                    "amplitude", sum.amplitudes[j], amplitudeError(j), .ampere, component: j + 1,
                    rule: "at the instant of the step, " + fitRule))
        }
        return list
    }

    /// Error of an amplitude: of the fit, and of the instant of the step.
    private func amplitudeError(_ j: Int) -> Double? {
        let shift = sum.amplitudes[j] / sum.times_s[j] * step.timeError_s
        return sum.standardError { $0.amplitudes[j] }.map { ($0 * $0 + shift * shift).squareRoot() }
    }

    /// The slow time constant of a small step with a memory.
    private func slowTime() -> Metric? {
        guard isSmall, !shape.isMisfit, let value = shape.slowTime(sum) else { return nil }
        return metric(
            "tau_V", value, sum.standardError { shape.slowTime($0) ?? .nan }, .second,
            rule: "slowest time of a step of at most \(DecimalText.significant(smallStep_V * 1e3, digits: 3)) mV, "
                + fitRule)
    }

    /// The excess charge; its error holds the fit's, that of the instant of the step, and no more than a tenth of what
    /// lies past the record, as far as the fit has seen it.
    private func charge() -> Metric? {
        guard sum.order > 0 else { return nil }
        let value = shape.excessCharge(sum)
        let jump = shape.plateau(sum) - sum.offset
        let tail = shape.tailCharge(sum)
        let errors = [sum.standardError { shape.excessCharge($0) } ?? 0, jump * step.timeError_s, 0.1 * tail]
        let share = value != 0 ? abs(tail / value) * 100 : 0
        var result = metric(
            "excess_charge", value, errors.reduce(0) { $0 + $1 * $1 }.squareRoot(), .coulomb,
            rule: "sum of A tau over the components"
                + (shape.isFastUnresolved ? ", the spike from the first sample on" : "")
                + ", \(DecimalText.significant(share, digits: 2)) % of it past the record; " + fitRule)
        if shape.unsettledFactor > 1 { result.extrapolation = shape.unsettledFactor }
        return result
    }

    /// The low-frequency capacitance of a small step: its charge per volt (THEORY C.5, G.1).
    ///
    /// The charge between two levels is the integral of a capacitance over the voltages between them: it belongs to
    /// their middle (`FiniteStep` brings it there).
    private func capacitance() -> Metric? {
        // Of a spike that is over before the second sample the charge is not known.
        guard isSmall, let height = step.height_V, abs(height) > 3 * step.levelError_V, let charge = charge(),
            !(shape.isFastUnresolved && shape.memory.isEmpty)
        else {
            return nil
        }
        let relative = step.levelError_V * 2.0.squareRoot() / height
        let value = charge.value / height
        let fromCharge = (charge.se ?? 0) / abs(height)
        var result = metric(
            "C_lf", value, (fromCharge * fromCharge + value * value * relative * relative).squareRoot(), .farad,
            rule: "excess charge over the height of the step, at the middle of its levels; " + charge.rule)
        result.extrapolation = charge.extrapolation
        result.at.bias_V = level(step.levelAfter_V - 0.5 * height)
        return result
    }

    /// The instant of the minimum between spike and rise.
    private func turnover() -> Metric? {
        guard let value = shape.turnover(sum) else { return nil }
        return metric(
            "turnover_time", value, sum.standardError { shape.turnover($0) ?? .nan }, .second,
            rule: "where the fit's slope changes sign")
    }
}
