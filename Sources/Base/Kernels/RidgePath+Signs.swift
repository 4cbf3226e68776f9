extension RidgePath {
    /// The unknowns at a ridge, each at zero or of a given sign; shape [n].
    ///
    /// The matrix is positive definite, so there is one solution. It is sought by exchanging all unknowns that break a
    /// condition at once, which takes few steps, for as long as fewer break one; then the last of them alone, which ends
    /// for such a matrix (Murty). Where the free solution keeps the signs, it is the first guess.
    ///
    /// - Parameter signs: +1, -1, or 0 for an unknown that must vanish; shape [n].
    /// - Returns: `nil` where rounding leaves no solution at so small a ridge.
    /// - Source: Júdice and Pires, Computers Oper. Res. 21 (1994) 587; Murty, Math. Programming 7 (1974) 98.
    public func solution(_ lambda: Double, signs: [Double]) -> [Double]? {
        precondition(signs.count == count)
        let used = signs.indices.filter { signs[$0] != 0 }
        let scale = right.reduce(0) { max($0, abs($1)) }
        guard !used.isEmpty, scale > 0 else { return signs.map { _ in 0 } }
        let guess = solution(lambda)
        var isFree = signs.indices.map { guess[$0] * signs[$0] > 0 }
        var fewest = Int.max
        var patience = 3
        for _ in 0..<(count + 20) {
            guard let x = solve(lambda, isFree) else { return nil }
            let least = 1e-12 * x.reduce(0) { max($0, abs($1)) }
            let broken = used.filter { i in
                isFree[i] ? x[i] * signs[i] < -least : pull(i, x, lambda) * signs[i] > 1e-9 * scale
            }
            if broken.isEmpty { return x.indices.map { x[$0] * signs[$0] > 0 ? x[$0] : 0 } }
            if broken.count < fewest {
                (fewest, patience) = (broken.count, 3)
            } else {
                patience -= 1
            }
            for i in patience >= 0 ? broken : [broken[broken.count - 1]] { isFree[i].toggle() }
        }
        return nil
    }

    /// The solution with all but the free unknowns at zero.
    private func solve(_ lambda: Double, _ isFree: [Bool]) -> [Double]? {
        let free = isFree.indices.filter { isFree[$0] }
        let m = free.count
        var matrix = Array(repeating: 0.0, count: m * m)
        for (a, j) in free.enumerated() {
            for b in a..<m { matrix[b + a * m] = normal[free[b] + j * count] }
            for b in a..<min(m, a + 3) where free[b] - j <= 2 {
                matrix[b + a * m] += lambda * penalty.bands[free[b] - j][j]
            }
        }
        var values = free.map { right[$0] }
        guard Cholesky.solve(&matrix, &values) else { return nil }
        var x = Array(repeating: 0.0, count: count)
        for (k, i) in free.enumerated() { x[i] = values[k] }
        return x
    }

    /// Half the slope at which the target falls with an unknown.
    private func pull(_ i: Int, _ x: [Double], _ lambda: Double) -> Double {
        var rest = right[i] - BufferView.dot(normal, i * count, with: x, 0, count)
        for j in max(0, i - 2)...min(count - 1, i + 2) { rest -= lambda * penalty.bands[abs(i - j)][min(i, j)] * x[j] }
        return rest
    }
}
