import Findings
import Glibc
import Kernels
import Measurements

/// Turns the reads of one recording into the law of relaxation, its metrics and curves.
struct RetentionReport {
    let reads: RetentionReads
    let recording: Recording
    private let options: DiagnoseOptions
    private let weights: [Double]
    let law: RelaxationLaw?
    /// Other laws as good within 2 of AICc.
    let rivals: [RelaxationLaw]
    /// Every law that could be fitted.
    let laws: [RelaxationLaw]
    private let referenceRule: String
    private let reference_S: Double
    private let start_S: Double

    init(_ reads: RetentionReads, recording: Recording, options: DiagnoseOptions) {
        self.reads = reads
        self.recording = recording
        self.options = options
        let flat = [Double](repeating: 1, count: reads.time_s.count)
        func fit(_ kind: RelaxationLaw.Kind, _ reference: Double?, _ weights: [Double]) -> RelaxationLaw? {
            RelaxationLaw(
                time_s: reads.time_s, conductance_S: reads.conductance_S, weights: weights,
                shape: .init(kind: kind, reference_S: reference))
        }
        // Reads carry noise of a range and of a gain; the richest law shows which. The first fit, all reads alike, misses the
        // small late ones by the noise of the early ones; twice more, and the weights no longer change.
        var weights = flat
        for _ in 0..<3 {
            let free =
                fit(.stretched, nil, weights) ?? fit(.exponential, nil, weights)
                ?? fit(.exponential, reads.before_S ?? 0, weights)
            guard let free else { break }
            let model = reads.time_s.map { free.reference_S + free.amplitude_S * free.fraction(at: $0) }
            let noise = NoiseLaw.mostLikely(
                fitted_A: model, residuals_A: zip(reads.conductance_S, model).map { $0 - $1 }, counts: flat)
            weights = model.map { 1 / noise.variance(at: $0) }
        }
        self.weights = weights
        let constant = RelaxationLaw.constantAICc(conductance_S: reads.conductance_S, weights: weights)
        (reference_S, referenceRule) = Self.reference(
            reads, constantAICc: constant, free: fit(.exponential, nil, weights), fit(.stretched, nil, weights))
        let isFitted = referenceRule.hasPrefix("fitted")
        let reference: Double? = isFitted ? nil : reference_S
        // An exponent above 1 is no relaxation: reads that disturb make such.
        let kinds: [RelaxationLaw.Kind] =
            options.depth == .full ? RelaxationLaw.Kind.allCases : [.exponential, .stretched]
        laws = kinds.compactMap { fit($0, reference, weights) }.filter { $0.shape.kind != .stretched || $0.beta <= 1 }
        let lowest = laws.map(\.aicc).min() ?? .infinity
        // Of laws as good within 2, the usual span, the exponential, which has one parameter less; else the lowest.
        let good = laws.filter { $0.aicc <= lowest + 2 }
        let best = good.first { $0.shape.kind == .exponential } ?? good.min { $0.aicc < $1.aicc }
        // A decay counts as measured where it is better by six units: noise alone makes two in 1 of 40 records.
        let decays = best.map { $0.aicc < constant - 6 && abs($0.covariance.tau) < 1 } ?? false
        law = decays ? best : nil
        rivals = decays ? good.filter { $0.shape.kind != best?.shape.kind } : []
        let early = reads.conductance_S.prefix(3)
        start_S = law.map { $0.reference_S + $0.amplitude_S } ?? early.reduce(0, +) / Double(early.count)
    }

    /// The relaxed conductance: fitted where the record holds three of the times, else from before the write, else zero.
    private static func reference(
        _ reads: RetentionReads, constantAICc: Double, free exponential: RelaxationLaw?, _ stretched: RelaxationLaw?
    ) -> (Double, String) {
        let record = reads.time_s.last ?? 0
        let best = [exponential, stretched].compactMap { $0 }.filter { $0.beta <= 1 }.min { $0.aicc < $1.aicc }
        // A tenth of noise may look like a decay; ten units of the criterion do not come by chance.
        if let best, best.aicc < constantAICc - 10, best.time(toReach: 0.05) < record,
            best.referenceError_S < 0.05 * abs(best.amplitude_S)
        {
            return (best.reference_S, "fitted G_ref (the record reaches it)")
        }
        if let before = reads.before_S { return (before, "G_ref from the reads before the write") }
        return (0, "G_ref taken as 0: neither the record nor a read before the write shows it")
    }

    /// What was taken from the reads before the fit.
    private var seriesRule: String {
        guard let series = reads.series else { return "" }
        return ", R_s = \(QuantityText.text(series.resistance_ohm, unit: .ohm)) of the spectra taken off"
    }

