import Glibc
import Kernels
import Measurements

/// The numbers of one train of equal pulses (THEORY C.4).
struct TrainReport {
    let train: PulseTrain
    let number: Int
    let recording: Recording
    let curve: UpdateCurve?
    /// Distance of distinct levels, in standard deviations.
    let separation: Double

    init(_ train: PulseTrain, number: Int, recording: Recording, separation: Double) {
        self.separation = separation
        self.train = train
        self.number = number
        self.recording = recording
        curve = UpdateCurve(train.conductance_S)
    }

    private var values: [Double] { train.conductance_S }

    /// Where the train's numbers hold.
    var place: Place {
        Place(
            state: recording.conditions.state, V: DecimalPlaces.millivolts(train.level_V),
            branch: train.grows ? "potentiation" : "depression", step: number)
    }

    func metric(
        _ id: String, _ value: Double, se: Double? = nil, unit: SIUnit, definition: String? = nil, rule: String
    ) -> Metric {
        var at = place
        at.definition = definition
        return Metric(
            "pulses." + id, value, se: se, unit: unit, n: values.count, at: at, from: [recording.id],
            rule: rule + "; read in the \(train.phase)")
    }

    /// All numbers, labels and curves of the train.
    func result(isFull: Bool) -> DiagnosticResult {
        var result = DiagnosticResult()
        guard values.count >= PulseTrains.fewestPulses else { return result }
        result.curves += curves(isFull: isFull)
        let noise = curve?.noise_S ?? 0
        if let least = values.min(), let most = values.max(), least > 0 {
            let ratio = most / least
            let se = ratio * noise * (1 / (most * most) + 1 / (least * least)).squareRoot()
            result.metrics.append(
                metric("dynamic_range", ratio, se: se, unit: .none, rule: "G_max/G_min of the train"))
        }
        guard let curve else { return result }
        // A train that stays within its noise has no shape.
        let isChanged = train.purpose != .unchanged && curve.word != "unchanged"
        if isChanged, let count = pulseNumber(curve) { result.metrics.append(count) }
        guard isFull else { return result }
        result.metrics += window(noise)
        if isChanged { result.metrics += shape(curve) }
        result.labels.append(
            Label(
                "pulses.update_model", curve.word, at: place, from: [recording.id],
                rule: "lowest BIC of a constant, a straight line and G_1 + D (1 - e^{-nu w})/(1 - e^{-nu})"))
        result.metrics += energies()
        return result
    }

    private func window(_ noise: Double) -> [Metric] {
        guard let least = values.min(), let most = values.max() else { return [] }
        let gap = most - least
        var list = [
            metric("window", gap, se: noise * 2.0.squareRoot(), unit: .siemens, rule: "G_max - G_min of the train"),
            metric("noise", noise, unit: .siemens, rule: "standard deviation of a read about the update curve"),
        ]
        // Exact numbers have no noise but rounding, and no bound from it.
        if noise > 1e-6 * gap {
            var levels = metric(
                "levels", (1 + gap / (separation * noise)).rounded(.down), unit: .none, definition: "bound",
                rule:
                    "at most 1 + (G_max - G_min)/(k s), k = \(DecimalText.significant(separation, digits: 2).trimmedPoint), s the noise of a read; "
                    + "trains that are repeated would tell")
            levels.bound = .upper
            list.append(levels)
        }
        return list
    }

    /// Pulses to saturation, from the free curve.
    private func pulseNumber(_ curve: UpdateCurve) -> Metric? {
        guard let free = curve.free, free.nu > 0 else { return nil }
        let count = curve.intervals / free.nu
        let se = count * free.se / free.nu
        guard count < 2 * Double(values.count), count > 0.3, se < 0.5 * count else { return nil }
        return metric(
            "N0", count, se: se, unit: .none, rule: "G_n = G* + (G_1 - G*) e^{-(n-1)/N_0} by least squares")
    }

    /// A, NL and q, free and through the ends.
    private func shape(_ curve: UpdateCurve) -> [Metric] {
        var list: [Metric] = []
        let sign = train.grows ? 1.0 : -1.0
        for (shape, definition, how) in [
            (curve.free, "free", "both ends fitted"), (curve.fixed, "fixed", "through the first and the last read"),
        ] {
            guard let shape else { continue }
            let A = curve.intervals / shape.nu
            // A runs through infinity where ν passes zero: then it has no error worth the name.
            if abs(shape.nu) > 2 * shape.se, A.isFinite {
                list.append(
                    metric(
                        "A", A, se: abs(A * shape.se / shape.nu), unit: .none, definition: definition,
                        rule: "in pulses, G = B (1 - e^{-P/A}) + G_1, P = n - 1, \(how)"))
            }
            func label(_ nu: Double) -> Double { sign * NonlinearityLabel.label(nu: nu) }
            let ends = [label(shape.nu - 1.959964 * shape.se), label(shape.nu + 1.959964 * shape.se)].sorted()
            var at = place
            at.definition = definition
            list.append(
                Metric(
                    "pulses.NL", label(shape.nu), se: (ends[1] - ends[0]) / (2 * 1.959964), low: ends[0], high: ends[1],
                    level: 0.95, unit: .none,
                    n: values.count, at: at, from: [recording.id],
                    rule: "NeuroSim's label max[g(P) - P]/(0.07 sqrt 2) with nu = N/A = "
                        + "\(DecimalText.significant(shape.nu, digits: 3)), \(how); negative for depression, and for "
                        + "potentiation that accelerates; read in the \(train.phase)"))
        }
        if let power = PowerUpdate.exponent(values, noise_S: curve.noise_S) {
            list.append(
                metric(
                    "q", power.value, se: power.se, unit: .none,
                    rule: "G = [(G_N^q - G_1^q) w + G_1^q]^{1/q} through the first and the last read; 1 is linear"))
        }
        return list
    }

    /// Energy of a pulse: of the first, which meets a rested device, and the median over the train.
    private func energies() -> [Metric] {
        let energies = train.pulses.compactMap(\.energy_J)
        guard energies.count == train.pulses.count, let first = train.pulses.first, let energy = first.energy_J,
            let middle = RobustStatistics.median(energies), let width = first.width_s, width > 0
        else { return [] }
        let rule =
            "mean of V I over the samples times the width of \(QuantityText.text(width, unit: .second, digits: 3))"
        // The width between two samples is the largest error by far.
        let relative = first.widthError_s / width
        return [
            metric(
                "energy", middle, se: abs(middle) * relative, unit: .joule, definition: "pulse",
                rule: rule + ", median over the train"),
            metric(
                "energy", energy, se: abs(energy) * relative, unit: .joule, definition: "spike",
                rule: rule + ", first pulse of the train"),
        ]
    }

    private func curves(isFull: Bool) -> [Curve] {
        let n = values.indices.map { Double($0 + 1) }
        func curve(_ id: String, _ name: String, _ unit: SIUnit, _ list: [Double]) -> Curve {
            Curve(
                id, at: place, from: [recording.id],
                columns: [CurveColumn("n", .none, n), CurveColumn(name, unit, list)])
        }
        var list = [curve("pulses.data", "G", .siemens, values)]
        guard isFull, let fitted = self.curve else { return list }
        list.append(curve("pulses.fit", "G", .siemens, fitted.model_S))
        let energies = train.pulses.compactMap(\.energy_J)
        if energies.count == values.count { list.append(curve("pulses.energy", "E", .joule, energies)) }
        return list
    }
}
