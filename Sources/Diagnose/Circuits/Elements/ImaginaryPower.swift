internal import ComplexModule
internal import Glibc
internal import RealModule

/// `(i x)ⁿ` on its principal branch, with the logarithm of its base, by which it is derived.
struct ImaginaryPower {
    /// `(i x)ⁿ`.
    let value: Complex<Double>
    /// `ln(i x) = ln x + iπ/2`.
    let logarithm: Complex<Double>

    /// Raises `i x`, x > 0, to the power n.
    init(_ x: Double, _ n: Double) {
        logarithm = Complex(log(x), .pi / 2)
        let size = pow(x, n)
        value = Complex(size * cos(n * .pi / 2), size * sin(n * .pi / 2))
    }
}
