import Glibc
internal import Kernels

/// The signed density of relaxation times, by ridge regression.
///
/// `X = X_0 + iω X_1 + integral of gamma(ln t)/(1 + iωt) dln t`, gamma of either sign, its second difference kept
/// small, the more so the noisier the data (THEORY E.5). The density of a sharp relaxation rings by nature: its peaks
/// are read from `RelaxationTerms`, the curve is for the eye.
struct RelaxationDensity {
    /// Relaxation times, s, rising.
    let time_s: [Double]
    /// Density over ln t, in the unit of X.
    let density: [Double]
    /// The ridge, relative to the largest of the problem.
    let lambda: Double
    /// Effective number of parameters.
    let effectiveParameters: Double

    /// What is left of the data, root mean square of the complex residual by weight.
    let miss: Double
    private let problem: Problem

    /// The columns over the grid of times and the data, both without what the free terms explain.
    private struct Problem {
        let columns: [[Double]]
        let right: [Double]
        let path: RidgePath

        func miss(_ density: [Double]) -> Double {
            var rest = right
            for (column, share) in zip(columns, density) where share != 0 {
                for i in rest.indices { rest[i] -= share * column[i] }
            }
            return (2 * rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count)).squareRoot()
        }
    }

    init?(_ data: RelaxationData) {
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
        self.init(
            Problem(columns: columns, right: right, path: path), times, path.solution(choice.lambda), choice)
    }

    private init(_ problem: Problem, _ times: [Double], _ density: [Double], _ choice: RidgePath.Choice) {
        (self.problem, time_s, self.density, miss) = (problem, times, density, problem.miss(density))
        (lambda, effectiveParameters) = (choice.lambda, choice.effectiveParameters)
    }

    /// The density at the same ridge that is zero or of a given sign at each time; shape as `time_s`.
    ///
    /// Where rounding leaves no solution at that ridge, which only data without noise ask for, the ridge is ten times as
    /// large, and so on.
    func held(to signs: [Double]) -> Self? {
        var ridge = lambda
        for _ in 0..<16 {
            if let kept = problem.path.solution(ridge, signs: signs) {
                return Self(problem, time_s, kept, problem.path.choice(ridge))
            }
            ridge *= 10
        }
        return nil
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
