import Circuits
import ComplexModule
import Foundation
import RealModule

/// A number `a + j b` with complex a and b and `j² = -1`, j apart from i: the complex-step derivative for functions
/// that are complex already.
///
/// With `b = h` as small as 1e-30 of a, the j part of `f(a + j h)` is `h f'(a)` without any difference of like numbers, so
/// the derivative is right to rounding. Functions by their series in b, of which only the first two terms are above 1e-60.
/// - Source: Lantoine, Russell and Dargent, ACM Transactions on Mathematical Software 38 (2012) 16.
struct Bicomplex {
    var a: Complex<Double>
    var b: Complex<Double>

    init(_ a: Complex<Double>, _ b: Complex<Double> = .zero) { (self.a, self.b) = (a, b) }

    static func + (x: Bicomplex, y: Bicomplex) -> Bicomplex { Bicomplex(x.a + y.a, x.b + y.b) }
    static func * (x: Bicomplex, y: Bicomplex) -> Bicomplex { Bicomplex(x.a * y.a - x.b * y.b, x.a * y.b + x.b * y.a) }

    /// `1/x = (a - j b)/(a² + b²)`.
    var reciprocal: Bicomplex {
        let square = 1 / (a * a + b * b)
        return Bicomplex(a * square, -b * square)
    }

    static func / (x: Bicomplex, y: Bicomplex) -> Bicomplex { x * y.reciprocal }

    /// `e^(a + j b) = e^a (cos b + j sin b)`.
    static func exp(_ x: Bicomplex) -> Bicomplex {
        let size = Complex.exp(x.a)
        return Bicomplex(size * Complex.cos(x.b), size * Complex.sin(x.b))
    }

    /// `ln(a + j b) = ln(a² + b²)/2 + j b/a` to first order in b/a.
    static func log(_ x: Bicomplex) -> Bicomplex { Bicomplex(Complex.log(x.a), x.b / x.a) }

    static func power(_ x: Bicomplex, _ n: Bicomplex) -> Bicomplex { exp(n * log(x)) }
    static func sqrt(_ x: Bicomplex) -> Bicomplex { power(x, Bicomplex(Complex(0.5))) }

    /// `(1 - e^(-2x))/(1 + e^(-2x))`.
    static func tanh(_ x: Bicomplex) -> Bicomplex {
        let decay = exp(Bicomplex(Complex(-2)) * x)
        return (Bicomplex(Complex(1)) + Bicomplex(Complex(-1)) * decay) / (Bicomplex(Complex(1)) + decay)
    }
}

/// The formulas of the elements, written once more from their definitions.
enum ElementFormula {
    /// Impedance of an element, of values and at iω; `nil` for a symbol that is none.
    static func impedance(_ symbol: String, _ v: [Bicomplex], _ omega: Double) -> Bicomplex? {
        let s = Bicomplex(Complex(0, omega))
        let one = Bicomplex(Complex(1))
        func power(_ x: Bicomplex, _ n: Bicomplex) -> Bicomplex { Bicomplex.power(x, n) }
        switch symbol {
        case "R": return v[0]
        case "C": return one / (s * v[0])
        case "L": return s * v[0]
        case "La": return v[0] * power(s, v[1])
        case "Q": return one / (v[0] * power(s, v[1]))
        case "K": return v[0] / (one + s * v[1])
        case "M": return (one + s * v[1]) / v[0]
        case "Zarc": return v[0] / (one + power(s * v[1], v[2]))
        case "H": return v[0] / power(one + power(s * v[1], v[2]), v[3])
        case "G": return v[0] / Bicomplex.sqrt(one + s * v[1])
        case "W": return v[0] * Bicomplex(Complex(1, -1)) / Bicomplex(Complex(omega.squareRoot()))
        case "Wo":
            let q = Bicomplex.sqrt(s * v[1])
            return v[0] / (q * Bicomplex.tanh(q))
        case "Ws":
            let depth = s * v[1]
            // The series of tanh(q)/q in q²: the quotient loses its digits there.
            if depth.a.length < 1e-3 {
                let terms = [1, -1.0 / 3, 2.0 / 15, -17.0 / 315, 62.0 / 2835].reversed()
                return v[0] * terms.reduce(Bicomplex(.zero)) { $0 * depth + Bicomplex(Complex($1)) }
            }
            let q = Bicomplex.sqrt(depth)
            return v[0] * Bicomplex.tanh(q) / q
        default: return nil
        }
    }

    /// Impedance of a circuit by its tree.
    static func impedance(
        _ joint: Circuit.Joint, _ circuit: Circuit, _ v: [Bicomplex], _ omega: Double
    ) -> Bicomplex? {
        switch joint {
        case .element(let index):
            let part = circuit.parts[index]
            let count = part.element.parameters.count
            return impedance(part.element.symbol, Array(v[part.firstValue..<part.firstValue + count]), omega)
        case .series(let joints):
            var sum = Bicomplex(.zero)
            for joint in joints {
                guard let z = impedance(joint, circuit, v, omega) else { return nil }
                sum = sum + z
            }
            return sum
        case .parallel(let joints):
            var sum = Bicomplex(.zero)
            for joint in joints {
                guard let z = impedance(joint, circuit, v, omega) else { return nil }
                sum = sum + z.reciprocal
            }
            return sum.reciprocal
        }
    }
}
