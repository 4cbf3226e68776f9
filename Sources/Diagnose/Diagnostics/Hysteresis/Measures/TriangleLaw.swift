internal import Glibc
internal import Kernels

/// The area of a lobe against the scan rate: a linearly activated memory under a triangle, and a capacitor (THEORY D.4).
///
/// `A(v) = K g(U/(v tau)) + 2 C v U`, K negative for inductive memories times the sign of g; `g` has one extremum.
struct TriangleLaw: Sendable, Hashable {
    /// Relaxation time of the memory, s.
    let tau_s: Estimate
    /// Size of the memory's part, W; `kappa U³` of THEORY.
    let size_W: Estimate
    /// Capacitance of the other part, F; `nil` where there were too few rates for it.
    let capacitance_F: Estimate?
    /// chi² a degree of freedom; `nil` without any.
    let chiSquare: Double?
    let reach_V: Double

    /// The place of the extremum, `p = U/(v tau)` (G08).
    static let peak = 1.68873921

    /// One rate: area and its standard deviation.
    struct Point: Sendable {
        let rate_V_per_s: Double
        let area_W: Double
        let sd_W: Double
    }

    /// `-1/p + 2 tanh(p)/p² - 2 (1 - sech p)/p³`, which is negative; by its series below 0.1, where the terms cancel.
    static func shape(_ p: Double) -> Double {
        guard p > 0 else { return 0 }
        if p < 0.1 {
            let square = p * p
            return p * (-0.25 + square * (7.0 / 72 - square * 0.0392361))
        }
        let sech = 1 / cosh(min(p, 700))
        return -1 / p + 2 * tanh(p) / (p * p) - 2 * (1 - sech) / (p * p * p)
    }

    /// Fits three rates or more (four with a capacitor); `nil` where the time is not bounded by them.
    init?(_ points: [Point], reach_V: Double, withCapacitor: Bool) {
        guard reach_V > 0, points.count >= (withCapacitor ? 4 : 3), points.allSatisfy({ $0.sd_W > 0 }),
            let slow = points.map(\.rate_V_per_s).min(), let fast = points.map(\.rate_V_per_s).max(), slow > 0
        else { return nil }
        self.reach_V = reach_V
        let weights = points.map { 1 / $0.sd_W }
        let areas = points.map(\.area_W)
        func solve(_ tau: Double) -> (square: Double, fit: LinearFit)? {
            var columns = [points.map { Self.shape(reach_V / ($0.rate_V_per_s * tau)) }]
            if withCapacitor { columns.append(points.map { 2 * $0.rate_V_per_s * reach_V }) }
            guard let fit = fitLinear(columns: columns, right: areas, weights: weights), fit.rank == columns.count
            else {
                return nil
            }
            return (fit.residualSumOfSquares, fit)
        }
        func square(_ logTau: Double) -> Double { solve(exp(logTau))?.square ?? .infinity }
        // From a thirtieth of the fastest to thirty times the slowest: beyond, the law is a power of v without a scale.
        let (low, high) = (log(reach_V / fast / 30), log(30 * reach_V / slow))
        let grid = (0...60).map { low + (high - low) * Double($0) / 60 }
        let values = grid.map(square)
        guard let k = values.indices.min(by: { values[$0] < values[$1] }), k > 0, k < grid.count - 1 else { return nil }
        let best = RootFinding.minimum(of: square, from: grid[k - 1], to: grid[k + 1], tolerance: 1e-9)
        let h = 0.05
        let least = square(best)
        let bend = (square(best + h) - 2 * least + square(best - h)) / (h * h)
        guard bend > 0, let solved = solve(exp(best)) else { return nil }
        let freedom = points.count - (withCapacitor ? 3 : 2)
        chiSquare = freedom > 0 ? least / Double(freedom) : nil
        // Scatter beyond the stated errors widens them.
        let factor = max(1, chiSquare ?? 1).squareRoot()
        tau_s = Estimate(exp(best), se: exp(best) * factor * (2 / bend).squareRoot())
        let errors = solved.fit.inverseNormal.map { m in (0..<(withCapacitor ? 2 : 1)).map { sqrt(max(0, m[$0, $0])) } }
        size_W = Estimate(solved.fit.coefficients[0], se: errors.map { factor * $0[0] })
        capacitance_F =
            withCapacitor ? Estimate(solved.fit.coefficients[1], se: errors.map { factor * $0[1] }) : nil
        guard tau_s.isFinite, size_W.isFinite else { return nil }
    }

    /// The parts at a rate: of the memory, and of the capacitor.
    func parts_W(_ rate_V_per_s: Double) -> (memory: Double, capacitor: Double) {
        (
            size_W.value * Self.shape(reach_V / (rate_V_per_s * tau_s.value)),
            2 * (capacitance_F?.value ?? 0) * rate_V_per_s * reach_V
        )
    }
}