    var place: Place {
        Place(
            state: recording.conditions.state, V_read: reads.read_V ?? recording.conditions.read_V,
            temperature_K: recording.conditions.temperature_K)
    }

    /// Where evidence on the memory time holds.
    private var evidencePlace: Place {
        Place(
            state: recording.conditions.state, definition: "retention",
            temperature_K: recording.conditions.temperature_K)
    }

    var record_s: Double { reads.time_s.last ?? 0 }

    /// The fraction left at each read.
    private var fractions: [Double] {
        let change = start_S - (law?.reference_S ?? reference_S)
        guard change != 0 else { return [] }
        return reads.conductance_S.map { ($0 - (law?.reference_S ?? reference_S)) / change }
    }

    func result() -> DiagnosticResult {
        var result = DiagnosticResult()
        result.metrics.append(metric("retention.record_length", record_s, .second, rule: "time of the last read"))
        if let duty = reads.duty, duty > 0.01 {
            result.findings.append(disturbance(duty))
        }
        if let drift = reads.drift, abs(drift.value_S_per_s) > 3 * drift.se_S_per_s {
            let share = abs(drift.value_S_per_s * record_s / (start_S - (law?.reference_S ?? reference_S)))
            if share > 0.1, share.isFinite { result.findings.append(drifting(share)) }
        }
        let fractions = fractions
        guard !fractions.isEmpty else { return result }
        let tail = fractions.suffix(3)
        result.metrics.append(
            metric(
                "retention.fraction_at_end", tail.reduce(0, +) / Double(tail.count), .none,
                se: scatter(fractions) / Double(tail.count).squareRoot(),
                rule: "mean of the last \(tail.count) reads, " + referenceRule))
        if let law { add(law, to: &result) } else { addBound(fractions, to: &result) }
        result.curves.append(curve("retention.data", reads.time_s, fractions))
        if let law { result.curves.append(fitCurve(law)) }
        if options.depth == .full {
            result.metrics.append(
                metric(
                    "retention.noise", scatter(fractions), .none,
                    rule: "standard deviation of a read about the law, as a part of the change"))
            if let law { compare(law, to: &result) }
        }
        return result
    }

    /// Standard deviation of a read about the law, in units of the change.
    private func scatter(_ fractions: [Double]) -> Double {
        let model = law.map { law in reads.time_s.map { law.fraction(at: $0) } }
        let mean = fractions.reduce(0, +) / Double(fractions.count)
        let residuals = fractions.indices.map { fractions[$0] - (model?[$0] ?? mean) }
        let square = residuals.reduce(0) { $0 + $1 * $1 }
        return (square / Double(max(1, residuals.count - 1))).squareRoot()
    }

    /// Metrics of a measured decay.
    private func add(_ law: RelaxationLaw, to result: inout DiagnosticResult) {
        let name = law.shape.kind.rawValue
        let rule = "\(name) by AICc, " + referenceRule + seriesRule
        result.labels.append(
            Label(
                "retention.model", name, at: place, from: [recording.id],
                rule: "lowest AICc of \(laws.count) laws, the exponential where it is within 2"))
        if law.shape.reference_S == nil {
            // A memory whose rest is neither of its ends relaxes to a middle state (THEORY H).
            result.metrics.append(
                metric("retention.G_ref", law.reference_S, .siemens, se: law.referenceError_S, rule: rule))
        }
        let se = max(0, law.covariance.tau).squareRoot()
        result.metrics.append(logMetric("retention.tau", law.tau_s, se, rule: rule))
        let error = law.beta * max(0, law.covariance.beta).squareRoot()
        switch law.shape.kind {
        case .exponential: break
        case .stretched:
            result.metrics.append(metric("retention.beta", law.beta, .none, se: error, rule: rule))
            result.metrics.append(
                metric("retention.mean_time", law.mean_s, .second, rule: "(tau/beta) Gamma(1/beta), " + rule))
        case .power: result.metrics.append(metric("retention.power_exponent", law.beta, .none, se: error, rule: rule))
        case .logarithmic: result.metrics.append(metric("retention.log_slope", law.beta, .none, se: error, rule: rule))
        }
        var half = logMetric(
            "retention.half_time", law.time(toReach: 0.5), law.logTimeError(toReach: 0.5), rule: rule)
        for rival in rivals {
            let other = rival.time(toReach: 0.5)
            guard other.isFinite else { continue }
            half.low = min(half.low ?? other, other)
            half.high = max(half.high ?? other, other)
        }
        if !rivals.isEmpty {
            half.rule +=
                "; interval spans the \(rivals.map(\.shape.kind.rawValue).joined(separator: " and the ")) law as well, as good "
                + "within 2 of AICc"
        }
        half.rule += law.time(toReach: 0.5) > record_s ? "; extrapolated" : "; observed"
        result.metrics.append(half)
        if (reads.duty ?? 0) < 0.5 { result.metrics.append(evidence(law, rule: rule)) }
    }

