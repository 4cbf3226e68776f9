import Glibc

/// Start values for exponential fits: every combination of times on a log grid, compared by exact linear least squares.
struct ExponentialGrid {
    /// Times of the grid.
    let times: [Double]
    /// Centered Gram matrix of the exponentials, and their products with the centered values.
    private let gram: [[Double]]
    private let right: [Double]
    private let samples: DecaySamples
    private let root: [Double]
    /// The exponentials of the grid, averaged over each sample's stretch, times the root of the weights; shape [times n].
    private let decays: [Double]
    /// Sum of squares of the centered values, and of what no sum of exponentials can explain.
    private let total: Double
    private let leastResidual: Double

    /// Makes the grid over a range of times, four a decade, at most 28.
    init(_ samples: DecaySamples, weights: [Double], range: ClosedRange<Double>) {
        let decades = log10(range.upperBound / range.lowerBound)
        let count = max(4, min(28, Int(4 * decades)))
        let times = (0..<count).map { range.lowerBound * pow(10, decades * Double($0) / Double(count - 1)) }
        self.times = times
        let n = samples.count
        let weight = weights.reduce(0, +)
        let root = weights.map { $0.squareRoot() }
        let mean = zip(weights, samples.values).reduce(0) { $0 + $1.0 * $1.1 } / weight
        let values = samples.values.indices.map { root[$0] * (samples.values[$0] - mean) }
        var columns = [Double](repeating: 0, count: n * count)
        var decays = columns
        for j in 0..<count {
            let rate = 1 / times[j]
            var sum = 0.0
            for i in 0..<n where samples.time_s[i] * rate < 60 {
                let value = exp(-samples.time_s[i] * rate) * samples.averaging(rate, at: i)
                decays[j * n + i] = root[i] * value
                sum += weights[i] * value
            }
            let center = sum / weight
            for i in 0..<n { columns[j * n + i] = decays[j * n + i] - root[i] * center }
        }
        var gram = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        var right = [Double](repeating: 0, count: count)
        for j in 0..<count {
            right[j] = BufferView.dot(columns, j * n, with: values, 0, n)
            for k in 0...j {
                gram[j][k] = BufferView.dot(columns, j * n, k * n, n)
                gram[k][j] = gram[j][k]
            }
        }
        self.samples = samples
        self.root = root
        self.decays = decays
        self.gram = gram
        self.right = right
        total = BufferView.dot(values, 0, 0, n)
        leastResidual = total - Self.explained(gram, right)
    }

    /// Whether a further exponential could not lower the BIC of a sum, nor come within 2 of it.
    ///
    /// Every sum of exponentials in range is a combination of the grid's, to far below the noise; so what the whole
    /// grid leaves is the least that any sum leaves. Where the grid is coarser than the data, nothing is said.
    func leavesNothing(beyond sum: ExponentialSum) -> Bool {
        let left = sum.residualSumOfSquares
        // Below a billionth of the variation, rounding in the Gram matrix would speak.
        guard leastResidual > 1e-9 * total, leastResidual <= left else { return false }
        let n = Double(sum.sampleCount)
        return n * log(left / leastResidual) < 2 * log(n) - 2 && !leavesCourse(beyond: sum)
    }

    /// Whether what a sum leaves still runs smoothly from sample to sample.
    ///
    /// Over many decades the grid meets the time of a spike so badly that it leaves as much as a sum that misses a slow
    /// exponential: then only the residuals themselves tell.
    private func leavesCourse(beyond sum: ExponentialSum) -> Bool {
        let model = sum.values(over: samples)
        let left = model.indices.map { root[$0] * (samples.values[$0] - model[$0]) }
        let own = BufferView.dot(left, 0, 0, left.count)
        guard left.count > 8, own > 0 else { return false }
        // Independent residuals stay within four of their errors.
        return BufferView.dot(left, 0, 1, left.count - 1) / own > 4 / Double(left.count).squareRoot()
    }

    /// What all times together explain: Cholesky with the most independent time first, as far as digits reach.
    private static func explained(_ gram: [[Double]], _ right: [Double]) -> Double {
        var free = gram.indices.map { gram[$0][$0] }
        var rest = right
        var rows: [[Double]] = []
        var sum = 0.0
        for _ in gram.indices {
            func share(_ i: Int) -> Double { gram[i][i] > 0 ? free[i] / gram[i][i] : 0 }
            guard let pivot = gram.indices.max(by: { share($0) < share($1) }), share(pivot) > 1e-10 else { break }
            let scale = 1 / free[pivot].squareRoot()
            let row = gram.indices.map { i in
                (rows.reduce(gram[i][pivot]) { $0 - $1[i] * $1[pivot] }) * scale
            }
            let part = rest[pivot] * scale
            sum += part * part
            for i in gram.indices {
                rest[i] -= row[i] * part
                free[i] -= row[i] * row[i]
            }
            free[pivot] = 0
            rows.append(row)
        }
        return sum
    }

