internal import Glibc
internal import Kernels
internal import Measurements

/// The metrics that describe many cycles, and their definitions (THEORY D.6).
enum CycleMetrics {
    /// What may be given.
    static let definitions: [MetricDefinition] = [
        of("count", "n", "Number of cycles with an observed value; censored ones are told in the rule."),
        of("mean", "x̄", "Mean of the observed values of a quantity over the cycles but the first."),
        of("sd", "s", "Standard deviation with n - 1."),
        of("cv", "CV", "Standard deviation over the magnitude of the mean."),
        of("median", "x_{50}", "Median of the observed values."),
        of("iqr", "IQR", "Range between the quartiles (linear between order statistics)."),
        of(
            "autocorrelation", "r_{1}",
            "Correlation of the values of neighboring cycles; beyond 2/√n they are not independent."),
        of("trend", "dx/dn", "Least-squares slope against the number of the cycle: change a cycle."),
        of(
            "weibull_shape", "k",
            "Shape of the Weibull law F = 1 - exp(-(x/η)^k) by maximum likelihood with censored values."),
        of("weibull_scale", "η", "Scale of the Weibull law: 63 % of the values lie below."),
        of("lognormal_mean", "μ", "Mean of ln x of the lognormal law by maximum likelihood with censored values."),
        of("lognormal_sd", "σ", "Standard deviation of ln x of the lognormal law."),
        of(
            "law", "",
            "The likelier law of the values: Weibull, lognormal, undecided within 2 units of AIC, or not resolved where they spread "
                + "no more than the error of one value."),
        of(
            "endurance", "N_{end}",
            "Number of the first of n_endurance cycles in a row whose window R_HRS/R_LRS lies below k_endurance; a lower "
                + "bound where there was no such run."),
        of("yield", "Y", "Share of the cycles whose window reaches k_endurance, with Wilson's interval."),
        of("stuck", "n_{stuck}", "Longest run of cycles with both resistances within a factor of 1.2."),
    ]

    private static func of(_ name: String, _ symbol: String, _ meaning: String) -> MetricDefinition {
        .init("cycles." + name, symbol, .none, meaning, source: "THEORY D.6")
    }

    /// Count, mean, standard deviation, CV, median, IQR, autocorrelation and trend.
    static func moments(_ values: CycleValues) -> [Metric] {
        let all = values.observed
        let n = Double(all.count)
        let mean = all.reduce(0, +) / n
        let sd = values.spread
        let sorted = all.sorted()
        func quantile(_ p: Double) -> Double {
            let place = p * (n - 1)
            let lower = Int(place)
            return sorted[lower] + (place - Double(lower)) * (sorted[min(lower + 1, sorted.count - 1)] - sorted[lower])
        }
        let hidden = values.value.count - all.count
        let counted = "\(all.count) cycles" + (hidden > 0 ? ", \(hidden) more are censored and left out" : "")
        func metric(_ name: String, _ value: Double, _ se: Double?, _ unit: SIUnit, _ rule: String) -> Metric {
            Metric(
                "cycles." + name, value, se: se, unit: unit, n: all.count, at: values.ofPlace, from: values.from,
                rule: rule)
        }
        var found = [
            metric("count", n, nil, .none, counted),
            metric("mean", values.factor * mean, sd / sqrt(n), values.unit, "mean of \(counted)"),
            metric("sd", sd, sd / sqrt(2 * (n - 1)), values.unit, "n - 1; error of a normal law"),
        ]
        if mean != 0 {
            let cv = sd / abs(mean)
            found.append(
                metric(
                    "cv", cv, cv * sqrt(1 / (2 * (n - 1)) + cv * cv / n), .none, "sd over |mean|; error of a normal law"
                ))
        }
        // Order statistics that bracket the median with 95 %: n/2 +- 0.98 sqrt n.
        let reach = 0.98 * sqrt(n)
        let (low, high) = (max(0, Int(n / 2 - reach)), min(all.count - 1, Int((n / 2 + reach).rounded(.up))))
        let signed = [values.factor * sorted[low], values.factor * sorted[high]]
        found.append(
            Metric(
                "cycles.median", values.factor * quantile(0.5), low: signed.min(), high: signed.max(), level: 0.95,
                unit: values.unit, n: all.count, at: values.ofPlace, from: values.from,
                rule: "middle of the sorted values; interval from order statistics"))
        found.append(
            metric(
                "iqr", quantile(0.75) - quantile(0.25), nil, values.unit, "linear between order statistics; no error"))
        if let r = values.autocorrelation {
            found.append(metric("autocorrelation", r.value, r.se, .none, "lag 1; error 1/√n of independent cycles"))
        }
        if let slope = values.trend {
            found.append(
                metric("trend", values.factor * slope.value, slope.se, values.unit, "change a cycle, least squares"))
        }
        return found
    }

    /// Both laws.
    static func law(_ law: CycleLaw, _ values: CycleValues) -> [Metric] {
        let hidden = values.censored.lazy.filter { $0 }.count
        let how = "maximum likelihood, \(hidden) of \(values.value.count) censored; \(law.errors)"
        func metric(
            _ name: String, _ estimate: Estimate, _ interval: ClosedRange<Double>?, _ unit: SIUnit, _ rule: String
        ) -> Metric {
            Metric(
                "cycles." + name, estimate.value, se: estimate.se, low: interval?.lowerBound,
                high: interval?.upperBound, level: interval == nil ? nil : 0.95, unit: unit, n: values.value.count,
                at: values.ofPlace, from: values.from, rule: rule)
        }
        var found = [
            metric("weibull_shape", law.weibull.shape, law.shapeInterval, .none, how),
            metric("weibull_scale", law.weibull.scale, law.scaleInterval, values.unit, how),
        ]
        if let lognormal = law.lognormal {
            let rule = "maximum likelihood, \(hidden) of \(values.value.count) censored; ln of the SI value"
            found.append(metric("lognormal_mean", lognormal.mean, nil, .none, rule))
            found.append(metric("lognormal_sd", lognormal.sd, nil, .none, rule))
        }
        return found
    }

    /// Endurance, yield, longest stuck run.
    static func endurance(_ found: Endurance, _ place: Place, _ from: [String], least: Double, run: Int) -> [Metric] {
        var at = place
        at.of = "R_HRS/R_LRS"
        let ratio = DecimalText.significant(least, digits: 3)
        let n = Double(found.count)
        let share = Double(found.switching) / n
        // Wilson, JASA 22 (1927) 209.
        let z = 1.959964
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let width = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return [
            Metric(
                "cycles.endurance", Double(found.failure ?? found.last), unit: .none, n: found.count, at: at,
                from: from,
                rule: found.failure == nil
                    ? "no failure up to cycle \(found.last): no \(run) cycles in a row below a window of \(ratio)"
                    : "first of \(run) cycles in a row with a window below \(ratio)",
                bound: found.failure == nil ? .lower : nil),
            Metric(
                "cycles.yield", share, low: max(0, middle - width), high: min(1, middle + width), level: 0.95,
                unit: .none,
                n: found.count, at: at, from: from,
                rule: "\(found.switching) of \(found.count) cycles with a window of \(ratio) or more; Wilson's interval"
            ),
            Metric(
                "cycles.stuck", Double(found.stuck?.length ?? 0), unit: .none, n: found.count, at: at, from: from,
                rule: found.stuck.map { "from cycle \($0.from); both resistances within a factor of 1.2" }
                    ?? "no cycle with both resistances within a factor of 1.2"),
        ]
    }
}
