internal import Diagnostics
internal import Measurements

/// Metrics as text for people.
enum MetricText {
    /// Number with error, and unit; a bound has its sign before it.
    static func parts(_ metric: Metric) -> QuantityText.Parts {
        var parts = QuantityText.parts(metric.value, standardError: metric.se, unit: metric.unit)
        // Counts have no digits after the point.
        if counts.contains(metric.id), abs(metric.value) < 1e15 { parts.number = "\(Int(metric.value.rounded()))" }
        parts.number = sign(metric.bound) + parts.number
        // A probability is never quite 0 or 1; digits beyond the sixth mean nothing.
        if metric.id == "volatility.P_nonvolatile" {
            if metric.value < 1e-6 { parts.number = "< 0.000001" }
            if metric.value > 1 - 1e-6 { parts.number = "> 0.999999" }
        }
        return parts
    }

    /// Numbers of cycles, components and levels.
    private static let counts: Set = [
        "cycles.count", "cycles.endurance", "cycles.stuck", "pulses.levels", "transient.order",
    ]

    /// Number with error in a unit whose prefix is given as a power of ten.
    static func number(_ metric: Metric, power: Int) -> String {
        if counts.contains(metric.id) { return parts(metric).number }
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
        if unit == .none, most < 0.5, least < 0.01 { return thousandths(most) }
        // Three decades in one unit read well, 0.012 to 12; more do not.
        guard most / least <= 3e3 else { return unit.takesPrefix ? nil : ("", 0) }
        return QuantityText.prefix(for: (least * most).squareRoot(), unit: unit)
    }

    /// A power of a thousandth for small numbers without a unit, as a unit's prefix is: 0.000593 is 0.593 in 10⁻³.
    private static func thousandths(_ most: Double) -> (symbol: String, power: Int) {
        if most >= 1e-4 { return ("10⁻³", -3) }
        return most >= 1e-7 ? ("10⁻⁶", -6) : ("10⁻⁹", -9)
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
