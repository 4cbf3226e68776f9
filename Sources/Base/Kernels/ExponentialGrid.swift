import Glibc

/// Start values for exponential fits: every combination of times on a log grid, compared by exact linear least squares.
struct ExponentialGrid {
    /// Times of the grid.
    let times: [Double]
    /// Centered Gram matrix of the exponentials, and their products with the centered values.
    private let gram: [[Double]]
    private let right: [Double]

    /// Makes the grid over a range of times, four a decade, at most 28.
    init(_ samples: DecaySamples, weights: [Double], range: ClosedRange<Double>) {
        let decades = log10(range.upperBound / range.lowerBound)
        let count = max(4, min(28, Int(4 * decades)))
        let times = (0..<count).map { range.lowerBound * pow(10, decades * Double($0) / Double(count - 1)) }
        self.times = times
        let n = samples.count
        let total = weights.reduce(0, +)
        var columns = [Double](repeating: 0, count: n * count)
        let mean = zip(weights, samples.values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let values = samples.values.map { $0 - mean }
        for j in 0..<count {
            var sum = 0.0
            for i in 0..<n {
                let value = exp(-samples.time_s[i] / times[j])
                columns[j * n + i] = value
                sum += weights[i] * value
            }
            for i in 0..<n { columns[j * n + i] -= sum / total }
        }
        var gram = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        var right = [Double](repeating: 0, count: count)
        var weighted = [Double](repeating: 0, count: n)
        for j in 0..<count {
            for i in 0..<n { weighted[i] = weights[i] * columns[j * n + i] }
            for i in 0..<n { right[j] += weighted[i] * values[i] }
            for k in 0...j {
                var sum = 0.0
                for i in 0..<n { sum += weighted[i] * columns[k * n + i] }
                gram[j][k] = sum
                gram[k][j] = sum
            }
        }
        self.gram = gram
        self.right = right
    }

    /// The two best combinations of `order` times that are not neighbors of each other.
    func bestStarts(order: Int) -> [[Double]] {
        guard order > 0 else { return [[]] }
        var found: [(gain: Double, places: [Int])] = []
        func consider(_ places: [Int]) {
            guard let gain = gain(places) else { return }
            found.append((gain, places))
        }
        for i in times.indices {
            if order == 1 { consider([i]) }
            guard order > 1 else { continue }
            for j in (i + 1)..<max(i + 1, times.count) {
                if order == 2 { consider([i, j]) }
                guard order > 2 else { continue }
                for k in (j + 1)..<max(j + 1, times.count) { consider([i, j, k]) }
            }
        }
        found.sort { ($0.gain, $1.places.first ?? 0) > ($1.gain, $0.places.first ?? 0) }
        guard let first = found.first else { return [] }
        let second = found.first { other in zip(other.places, first.places).contains { abs($0 - $1) > 2 } }
        return ([first] + (second.map { [$0] } ?? [])).map { $0.places.map { times[$0] } }
    }

    /// How much of the values' variation a combination explains: `bᵀ G⁻¹ b` by Cholesky.
    private func gain(_ places: [Int]) -> Double? {
        let n = places.count
        var factor = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var solved = (0.0, 0.0, 0.0)
        let i = places[0]
        guard gram[i][i] > 0 else { return nil }
        factor.0 = gram[i][i].squareRoot()
        solved.0 = right[i] / factor.0
        var gain = solved.0 * solved.0
        guard n > 1 else { return gain }
        let j = places[1]
        factor.1 = gram[j][i] / factor.0
        let second = gram[j][j] - factor.1 * factor.1
        // Closer than six digits is one exponential, not two.
        guard second > 1e-6 * gram[j][j] else { return nil }
        factor.2 = second.squareRoot()
        solved.1 = (right[j] - factor.1 * solved.0) / factor.2
        gain += solved.1 * solved.1
        guard n > 2 else { return gain }
        let k = places[2]
        factor.3 = gram[k][i] / factor.0
        factor.4 = (gram[k][j] - factor.3 * factor.1) / factor.2
        let third = gram[k][k] - factor.3 * factor.3 - factor.4 * factor.4
        guard third > 1e-8 * gram[k][k] else { return nil }
        factor.5 = third.squareRoot()
        solved.2 = (right[k] - factor.3 * solved.0 - factor.4 * solved.1) / factor.5
        return gain + solved.2 * solved.2
    }
}
