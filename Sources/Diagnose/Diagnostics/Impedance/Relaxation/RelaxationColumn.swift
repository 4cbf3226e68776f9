/// A relaxation as a column of a linear fit.
enum RelaxationColumn {
    /// Weighted `1/(1 + iωt)`, real parts above imaginary parts; shape [2n].
    ///
    /// - Parameters:
    ///   - omega: frequencies, rad/s; shape [n].
    ///   - weight: of each frequency; shape [n].
    ///   - isGrowing: with `1/(1 - iωt)` instead, which no causal response has.
    static func weighted(_ time_s: Double, _ omega: [Double], _ weight: [Double], isGrowing: Bool = false) -> [Double] {
        let n = omega.count
        var column = Array(repeating: 0.0, count: 2 * n)
        for i in 0..<n {
            let phase = omega[i] * time_s
            let share = weight[i] / (1 + phase * phase)
            column[i] = share
            column[n + i] = isGrowing ? share * phase : -share * phase
        }
        return column
    }
}
