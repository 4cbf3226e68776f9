import Glibc
public import Kernels

extension MaxwellFit {
    /// Covariance of the same parameters from the residuals point by point, whatever the size of the error at each.
    ///
    /// The fit's own covariance takes errors as proportional to |Z|. Where |Z| is small (beside a zero of Z, which is where
    /// stability is decided) an instrument's errors are larger, and those few points weigh most.
    /// - Shape: the three arrays of the fit.
    /// - Returns: `nil` where the fit has no covariance.
    /// - Source: White, Econometrica 48, 817 (1980), in the form HC3 of MacKinnon and White, J. Econometrics 29, 305 (1985).
    public func robustCovariance(frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double]) -> Matrix? {
        guard let covariance, covariance.rows == parameterCount,
            var model = makeModel(frequency_Hz, real_ohm, imaginary_ohm, branchCount: circuit.branches.count)
        else { return nil }
        guard residualVariance > 0 else { return covariance }
        model.timeSign = (circuit.branches.first?.time_s ?? 1) < 0 ? -1 : 1
        var parameters = [circuit.series_ohm, circuit.fastConductance_S, circuit.capacitance_F]
        for branch in circuit.branches { parameters += [branch.conductance_S, log(abs(branch.time_s))] }
        let (m, p) = (model.residualCount, parameterCount)
        var residuals = Array(repeating: 0.0, count: m)
        var jacobian = Array(repeating: 0.0, count: m * p)
        guard model.evaluate(parameters, residuals: &residuals, jacobian: &jacobian) else { return nil }
        // (J^T J)^-1.
        let inverse = covariance.values.map { $0 / residualVariance }
        var sum = Array(repeating: 0.0, count: p * p)
        var influence = Array(repeating: 0.0, count: p)
        for i in 0..<m {
            var leverage = 0.0
            for j in 0..<p {
                influence[j] = 0
                for k in 0..<p { influence[j] += inverse[j + k * p] * jacobian[i + k * m] }
                leverage += influence[j] * jacobian[i + j * m]
            }
            // A point that alone determines a parameter leaves no residual to judge it by.
            let left = residuals[i] / max(1 - leverage, 1e-3)
            for j in 0..<p {
                let weighted = left * left * influence[j]
                for k in 0..<p { sum[j + k * p] += weighted * influence[k] }
            }
        }
        guard sum.allSatisfy({ $0.isFinite }) else { return nil }
        return Matrix(columns: (0..<p).map { Array(sum[($0 * p)..<(($0 + 1) * p)]) })
    }
}
