import Glibc
internal import Kernels

/// The linear Kramers-Kronig fit of a complex quantity: a constant, a term in iω, and relaxations of fixed times.
///
/// `X = X_0 + iω X_1 + sum_k c_k/(1 + iω t_k)`, `t_k` log-spaced over the band, weights 1/|X|. Every term obeys the
/// Kramers-Kronig relations with stable poles, so what no sum of them describes does not.
/// - Source: THEORY E.4. The rule by mu (raise M until mu < 0.85) rejects every inductive loop and is not used.
public struct LinearKramersKronig: Sendable {
    /// Relative residual of the real part, (fit - X)/|X|; shape [n].
    public let real: [Double]
    /// Relative residual of the imaginary part; shape [n].
    public let imaginary: [Double]
    /// Weights of the relaxations, `c_k`, in the unit of X; shape [M].
    public let weights: [Double]
    /// Number of independent columns of the fit.
    public let rank: Int
    /// How densely the relaxation times stand.
    public let relaxationsPerDecade: Double

    /// Root of the mean of |r|² over the points.
    public var rms: Double {
        (zip(real, imaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 } / Double(max(1, real.count))).squareRoot()
    }

    /// Residual sd of a part by degree of freedom; infinite without any.
    public var residualSD: Double {
        let freedom = 2 * real.count - rank
        return freedom > 0 ? rms * (Double(real.count) / Double(freedom)).squareRoot() : .infinity
    }

    /// `1 - sum|c<0|/sum|c>=0|`, for comparison with other programs only.
    public var mu: Double {
        let negative = weights.reduce(0) { $0 + ($1 < 0 ? -$1 : 0) }
        let positive = weights.reduce(0) { $0 + max($1, 0) }
        return 1 - negative / positive
    }

    /// The number of relaxations of THEORY E.4: five a decade plus one, at most half the points, rounded up.
    public static func relaxationCount(frequency_Hz: [Double]) -> Int {
        guard let high = frequency_Hz.max(), let low = frequency_Hz.min(), low > 0 else { return 0 }
        let decades = log10(high) - log10(low)
        return max(1, min(Int((5 * decades).rounded()) + 1, (frequency_Hz.count + 1) / 2))
    }

    /// Fits a complex quantity.
    ///
    /// - Shape: three arrays [n]; values finite and not zero.
    /// - Parameter count: number of relaxations M; `nil` takes `relaxationCount`.
    /// - Returns: `nil` for fewer than 5 points or a band without width.
    public init?(frequency_Hz: [Double], real re: [Double], imaginary im: [Double], count: Int? = nil) {
        let n = frequency_Hz.count
        let M = count ?? Self.relaxationCount(frequency_Hz: frequency_Hz)
        guard n >= 5, M >= 1, 2 * n > M + 2, let high = frequency_Hz.max(), let low = frequency_Hz.min(), high > low
        else { return nil }
        let omega = frequency_Hz.map { 2 * Double.pi * $0 }
        var matrix = Matrix(rows: 2 * n, columns: M + 2)
        var right = Array(repeating: 0.0, count: 2 * n)
        let first = -log(2 * Double.pi * high)
        let last = -log(2 * Double.pi * low)
        let times = (0..<M).map { exp(first + (last - first) * (M == 1 ? 0.5 : Double($0) / Double(M - 1))) }
        for i in 0..<n {
            let weight = 1 / hypot(re[i], im[i])
            right[i] = re[i] * weight
            right[i + n] = im[i] * weight
            matrix[i, 0] = weight
            matrix[i + n, 1] = omega[i] * weight
            for k in 0..<M {
                let phase = omega[i] * times[k]
                let share = weight / (1 + phase * phase)
                matrix[i, k + 2] = share
                matrix[i + n, k + 2] = -share * phase
            }
        }
        let factorization = QRFactorization(matrix)
        let coefficients = factorization.solve(right).coefficients
        rank = factorization.rank
        relaxationsPerDecade = Double(max(1, M - 1)) / (log10(high) - log10(low))
        weights = Array(coefficients.dropFirst(2))
        var residual = right.map { -$0 }
        for j in 0..<(M + 2) {
            for i in 0..<(2 * n) { residual[i] += matrix[i, j] * coefficients[j] }
        }
        real = Array(residual.prefix(n))
        imaginary = Array(residual.suffix(n))
    }
}
