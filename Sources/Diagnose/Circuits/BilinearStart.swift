internal import Kernels

extension MaxwellModel {
    /// R_s, G_b and C_m of EC0 from `Z = (a + b s)/(1 + c s)` by linear least squares, twice: then with the weights that
    /// the first denominator asks for.
    ///
    /// It asks nothing of R_s beforehand, so it finds also a curve whose high-frequency end is not R_s.
    /// - Returns: `nil` where the equations are singular, or the answer is no circuit.
    /// - Source: Levy, IRE Trans. Autom. Control 4 (1959) 37; Sanathanan and Koerner, IEEE Trans. Autom. Control 8 (1963) 56.
    var bilinearStart: [Double]? {
        guard let highest = omega_rad_per_s.max(), highest > 0 else { return nil }
        var c = 0.0
        var answer = [0.0, 0.0, 0.0]
        for _ in 0..<2 {
            var normal = [Double](repeating: 0, count: 9)
            answer = [0, 0, 0]
            for i in omega_rad_per_s.indices {
                let s = omega_rad_per_s[i] / highest
                let weight = weight_per_ohm[i] * weight_per_ohm[i] / (1 + c * c * s * s)
                let rows = [(1.0, 0.0, s * imaginary_ohm[i], real_ohm[i]), (0, s, -s * real_ohm[i], imaginary_ohm[i])]
                for row in rows {
                    let columns = [row.0, row.1, row.2]
                    for p in 0..<3 {
                        for q in 0..<3 { normal[p + 3 * q] += weight * columns[p] * columns[q] }
                        answer[p] += weight * columns[p] * row.3
                    }
                }
            }
            guard Cholesky.solve(&normal, &answer) else { return nil }
            c = answer[2]
        }
        let series = answer[1] / c
        let rest = answer[0] - series
        guard series.isFinite, rest.isFinite, rest != 0 else { return nil }
        return [series, 1 / rest, c / rest / highest]
    }
}
