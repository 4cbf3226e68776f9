internal import Glibc
internal import Kernels

/// Noise of a current along a branch, from high-order differences after local detrending.
enum BranchNoise {
    /// Variance of each sample's noise, A²; empty where fewer than five samples leave it unknown.
    ///
    /// Each sample is compared with the cubic through its two neighbors on either side (Lagrange, any spacing): what
    /// remains has the variance of the noise times `1 + sum of squared weights`. How the noise grows with the current is
    /// found over the whole branch; its size is the mean over 21 samples of the squares in units of that law, because a
    /// plain mean would give the foot of a steep branch the noise of its top. A jump in the window counts as noise: its
    /// place between two samples is as uncertain as that.
    static func variance_A2(along u_V: [Double], current_A: [Double]) -> [Double] {
        let squares = squares(along: u_V, current_A: current_A)
        guard !squares.isEmpty else { return [] }
        let law = NoiseLaw.mostLikely(
            fitted_A: current_A, residuals_A: squares.map { sqrt($0) },
            counts: [Double](repeating: 1, count: squares.count))
        guard law.proportion_per_A > 0 else { return slidingMean(squares, halfWindow: 10) }
        let relative = current_A.map { law.variance(at: $0) }
        let sizes = slidingMean(zip(squares, relative).map { $0 / $1 }, halfWindow: 10)
        return zip(sizes, relative).map { $0 * $1 }
    }

    /// Standard deviation that a jump nearby does not raise, A; shape as given, zeros where fewer than five samples.
    ///
    /// The smaller of the medians over the eleven samples to either side: before a jump the side that it left counts. The smaller
    /// of two medians lies some 15 % low, which a threshold of several standard deviations does not mind.
    static func robust_A(along u_V: [Double], current_A: [Double]) -> [Double] {
        let deviations = squares(along: u_V, current_A: current_A).map { sqrt($0) }
        guard !deviations.isEmpty else { return [Double](repeating: 0, count: u_V.count) }
        // The window to the right of one sample is the one to the left of the tenth after it.
        let medians = deviations.indices.map { medianToTheRight(of: $0, deviations) }
        return deviations.indices.map { i in
            let left = i >= 10 ? medians[i - 10] : RobustStatistics.median(Array(deviations[0...i])) ?? 0
            return 1.482602218505602 * min(left, medians[i])
        }
    }

    /// The same at one sample.
    static func robust_A(at i: Int, along u_V: [Double], current_A: [Double]) -> Double? {
        let n = u_V.count
        guard n >= 5, u_V.indices.contains(i) else { return nil }
        // The outermost two on either side have no full window of their own: their neighbor's counts for them.
        var values = InlineArray<21, Double>(repeating: 0)
        let first = max(0, i - 10)
        let last = min(n - 1, i + 10)
        for k in first...last { values[k - first] = square(min(max(k, 2), n - 3), u_V, current_A) }
        func median(_ from: Int, _ to: Int) -> Double {
            var sorted = InlineArray<11, Double>(repeating: .infinity)
            for k in from...to {
                var place = k - from
                while place > 0, sorted[place - 1] > values[k] {
                    sorted[place] = sorted[place - 1]
                    place -= 1
                }
                sorted[place] = values[k]
            }
            return sorted[(to - from) / 2]
        }
        return 1.482602218505602 * sqrt(min(median(0, i - first), median(i - first, last - first)))
    }

    /// The median of a sample and the ten after it, fewer at the end.
    private static func medianToTheRight(of i: Int, _ values: [Double]) -> Double {
        guard i + 10 < values.count else { return RobustStatistics.median(Array(values[i...])) ?? 0 }
        var sorted = InlineArray<11, Double>(repeating: .infinity)
        for k in 0...10 {
            var place = k
            while place > 0, sorted[place - 1] > values[i + k] {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = values[i + k]
        }
        return sorted[5]
    }

    /// Squared detrended differences, each with the variance of the noise as its mean; empty below five samples.
    private static func squares(along u_V: [Double], current_A: [Double]) -> [Double] {
        let n = u_V.count
        guard n >= 5 else { return [] }
        var squares = [Double](repeating: 0, count: n)
        for i in 2..<(n - 2) { squares[i] = square(i, u_V, current_A) }
        squares[0] = squares[2]
        squares[1] = squares[2]
        squares[n - 2] = squares[n - 3]
        squares[n - 1] = squares[n - 3]
        return squares
    }

    private static func square(_ i: Int, _ u: [Double], _ current: [Double]) -> Double {
        let near = (u[i - 2] - u[i], u[i - 1] - u[i], u[i + 1] - u[i], u[i + 2] - u[i])
        let a = near.1 * near.2 * near.3 / ((near.1 - near.0) * (near.2 - near.0) * (near.3 - near.0))
        let b = near.0 * near.2 * near.3 / ((near.0 - near.1) * (near.2 - near.1) * (near.3 - near.1))
        let c = near.0 * near.1 * near.3 / ((near.0 - near.2) * (near.1 - near.2) * (near.3 - near.2))
        let d = near.0 * near.1 * near.2 / ((near.0 - near.3) * (near.1 - near.3) * (near.2 - near.3))
        let rest = current[i] - (a * current[i - 2] + b * current[i - 1] + c * current[i + 1] + d * current[i + 2])
        let square = rest * rest / (1 + a * a + b * b + c * c + d * d)
        return square.isFinite ? square : 0
    }

    private static func slidingMean(_ values: [Double], halfWindow: Int) -> [Double] {
        var sums = [0.0]
        sums.reserveCapacity(values.count + 1)
        var sum = 0.0
        for value in values {
            sum += value
            sums.append(sum)
        }
        return values.indices.map { i in
            let first = max(0, i - halfWindow)
            let end = min(values.count, i + halfWindow + 1)
            // Differences of running sums may fall below zero by rounding.
            return max(0, (sums[end] - sums[first]) / Double(end - first))
        }
    }
}
