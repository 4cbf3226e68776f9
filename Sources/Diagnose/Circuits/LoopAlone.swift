internal import Glibc
internal import Kernels

extension MaxwellFit {
    /// The same curve read as a memory without a fast capacitance, where this fit of EC0 is an inductive loop alone.
    ///
    /// A loop that no fast arc joins is drawn by EC0 with a negative resistance and a negative capacitance: in form a
    /// circuit without memory, in fact `1/Z = G_b + g/(1 + iω t)` with positive values. R_s cannot be told from R_b there;
    /// it is held as zero, and so is C_m. What the curve alone tells (tau_V, tau_I, R_dc, C_lf) is the same either way.
    /// - Parameter highest_rad_per_s: upper end of the band. A loop beyond it is an inductance of the leads.
    /// - Returns: `nil` for every other fit.
    /// - Source: THEORY E.2: an inductive loop is a negative resistance with a negative capacitance.
    public func readAsLoopAlone(below highest_rad_per_s: Double) -> MaxwellFit? {
        let (r, G, C) = (circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F)
        guard circuit.branches.isEmpty, G < 0, C < 0, r > 0, r + 1 / G > 0, C / G * highest_rad_per_s > 1,
            let covariance
        else { return nil }
        let k = 1 / G
        let rest = r + k
        let g = 1 / rest - 1 / r
        let t = C / G * r / rest
        // Derivatives of R_s, G_b, C_m, g and ln t by the three values of EC0.
        let slopes: [[Double]] = [
            [0, 0, 0],
            [-1 / (r * r), 0, 0],
            [0, 0, 0],
            [1 / (r * r) - 1 / (rest * rest), k * k / (rest * rest), 0],
            [1 / r - 1 / rest, -1 / G + k * k / rest, 1 / C],
        ]
        var moved = Matrix(rows: 5, columns: 5)
        for i in 0..<5 {
            for j in 0..<5 {
                var sum = 0.0
                for a in 0..<3 { for b in 0..<3 { sum += slopes[i][a] * covariance[a, b] * slopes[j][b] } }
                moved[i, j] = sum
            }
        }
        return MaxwellFit(
            circuit: MaxwellCircuit(
                series_ohm: 0, fastConductance_S: 1 / r, capacitance_F: 0,
                branches: [.init(conductance_S: g, time_s: t)]),
            covariance: moved, residualSumOfSquares: residualSumOfSquares, pointCount: pointCount,
            iterations: iterations, stop: stop)
    }
}
