internal import ComplexModule
internal import Glibc
internal import RealModule

/// `√(iωτ)`, how deep a diffusion reaches compared with its layer, and its hyperbolic tangent.
struct DiffusionDepth {
    /// `√(iωτ)`.
    let root: Complex<Double>
    /// `tanh √(iωτ)`.
    let tanh: Complex<Double>

    /// From ωτ > 0.
    init(_ phase: Double) {
        let x = (phase / 2).squareRoot()
        root = Complex(x, x)
        // (1 - e^(-2q))/(1 + e^(-2q)): neither part overflows at high frequency; at low frequency the difference is
        // taken by expm1, so that its digits are kept.
        let real = expm1(-2 * x)
        let decay = real + 1
        // e^(-2q) - 1 = e^(-2x) (cos 2x - i sin 2x) - 1, with cos 2x - 1 = -2 sin² x.
        let s = sin(x)
        let less = Complex(real - 2 * decay * s * s, -decay * sin(2 * x))
        tanh = -less / (2 + less)
    }
}
