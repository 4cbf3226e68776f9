public import ComplexModule
public import RealModule
import Glibc

/// Zeros of functions and of polynomials of degree 3 at most, and minima in one dimension.
public enum RootFinding {
    /// A zero of `function` between two points where its sign differs, by Brent's method.
    ///
    /// - Parameter tolerance: absolute, in x; the answer is within it plus 4 ulp of the zero.
    /// - Returns: `nil` where the signs do not differ or a value is not a number.
    /// - Source: Brent, Algorithms for Minimization without Derivatives (1973), chapter 4.
    public static func zero(
        of function: (Double) -> Double, from lower: Double, to upper: Double, tolerance: Double = 0
    ) -> Double? {
        var (a, b) = (lower, upper)
        var (fa, fb) = (function(a), function(b))
        guard fa.isFinite, fb.isFinite else { return nil }
        if fa == 0 { return a }
        if fb == 0 { return b }
        guard (fa < 0) != (fb < 0) else { return nil }
        var (c, fc) = (a, fa)
        var step = b - a
        var previous = step
        // Bisection alone needs at most about 1100 halvings over the whole range of a double.
        for _ in 0..<2000 {
            if abs(fc) < abs(fb) {
                (a, b, c) = (b, c, b)
                (fa, fb, fc) = (fb, fc, fb)
            }
            let small = 2 * b.ulp + 0.5 * tolerance
            let half = 0.5 * (c - b)
            if abs(half) <= small || fb == 0 { return b }
            if abs(previous) >= small, abs(fa) > abs(fb) {
                let interpolated = interpolatedStep(a, b, c, fa, fb, fc)
                let fits = abs(interpolated) < min(1.5 * abs(half) - 0.5 * small, 0.5 * abs(previous))
                previous = fits && interpolated * half > 0 ? step : half
                step = fits && interpolated * half > 0 ? interpolated : half
            } else {
                step = half
                previous = half
            }
            (a, fa) = (b, fb)
            b += abs(step) > small ? step : (half > 0 ? small : -small)
            fb = function(b)
            guard fb.isFinite else { return nil }
            if (fb > 0) == (fc > 0) {
                (c, fc) = (a, fa)
                step = b - a
                previous = step
            }
        }
        return b
    }

    /// Secant step where two points coincide, else inverse quadratic interpolation.
    private static func interpolatedStep(
        _ a: Double, _ b: Double, _ c: Double, _ fa: Double, _ fb: Double, _ fc: Double
    ) -> Double {
        let s = fb / fa
        if a == c { return (c - b) * s / (s - 1) }
        let q = fa / fc
        let r = fb / fc
        let p = s * ((c - b) * q * (q - r) - (b - a) * (r - 1))
        return p / (-(q - 1) * (r - 1) * (s - 1))
    }

    /// The point of the smallest value between two points, by golden section.
    ///
    /// - Parameter tolerance: absolute, in x. Below about 1e-8 of the scale of x rounding wins.
    public static func minimum(
        of function: (Double) -> Double, from lower: Double, to upper: Double, tolerance: Double
    ) -> Double {
        let ratio = 0.6180339887498949
        var (a, b) = (lower, upper)
        var (x, y) = (b - ratio * (b - a), a + ratio * (b - a))
        var (fx, fy) = (function(x), function(y))
        for _ in 0..<200 where b - a > tolerance {
            if fx < fy {
                (b, y, fy) = (y, x, fx)
                x = b - ratio * (b - a)
                fx = function(x)
            } else {
                (a, x, fx) = (x, y, fy)
                y = a + ratio * (b - a)
                fy = function(y)
            }
        }
        return 0.5 * (a + b)
    }

    /// Roots of `a x² + b x + c`, without cancellation; the one of smaller magnitude first.
    ///
    /// - Returns: none, one (a = 0) or two roots; complex ones as a pair, negative imaginary part first.
    public static func quadratic(_ a: Double, _ b: Double, _ c: Double) -> [Complex<Double>] {
        guard a != 0 else { return b == 0 ? [] : [Complex(-c / b)] }
        // The discriminant with the rounding of both products put back (Kahan, 2004).
        let (p, q) = (b * b, 4 * a * c)
        let discriminant = (p - q) + ((-p).addingProduct(b, b) - (-q).addingProduct(4 * a, c))
        if discriminant < 0 {
            let real = -b / (2 * a)
            let imaginary = abs((-discriminant).squareRoot() / (2 * a))
            return [Complex(real, -imaginary), Complex(real, imaginary)]
        }
        let large = -0.5 * (b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
        guard large != 0 else { return [Complex(0), Complex(0)] }
        let pair = [c / large, large / a].sorted { abs($0) < abs($1) }
        return pair.map { Complex($0) }
    }

    /// Roots of `a x³ + b x² + c x + d`; complex ones as a pair, negative imaginary part first.
    ///
    /// One real root by Newton's method from outside of all, then the quadratic that it leaves, divided out from the end
    /// that keeps its digits.
    /// - Source: Kahan, To Solve a Real Cubic Equation, PAM-352, Berkeley (1986).
    static func cubic(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> [Complex<Double>] {
        guard a != 0 else { return quadratic(b, c, d) }
        guard d != 0 else { return [Complex(0)] + quadratic(a, b, c) }
        var x = -(b / a) / 3
        func divided(_ x: Double) -> (value: Double, slope: Double, linear: Double, constant: Double) {
            let leading = a * x
            let linear = leading + b
            let constant = linear * x + c
            return (constant * x + d, (leading + linear) * x + constant, linear, constant)
        }
        var here = divided(x)
        let side: Double = here.value / a < 0 ? -1 : 1
        let bend = -here.slope / a
        var reach = cbrt(abs(here.value / a))
        if bend > 0 { reach = 1.324718 * max(reach, bend.squareRoot()) }
        var next = x - side * reach
        if next != x {
            // Newton's steps from outside go one way until rounding turns them.
            for _ in 0..<200 {
                x = next
                here = divided(x)
                next = here.slope == 0 ? x : x - (here.value / here.slope) / 1.000000000000001
                if !(side * next > side * x) { break }
            }
            if abs(a) * x * x > abs(d / x) {
                let constant = -d / x
                here.constant = constant
                here.linear = (constant - c) / x
            }
        }
        return [Complex(x)] + quadratic(a, here.linear, here.constant)
    }

    /// Roots of a polynomial of degree 3 at most, given by rising powers, the smallest first.
    public static func roots(_ coefficients: [Double]) -> [Complex<Double>] {
        precondition(coefficients.count <= 4, "no roots of polynomials of degree 4")
        let k = coefficients + Array(repeating: 0, count: 4 - coefficients.count)
        if k[3] == 0 { return quadratic(k[2], k[1], k[0]) }
        return cubic(k[3], k[2], k[1], k[0]).sorted {
            ($0.length, $0.imaginary) < ($1.length, $1.imaginary)
        }
    }
}
