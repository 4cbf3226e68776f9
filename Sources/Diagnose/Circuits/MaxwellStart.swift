import Glibc
internal import Kernels

/// Starting values for a Maxwell circuit, without a guess from anyone.
///
/// With R_s and the times held, the circuit is linear in G_b, C and every g (THEORY E.2), so a grid of times is solved
/// exactly on every few points, and the lowest valleys of the sum of squares become starts. Nothing depends on luck.
struct MaxwellStart {
    /// Steps of the grid a decade: on measured two-branch spectra the valley of the right pair is missed by three.
    private static let stepsPerDecade = 6.0
    /// Most steps; a band of more than ten decades is no instrument's.
    private static let stepLimit = 72
    /// Points used of a long spectrum; the grid need not be exact.
    private static let pointLimit = 30

    private let series_ohm: Double
    private let timeSign: Double
    private var omega: [Double] = []
    /// Square root of the weight of each point, then real and imaginary part of Y times it: [2 n].
    private var root: [Double] = []
    private var right: [Double] = []

    /// Takes points sorted by falling frequency; R_s is held at `series_ohm`.
    init(_ model: MaxwellModel, series_ohm: Double) {
        self.series_ohm = series_ohm
        timeSign = model.timeSign
        let count = model.omega_rad_per_s.count
        var imaginary: [Double] = []
        for i in stride(from: 0, to: count, by: max(1, count / Self.pointLimit)) {
            let (re, im) = (model.real_ohm[i] - series_ohm, model.imaginary_ohm[i])
            let square = re * re + im * im
            guard square > 0 else { continue }
            omega.append(model.omega_rad_per_s[i])
            // Error |Z| dz in Z becomes |Z| dz / |Z - R_s|² in Y: the inverse of that.
            let weight = square * model.weight_per_ohm[i]
            root.append(weight)
            right.append(weight * re / square)
            imaginary.append(-weight * im / square)
        }
        right += imaginary
    }

    /// The best starts with one or two branches, lowest sum of squares first: R_s, G_b, C_m, then g and ln t of each.
    func candidates(branchCount: Int, limit: Int) -> [[Double]] {
        let logTimes = Self.grid(omega)
        guard !logTimes.isEmpty else { return [] }
        let grid = ColumnGrid(fixed: fixedColumns, columns: logTimes.map { column(exp($0)) }, right: right)
        let choices =
            branchCount == 1 ? grid.singles(limit: limit).map { [$0] } : grid.pairs(limit: limit).map { [$0, $1] }
        return choices.compactMap { choice in start(choice.map { logTimes[$0] }) }
    }

    /// The start of a circuit whose times are given, none for a circuit without a branch; `nil` where it is not finite.
    func start(_ logTimes: [Double]) -> [Double]? {
        let columns = fixedColumns + logTimes.map { column(exp($0)) }
        guard let fit = fitLinear(columns: columns, right: right), fit.coefficients.allSatisfy(\.isFinite) else {
            return nil
        }
        return [series_ohm] + fit.coefficients.prefix(2)
            + zip(fit.coefficients.dropFirst(2), logTimes).flatMap { [$0, $1] }
    }

    /// Logarithms of times, from a third of the shortest to three times the longest that a band can show.
    static func grid(_ omega_rad_per_s: [Double]) -> [Double] {
        guard let high = omega_rad_per_s.first, let low = omega_rad_per_s.last, low > 0, high > low else { return [] }
        let first = -log(3 * high)
        let last = log(3.0) - log(low)
        let steps = min(stepLimit, max(4, Int((last - first) / M_LN10 * stepsPerDecade)))
        return (0...steps).map { first + (last - first) * Double($0) / Double(steps) }
    }

    /// The columns of G_b and of C, weighted.
    private var fixedColumns: [[Double]] {
        let none = Array(repeating: 0.0, count: root.count)
        return [root + none, none + zip(root, omega).map { $0 * $1 }]
    }

    /// The column `1/(1 + iωt)` of a branch, weighted.
    private func column(_ time_s: Double) -> [Double] {
        var values = root + root
        for i in omega.indices {
            let phase = timeSign * omega[i] * time_s
            let share = 1 / (1 + phase * phase)
            values[i] *= share
            values[i + omega.count] *= -share * phase
        }
        return values
    }
}
