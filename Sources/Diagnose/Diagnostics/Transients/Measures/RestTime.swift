import Glibc
import Kernels
import Measurements

/// What steps say of the relaxation time at 0 V, as a number or as a lower bound (THEORY H).
struct RestTime {
    let laws: RateLaws
    let points: [RateBell.Point]
    let used: [StepEvidence]
    let series: SeriesDrop?

    /// The time by the preferred law, with the error of the fit and the spread between the laws.
    func metric() -> Metric {
        let (value, sd) = laws.atRest
        let tau = exp(value)
        let longest = used.map(\.shape.fit.record_s).max() ?? 0
        return Metric(
            "volatility.tau_at_0V", tau, se: tau * sd, low: exp(value - 1.959964 * sd),
            high: exp(value + 1.959964 * sd), level: 0.95, unit: .second, n: points.count, at: place, from: from,
            rule: basis + ", extrapolated to 0 V; " + choice + "; " + doubt,
            extrapolation: longest > 0 && tau > longest ? tau / longest : nil)
    }

    /// The least that both laws allow, where they differ by too much for a number.
    func bound(fitError sd: Double) -> Metric {
        let rest = laws.bell.value(at: 0)
        // 1.645: the 95 % point of one side.
        var metric = Metric(
            "volatility.tau_at_0V", exp(min(laws.least, rest - 1.644854 * sd)), unit: .second, n: points.count,
            at: place, from: from,
            rule: "lower bound: " + basis + "; \(laws.preferred.rawValue) alone makes it "
                + "\(QuantityText.text(exp(rest), unit: .second, digits: 2)), but T2 with a constant rate that the times allow "
                + "\(QuantityText.text(exp(laws.least), unit: .second, digits: 2)); " + choice)
        metric.bound = .lower
        return metric
    }

    private var place: Place {
        Place(state: used.first?.recording.conditions.state, definition: "steps \(laws.preferred.rawValue)")
    }

    private var from: [String] { Array(Set(used.map(\.recording.id))).sorted() }

    /// Which times, and at which voltages.
    private var basis: String {
        let voltages = points.map(\.V)
        return "ln tau of \(points.count) steps from \(DecimalText.significant(voltages.min() ?? 0, digits: 3)) to "
            + "\(DecimalText.significant(voltages.max() ?? 0, digits: 3)) V"
            + (series.map {
                " inside (R_s = \(QuantityText.text($0.resistance_ohm, unit: .ohm, digits: 3)) \($0.source))"
            }
                ?? "") + " with \(laws.preferred.rawValue)"
    }

    /// How the law was chosen.
    private var choice: String { laws.choice(points.count) }

    private var doubt: String {
        laws.spread < 0.005
            ? "T1 and T2 agree at 0 V"
            : "the laws differ there by a factor \(DecimalText.significant(exp(laws.spread), digits: 3)), which the error holds"
    }
}

extension RateLaws {
    /// Why the preferred law is preferred, in words.
    func choice(_ count: Int) -> String {
        guard let advantage else {
            return
                "T2 is not compared: \(count) times, expected at least \(Self.fewestCompared) for its five parameters"
        }
        let size = DecimalText.significant(abs(advantage), digits: 3)
        if preferred == .T2 { return "T2 has an AICc lower by \(size) than T1" }
        return "T1 has an AICc lower by \(size) than T2" + (second == nil ? ", which finds no constant rate" : "")
    }
}