    /// The best combination of `order` times, and the best one that lies elsewhere if it is nearly as good.
    func bestStarts(order: Int) -> [[Double]] {
        guard order > 0 else { return [[]] }
        var best = (gain: -Double.infinity, i: 0, j: 0, k: 0)
        var second = best
        func consider(_ gain: Double?, _ i: Int, _ j: Int, _ k: Int) {
            guard let gain, gain > second.gain else { return }
            let isNear = abs(i - best.i) <= 2 && abs(j - best.j) <= 2 && abs(k - best.k) <= 2
            if gain > best.gain {
                if !isNear { second = best }
                best = (gain, i, j, k)
            } else if !isNear {
                second = (gain, i, j, k)
            }
        }
        for i in times.indices {
            if order == 1 { consider(gain(i), i, i, i) }
            guard order > 1 else { continue }
            for j in (i + 1)..<max(i + 1, times.count) {
                if order == 2 { consider(gain(i, j), i, j, j) }
                guard order > 2 else { continue }
                for k in (j + 1)..<max(j + 1, times.count) { consider(gain(i, j, k), i, j, k) }
            }
        }
        guard best.gain > -Double.infinity else { return [] }
        // A minimum of its own is worth a search where it explains nearly as much.
        let isRival = best.gain - second.gain < 1e-3 * best.gain
        return ([best] + (isRival ? [second] : [])).map {
            [times[$0.i], times[$0.j], times[$0.k]].prefix(order).map { $0 }
        }
    }

    /// The time that explains most of what a fitted sum leaves; `nil` where none does.
    ///
    /// Each exponential of the grid is freed from what the sum itself could follow (its columns and their slopes), then
    /// compared with the residual.
    func addition(to sum: ExponentialSum) -> Double? {
        let n = samples.count
        var columns = root
        for (time, amplitude) in zip(sum.times_s, sum.amplitudes) where amplitude != 0 {
            let decay = decay(time)
            columns += decay
            columns += decay.indices.map { decay[$0] * samples.time_s[$0] / time }
        }
        guard let basis = Orthogonal.factor(columns, rows: n)?.basis else { return nil }
        let model = sum.values(over: samples)
        let residual = model.indices.map { root[$0] * (samples.values[$0] - model[$0]) }
        let width = basis.count / n
        let inside = (0..<width).map { BufferView.dot(basis, $0 * n, with: residual, 0, n) }
        var best: (gain: Double, time: Double)?
        for (t, time) in times.enumerated() {
            // What of the exponential, and of its product with the residual, is new beside the sum.
            let before = BufferView.dot(decays, t * n, t * n, n)
            var after = before
            var product = BufferView.dot(decays, t * n, with: residual, 0, n)
            for k in 0..<width {
                let part = BufferView.dot(basis, k * n, with: decays, t * n, n)
                after -= part * part
                product -= part * inside[k]
            }
            guard after > 1e-9 * before else { continue }
            let gain = product * product / after
            if gain > (best?.gain ?? 0) { best = (gain, time) }
        }
        return best?.time
    }

    /// One exponential, averaged over each sample's stretch, times the root of the weights.
    private func decay(_ time: Double) -> [Double] {
        let rate = 1 / time
        return samples.time_s.indices.map {
            root[$0] * exp(-samples.time_s[$0] * rate) * samples.averaging(rate, at: $0)
        }
    }

    /// How much of the values' variation one time explains: `bᵀ G⁻¹ b`.
    private func gain(_ i: Int) -> Double? { gram[i][i] > 0 ? right[i] * right[i] / gram[i][i] : nil }

    /// The same for two times; `nil` where they are one to six digits.
    private func gain(_ i: Int, _ j: Int) -> Double? {
        let (a, b, c) = (gram[i][i], gram[i][j], gram[j][j])
        let determinant = a * c - b * b
        guard determinant > 1e-6 * a * c else { return nil }
        return (right[i] * right[i] * c - 2 * right[i] * right[j] * b + right[j] * right[j] * a) / determinant
    }

    /// The same for three times, by Cholesky.
    private func gain(_ i: Int, _ j: Int, _ k: Int) -> Double? {
        guard gram[i][i] > 0 else { return nil }
        let a = gram[i][i].squareRoot()
        let b = gram[j][i] / a
        let second = gram[j][j] - b * b
        guard second > 1e-6 * gram[j][j] else { return nil }
        let c = second.squareRoot()
        let d = gram[k][i] / a
        let e = (gram[k][j] - d * b) / c
        let third = gram[k][k] - d * d - e * e
        guard third > 1e-8 * gram[k][k] else { return nil }
        let x = right[i] / a
        let y = (right[j] - b * x) / c
        let z = (right[k] - d * x - e * y)
        return x * x + y * y + z * z / third
    }
}
