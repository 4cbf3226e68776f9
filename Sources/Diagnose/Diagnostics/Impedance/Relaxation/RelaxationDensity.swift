import Glibc
internal import Kernels

/// The signed density of relaxation times, by ridge regression.
///
/// `X = X_0 + iω X_1 + integral of gamma(ln t)/(1 + iωt) dln t`, gamma of either sign, its second difference kept
/// small, the more so the noisier the data (THEORY E.5). The density of a sharp relaxation rings by nature: its peaks
/// are read from `RelaxationTerms`, the curve is for the eye.
struct RelaxationDensity {
    /// Which signs gamma may have.
    enum Sign {
        /// Both.
        case free
        /// None below zero, as other programs have it.
        case notNegative
        /// Positive for times up to a bound, negative beyond it: arcs, then the loop.
        case negativeBeyond(time_s: Double)
    }

    /// Relaxation times, s, rising.
    let time_s: [Double]
    /// Density over ln t, in the unit of X.
    let density: [Double]
    /// The ridge, relative to the largest of the problem.
    let lambda: Double
    /// Effective number of parameters.
    let effectiveParameters: Double

    init?(_ data: RelaxationData, sign: Sign = .free) {
        let times = data.grid_s
        guard times.count >= 5, data.omega.count >= 6 else { return nil }
        let step = log(times[1] / times[0])
        // The constant and the term in iω are projected out: they bear no penalty.
        var frame: [[Double]] = []
        for column in data.freeColumns { frame.append(Self.unit(Self.project(column, frame))) }
        let right = Self.project(data.right, frame)
        let columns = times.map { time in Self.project(data.column(time), frame).map { $0 * step } }
        guard let path = RidgePath(columns: columns, right: right, penalty: Self.penalty(times, data)) else {
            return nil
        }
        let choice = path.choose(spent: 2)
        time_s = times
        (lambda, effectiveParameters) = (choice.lambda, choice.effectiveParameters)
        switch sign {
        case .free: density = path.solution(choice.lambda)
        case .notNegative: density = path.solution(choice.lambda, signs: times.map { _ in 1 })
        case .negativeBeyond(let bound):
            density = path.solution(choice.lambda, signs: times.map { $0 > bound ? -1 : 1 })
        }
    }

    /// Second differences over a step of a tenth of a decade, and a small weight on the density itself.
    ///
    /// Beyond the band the weight is larger: there a constant and a density cannot be told apart.
    private static func penalty(_ times: [Double], _ data: RelaxationData) -> [[Double]] {
        let n = times.count
        let (first, last) = (1 / (data.omega.first ?? 1), 1 / (data.omega.last ?? 1))
        var main = times.map { $0 >= 0.999 * first && $0 <= 1.001 * last ? 3e-5 : 2.5e-2 }
        var near = Array(repeating: 0.0, count: n - 1)
        var far = Array(repeating: 0.0, count: n - 2)
        // Zero is assumed beyond both ends, so that the density ends there.
        for center in 0..<n {
            let row = [(center - 1, 1.0), (center, -2.0), (center + 1, 1.0)].filter { $0.0 >= 0 && $0.0 < n }
            for (i, a) in row {
                for (j, b) in row where j >= i {
                    if j == i { main[i] += a * b } else if j == i + 1 { near[i] += a * b } else { far[i] += a * b }
                }
            }
        }
        return [main, near, far]
    }

    private static func project(_ column: [Double], _ frame: [[Double]]) -> [Double] {
        var rest = column
        for unit in frame {
            let share = zip(unit, rest).reduce(0) { $0 + $1.0 * $1.1 }
            for i in rest.indices { rest[i] -= share * unit[i] }
        }
        return rest
    }

    private static func unit(_ column: [Double]) -> [Double] {
        let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? column.map { $0 / length } : column
    }
}
