internal import Glibc

/// Local polynomial least squares: Savitzky-Golay on any increasing abscissae.
///
/// Goals: correct at the edges (one-sided windows, short data), then accurate, then fast: O(n window).
/// On an even grid it equals the published filter (Savitzky and Golay, Anal. Chem. 36, 1627, 1964); abscissae are
/// centered and scaled to -1...1 before the normal equations, which keeps degree 3 well conditioned.
public enum Smoothing {
    /// What a local fit says at its point.
    ///
    /// A gain times the noise of one sample is the standard error.
    public struct LocalFit: Sendable, Equatable {
        /// Value of the polynomial.
        public let value: Double
        /// First derivative.
        public let slope: Double
        /// Standard error of the value for samples of unit noise.
        public let valueGain: Double
        /// Standard error of the slope for samples of unit noise.
        public let slopeGain: Double
        /// Number of samples in the window.
        public let n: Int
    }

    /// Fits around every abscissa with `window` neighboring samples (fewer only where there are fewer).
    ///
    /// - Parameter window: odd number of samples, 5 or more for derivatives.
    /// - Parameter degree: 0 to 3; lowered where the window holds too few samples.
    /// - Returns: one fit a sample; where abscissae coincide so that no slope exists, slope 0 with infinite gain.
    public static func savitzkyGolay(x: Span<Double>, y: Span<Double>, window: Int, degree: Int) -> [LocalFit] {
        precondition(x.count == y.count, "as many values as abscissae")
        let n = x.count
        let width = min(max(1, window), n)
        var fits: [LocalFit] = []
        fits.reserveCapacity(n)
        for i in 0..<n {
            let first = min(max(0, i - width / 2), n - width)
            fits.append(fit(at: x[i], x: x, y: y, samples: first..<(first + width), degree: degree))
        }
        return fits
    }

    /// Fits the samples with `|x - point| <= halfWidth`; `nil` where fewer than `degree + 1` lie there.
    public static func localFit(
        at point: Double, x: Span<Double>, y: Span<Double>, halfWidth: Double, degree: Int
    ) -> LocalFit? {
        precondition(x.count == y.count, "as many values as abscissae")
        let first = Interpolation.lowerBound(of: point - halfWidth, in: x)
        var end = first
        while end < x.count && x[end] <= point + halfWidth { end += 1 }
        guard end - first >= degree + 1 else { return nil }
        let found = fit(at: point, x: x, y: y, samples: first..<end, degree: degree)
        return found.valueGain.isFinite ? found : nil
    }

    private static func fit(
        at point: Double, x: Span<Double>, y: Span<Double>, samples: Range<Int>, degree: Int
    ) -> LocalFit {
        let terms = min(max(0, degree), 3, max(0, samples.count - 1)) + 1
        var scale = 0.0
        for i in samples { scale = max(scale, abs(x[i] - point)) }
        guard scale > 0 else {
            return LocalFit(value: y[samples.lowerBound], slope: 0, valueGain: 1, slopeGain: .infinity, n: 1)
        }
        // Moments of t = (x - point)/scale make the normal matrix; two right sides give value, slope and their gains.
        var moments = [Double](repeating: 0, count: 2 * terms - 1)
        var right = [Double](repeating: 0, count: terms)
        for i in samples {
            let t = (x[i] - point) / scale
            var power = 1.0
            for k in 0..<moments.count {
                moments[k] += power
                if k < terms { right[k] += power * y[i] }
                power *= t
            }
        }
        guard let inverse = inverseRows(moments: moments, terms: terms) else {
            return LocalFit(
                value: right[0] / moments[0], slope: 0, valueGain: 1 / sqrt(moments[0]), slopeGain: .infinity,
                n: samples.count)
        }
        var value = 0.0
        var slope = 0.0
        for k in 0..<terms {
            value += inverse.first[k] * right[k]
            if terms > 1 { slope += inverse.second[k] * right[k] }
        }
        return LocalFit(
            value: value, slope: slope / scale, valueGain: sqrt(max(0, inverse.first[0])),
            slopeGain: terms > 1 ? sqrt(max(0, inverse.second[1])) / scale : .infinity, n: samples.count)
    }

    /// The first two rows of the inverse of the moment matrix, by Gauss-Jordan with pivots; `nil` where singular.
    private static func inverseRows(moments: [Double], terms: Int) -> (first: [Double], second: [Double])? {
        let columns = 2 * terms
        var a = [Double](repeating: 0, count: terms * columns)
        for i in 0..<terms {
            for j in 0..<terms { a[i * columns + j] = moments[i + j] }
            a[i * columns + terms + i] = 1
        }
        for p in 0..<terms {
            var best = p
            for i in p..<terms where abs(a[i * columns + p]) > abs(a[best * columns + p]) { best = i }
            // Below this the samples do not carry the degree asked for.
            guard abs(a[best * columns + p]) > 1e-12 * moments[0] else { return nil }
            if best != p { for j in 0..<columns { a.swapAt(p * columns + j, best * columns + j) } }
            let pivot = a[p * columns + p]
            for j in 0..<columns { a[p * columns + j] /= pivot }
            for i in 0..<terms where i != p {
                let factor = a[i * columns + p]
                for j in 0..<columns { a[i * columns + j] -= factor * a[p * columns + j] }
            }
        }
        let first = Array(a[terms..<columns])
        let second = terms > 1 ? Array(a[(columns + terms)..<(2 * columns)]) : []
        return (first, second)
    }
}
