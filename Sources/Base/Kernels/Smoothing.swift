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
        var window = Window()
        for i in 0..<n {
            let first = min(max(0, i - width / 2), n - width)
            fits.append(
                fit(at: x[i], x: x, y: y, samples: first..<(first + width), degree: degree, reusing: &window))
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
        var window = Window()
        let found = fit(at: point, x: x, y: y, samples: first..<end, degree: degree, reusing: &window)
        return found.valueGain.isFinite ? found : nil
    }

    /// A window's abscissae about its point, and what solves its normal equations.
    ///
    /// On an even grid one serves for all points but those at the edges.
    private struct Window {
        /// Half width, in units of x.
        var scale = 0.0
        /// (x - point)/scale of each sample.
        var offsets: [Double] = []
        /// Sum of the offsets' powers.
        var moments: [Double] = []
        /// First rows of the inverse of the normal matrix; `nil` where it is singular.
        var inverse: (first: [Double], second: [Double])?

        /// Makes the window of samples about a point, or keeps this one where it is the same to a billionth.
        mutating func move(to point: Double, x: Span<Double>, samples: Range<Int>, terms: Int) {
            if offsets.count == samples.count, moments.count == 2 * terms - 1 {
                var isSame = true
                for (k, i) in samples.enumerated() where abs(x[i] - point - scale * offsets[k]) > 1e-9 * scale {
                    isSame = false
                    break
                }
                if isSame { return }
            }
            var scale = 0.0
            for i in samples { scale = max(scale, abs(x[i] - point)) }
            self.scale = scale
            offsets = samples.map { (x[$0] - point) / scale }
            moments = [Double](repeating: 0, count: 2 * terms - 1)
            for t in offsets {
                var power = 1.0
                for k in 0..<moments.count {
                    moments[k] += power
                    power *= t
                }
            }
            inverse = inverseRows(moments: moments, terms: terms)
        }
    }

    private static func fit(
        at point: Double, x: Span<Double>, y: Span<Double>, samples: Range<Int>, degree: Int,
        reusing window: inout Window
    ) -> LocalFit {
        let terms = min(max(0, degree), 3, max(0, samples.count - 1)) + 1
        var isSpread = false
        for i in samples where x[i] != point { isSpread = true }
        guard isSpread else {
            return LocalFit(value: y[samples.lowerBound], slope: 0, valueGain: 1, slopeGain: .infinity, n: 1)
        }
        // Moments of t = (x - point)/scale make the normal matrix; two right sides give value, slope and their gains.
        window.move(to: point, x: x, samples: samples, terms: terms)
        var right = InlineArray<4, Double>(repeating: 0)
        for (k, i) in samples.enumerated() {
            let t = window.offsets[k]
            var power = y[i]
            for k in 0..<terms {
                right[k] += power
                power *= t
            }
        }
        guard let inverse = window.inverse else {
            return LocalFit(
                value: right[0] / window.moments[0], slope: 0, valueGain: 1 / sqrt(window.moments[0]),
                slopeGain: .infinity, n: samples.count)
        }
        var value = 0.0
        var slope = 0.0
        for k in 0..<terms {
            value += inverse.first[k] * right[k]
            if terms > 1 { slope += inverse.second[k] * right[k] }
        }
        return LocalFit(
            value: value, slope: slope / window.scale, valueGain: sqrt(max(0, inverse.first[0])),
            slopeGain: terms > 1 ? sqrt(max(0, inverse.second[1])) / window.scale : .infinity, n: samples.count)
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
