internal import Diagnostics
internal import Measurements

/// Metrics as text for people.
enum MetricText {
    /// Number with error, and unit; a bound has its sign before it.
    static func parts(_ metric: Metric) -> QuantityText.Parts {
        var parts = QuantityText.parts(metric.value, standardError: metric.se, unit: metric.unit)
        parts.number = sign(metric.bound) + parts.number
        // A probability is never quite 0 or 1; digits beyond the sixth mean nothing.
        if metric.id == "volatility.P_nonvolatile" {
            if metric.value < 1e-6 { parts.number = "< 0.000001" }
            if metric.value > 1 - 1e-6 { parts.number = "> 0.999999" }
        }
        return parts
    }

    /// Number with error in a unit whose prefix is given as a power of ten.
    static func number(_ metric: Metric, power: Int) -> String {
        let scale = DecimalScale(power)
        let parts = QuantityText.parts(
            scale.divide(metric.value), standardError: metric.se.map(scale.divide), unit: .none)
        return sign(metric.bound) + parts.number
    }

    /// One prefix for several values of a unit; `nil` where they lie too far apart to share one.
    static func commonPrefix(_ metrics: [Metric]) -> (symbol: String, power: Int)? {
        guard let unit = metrics.first?.unit else { return nil }
        let magnitudes = metrics.map { abs($0.value) }.filter { $0 > 0 }
        guard let least = magnitudes.min(), let most = magnitudes.max() else { return ("", 0) }
        // Three decades in one unit read well, 0.012 to 12; more do not.
        guard most / least <= 3e3 else { return unit.takesPrefix ? nil : ("", 0) }
        return QuantityText.prefix(for: (least * most).squareRoot(), unit: unit)
    }

    private static func sign(_ bound: Bound?) -> String {
        switch bound {
        case .lower, .censored: "> "
        case .upper: "< "
        case nil: ""
        }
    }
}

/// Division by a power of ten that is exact as long as the power is.
struct DecimalScale {
    private let factor: Double
    private let divides: Bool

    init(_ power: Int) {
        var factor = 1.0
        for _ in 0..<abs(power) { factor *= 10 }
        self.factor = factor
        divides = power >= 0
    }

    func divide(_ value: Double) -> Double { divides ? value / factor : value * factor }
}

extension Verdict {
    /// How the verdict is printed.
    var text: String { rawValue }
}