    /// What the decay says of the memory time at 0 V: the time to the fraction r_c, over ln(1/r_c) (THEORY H).
    private func evidence(_ law: RelaxationLaw, rule: String) -> Metric {
        let tau = law.time(toReach: options.r_c) / log(1 / options.r_c)
        let own = law.logTimeError(toReach: options.r_c)
        let others = rivals.map { abs(log($0.time(toReach: options.r_c) / law.time(toReach: options.r_c))) }
        let other = others.filter(\.isFinite).max() ?? 0
        let sd = (own * own + other * other).squareRoot()
        var metric = logMetric(
            "volatility.tau_at_0V", tau, sd,
            rule: "time to r = \(DecimalText.significant(options.r_c, digits: 3)) over ln(1/r_c), " + rule
                + (rivals.isEmpty ? "" : "; the error holds the other laws as good within 2 of AICc"))
        metric.at = evidencePlace
        return metric
    }

    /// A lower bound where no decay can be measured: `t_rec/ln(1/(1 - 2 s_r))` (THEORY H).
    private func addBound(_ fractions: [Double], to result: inout DiagnosticResult) {
        // A ten-thousandth is as finely as reads are repeatable; noise-free numbers must not give an infinite bound.
        let noise = max(scatter(fractions), 1e-4)
        result.labels.append(
            Label(
                "retention.model", "constant", at: place, from: [recording.id],
                rule: "no law beats a constant by 6 of AICc, or its time is not determined"))
        guard noise < 0.5 else { return }
        let bound = record_s / log(1 / (1 - 2 * noise))
        let rule =
            "no measurable decay: t_rec/ln(1/(1 - 2 s_r)), s_r = \(DecimalText.significant(noise, digits: 2)), "
            + referenceRule
        var tau = metric("retention.tau", bound, .second, rule: rule)
        tau.bound = .lower
        tau.extrapolation = bound > record_s ? bound / record_s : nil
        result.metrics.append(tau)
        guard (reads.duty ?? 0) < 0.5 else { return }
        tau.id = "volatility.tau_at_0V"
        tau.at = evidencePlace
        result.metrics.append(tau)
    }

    private func drifting(_ share: Double) -> Finding {
        Finding(
            TransientFindings.retentionDrift,
            "the reads drifted before the write; over the record that is \(DecimalText.significant(share * 100, digits: 2)) % of "
                + "the change, so the decay is not memory alone", at: recording.provenance.position(of: 0),
            fix: "let the device settle before the write, or read a device that was not written beside it")
    }

    private func disturbance(_ duty: Double) -> Finding {
        let share = DecimalText.significant(duty * 100, digits: 2)
        return Finding(
            TransientFindings.readDisturb,
            "the read voltage is on for \(share) % of the time, expected at most 1 %"
                + (duty >= 0.5 ? "; nothing is said of 0 V" : ""),
            at: recording.provenance.position(of: 0), fix: "read with short pulses and rest at 0 V between them")
    }

    func metric(_ id: String, _ value: Double, _ unit: SIUnit, se: Double? = nil, rule: String) -> Metric {
        Metric(
            id, value, se: se, unit: unit, n: reads.time_s.count, at: place, from: [recording.id], rule: rule)
    }

    /// A time with the standard deviation of its logarithm; says how far it lies past the record.
    private func logMetric(_ id: String, _ value: Double, _ sd: Double, rule: String) -> Metric {
        // 0.975 quantile of the normal law.
        Metric(
            id, value, se: value * sd, low: value * exp(-1.959964 * sd), high: value * exp(1.959964 * sd), level: 0.95,
            unit: .second, n: reads.time_s.count, at: place, from: [recording.id], rule: rule,
            extrapolation: value > record_s ? value / record_s : nil)
    }

    private func curve(_ id: String, _ t: [Double], _ r: [Double]) -> Curve {
        Curve(
            id, at: place, from: [recording.id], columns: [CurveColumn("t", .second, t), CurveColumn("r", .none, r)])
    }

    /// The law from the first read to three records, 40 points a decade at most.
    func fitCurve(_ law: RelaxationLaw) -> Curve {
        let first = max(reads.time_s.first { $0 > 0 } ?? record_s, 1e-6 * record_s)
        let t = (0..<200).map { first * pow(3 * record_s / first, Double($0) / 199) }
        return curve("retention.fit", t, t.map { law.fraction(at: $0) })
    }
}
