import Glibc

/// A number that a model's equations are written in: plain, or with its slopes by every parameter.
///
/// Written once over this protocol, an equation gives the value fast (`Double`) and, where a search needs them, the exact
/// derivatives of the discrete run beside it (`SlopedNumber`): its variational equations, without a second set of formulas.
protocol SmoothNumber {
    init(_ value: Double)
    /// The value without slopes.
    var value: Double { get }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    static func + (a: Self, b: Double) -> Self
    static func - (a: Self, b: Double) -> Self
    static func * (a: Self, b: Double) -> Self
    static func - (a: Double, b: Self) -> Self
    static func / (a: Double, b: Self) -> Self
    /// `e^x`; beyond ±`exponentLimit` that of the limit.
    static func exponential(_ x: Self) -> Self
    /// `e^x - 1` without loss near zero; as `exponential`.
    static func exponentialMinusOne(_ x: Self) -> Self
}

/// Exponents beyond this are those of a search far from any answer; their sums must stay finite.
let exponentLimit = 250.0

extension Double: SmoothNumber {
    var value: Double { self }
    static func exponential(_ x: Double) -> Double { exp(Swift.min(Swift.max(x, -exponentLimit), exponentLimit)) }
    static func exponentialMinusOne(_ x: Double) -> Double {
        expm1(Swift.min(Swift.max(x, -exponentLimit), exponentLimit))
    }
}

/// A value and its slopes by up to sixteen parameters (forward differentiation).
struct SlopedNumber: SmoothNumber {
    typealias Slopes = SIMD16<Double>
    var value: Double
    var slopes: Slopes

    init(_ value: Double) {
        self.value = value
        slopes = .zero
    }

    init(value: Double, slopes: Slopes) {
        self.value = value
        self.slopes = slopes
    }

    /// The parameter of a lane itself.
    init(_ value: Double, parameter lane: Int) {
        self.init(value)
        slopes[lane] = 1
    }

    static func + (a: Self, b: Self) -> Self { Self(value: a.value + b.value, slopes: a.slopes + b.slopes) }
    static func - (a: Self, b: Self) -> Self { Self(value: a.value - b.value, slopes: a.slopes - b.slopes) }
    static func * (a: Self, b: Self) -> Self {
        Self(value: a.value * b.value, slopes: a.slopes * b.value + b.slopes * a.value)
    }
    static func / (a: Self, b: Self) -> Self {
        let part = 1 / b.value
        let value = a.value * part
        return Self(value: value, slopes: (a.slopes - b.slopes * value) * part)
    }
    static func + (a: Self, b: Double) -> Self { Self(value: a.value + b, slopes: a.slopes) }
    static func - (a: Self, b: Double) -> Self { Self(value: a.value - b, slopes: a.slopes) }
    static func * (a: Self, b: Double) -> Self { Self(value: a.value * b, slopes: a.slopes * b) }
    static func - (a: Double, b: Self) -> Self { Self(value: a - b.value, slopes: -b.slopes) }
    static func / (a: Double, b: Self) -> Self {
        let value = a / b.value
        return Self(value: value, slopes: b.slopes * (-value / b.value))
    }
    static func exponential(_ x: Self) -> Self {
        let value = Double.exponential(x.value)
        return Self(value: value, slopes: abs(x.value) < exponentLimit ? x.slopes * value : .zero)
    }
    static func exponentialMinusOne(_ x: Self) -> Self {
        let value = Double.exponentialMinusOne(x.value)
        return Self(value: value, slopes: abs(x.value) < exponentLimit ? x.slopes * (value + 1) : .zero)
    }
}
