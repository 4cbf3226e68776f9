internal import Glibc

/// How a value is moved in a fit, so that no step can leave its range: a coordinate without bounds.
enum ValueCoordinate: Sendable, Hashable {
    /// `value = sign e^θ`: scale-free, of one sign.
    case logarithm(sign: Double)
    /// `value = lower + (upper - lower)(1 + sin θ)/2`.
    case between(Double, Double)
    /// `value = lower + e^θ`.
    case above(Double)
    /// `value = upper - e^θ`.
    case below(Double)

    /// The coordinate for a range and a start within it; the start's sign is kept where the range holds both.
    init(_ range: ClosedRange<Double>, start: Double) {
        let (lower, upper) = (range.lowerBound, range.upperBound)
        if lower.isFinite, upper.isFinite {
            self = .between(lower, upper)
        } else if lower.isFinite, lower != 0 {
            self = .above(lower)
        } else if upper.isFinite, upper != 0 {
            self = .below(upper)
        } else {
            self = .logarithm(sign: lower == 0 ? 1 : upper == 0 ? -1 : start < 0 ? -1 : 1)
        }
    }

    /// The coordinate of a value; a value on a bound is moved inside by a thousandth, where it can still move.
    func coordinate(of value: Double) -> Double {
        switch self {
        case .logarithm(let sign): return log(max(sign * value, .leastNormalMagnitude))
        case .between(let lower, let upper):
            let part = (value - lower) / (upper - lower)
            return asin(2 * min(max(part, 1e-3), 1 - 1e-3) - 1)
        case .above(let lower): return log(max(value - lower, 1e-3 * abs(lower)))
        case .below(let upper): return log(max(upper - value, 1e-3 * abs(upper)))
        }
    }

    /// The value of a coordinate.
    func value(_ coordinate: Double) -> Double {
        switch self {
        case .logarithm(let sign): sign * exp(coordinate)
        case .between(let lower, let upper): lower + (upper - lower) * 0.5 * (1 + sin(coordinate))
        case .above(let lower): lower + exp(coordinate)
        case .below(let upper): upper - exp(coordinate)
        }
    }

    /// Derivative of the value by the coordinate; the value at it is known already.
    func slope(_ coordinate: Double, at value: Double) -> Double {
        switch self {
        case .logarithm: value
        case .between(let lower, let upper): (upper - lower) * 0.5 * cos(coordinate)
        case .above: exp(coordinate)
        case .below: -exp(coordinate)
        }
    }

    /// The bound on which a value stands; `nil` inside the range.
    ///
    /// A millionth of the range (of the bound, where the range is open) counts as on it.
    func bound(hitBy value: Double) -> Double? {
        switch self {
        case .logarithm: nil
        case .between(let lower, let upper):
            value - lower < 1e-6 * (upper - lower) ? lower : upper - value < 1e-6 * (upper - lower) ? upper : nil
        case .above(let lower): value - lower < 1e-6 * abs(lower) ? lower : nil
        case .below(let upper): upper - value < 1e-6 * abs(upper) ? upper : nil
        }
    }
}
