import Glibc
internal import Kernels

/// Starting values for a Maxwell circuit with one branch, without a guess from anyone.
///
/// With R_s and t held, the circuit is linear in G_b, C and g (THEORY E.2), so a small grid of t is solved exactly on
/// every few points, and the lowest valleys of the sum of squares become starts. Nothing depends on luck.
struct MaxwellStart {
    /// Steps of the grid a decade: wide enough valleys (a factor 2 off in t still converges) at little cost.
    private static let stepsPerDecade = 4.0
    /// Points used of a long spectrum; the grid need not be exact.
    private static let pointLimit = 24

    private var omega: [Double] = []
    private var weight: [Double] = []
    private var yr: [Double] = []
    private var yi: [Double] = []
    private var series_ohm = 0.0

    /// Takes points sorted by falling frequency; R_s is held at `series_ohm`.
    init(_ model: MaxwellModel, series_ohm: Double) {
        self.series_ohm = series_ohm
        let count = model.omega_rad_per_s.count
        let stride = max(1, count / Self.pointLimit)
        for i in Swift.stride(from: 0, to: count, by: stride) {
            let (re, im) = (model.real_ohm[i] - series_ohm, model.imaginary_ohm[i])
            let square = re * re + im * im
            guard square > 0 else { continue }
            omega.append(model.omega_rad_per_s[i])
            yr.append(re / square)
            yi.append(-im / square)
            // Error |Z| dz in Z becomes |Z| dz / |Z - R_s|² in Y: squared inverse of that.
            let root = square * model.weight_per_ohm[i]
            weight.append(root * root)
        }
    }

    /// The best starts, lowest sum of squares first: R_s, G_b, C_m, g, ln t.
    func candidates(limit: Int) -> [[Double]] {
        guard let high = omega.first, let low = omega.last, low > 0, high > low else { return [] }
        // From a third of the shortest to three times the longest time that the band can show.
        let first = -log(3 * high)
        let last = log(3.0) - log(low)
        let steps = max(4, Int((last - first) / M_LN10 * Self.stepsPerDecade))
        var costs: [Double] = []
        var solutions: [[Double]] = []
        for step in 0...steps {
            let logTime = first + (last - first) * Double(step) / Double(steps)
            let (solution, cost) = solve(logTime: logTime)
            costs.append(cost)
            solutions.append(solution)
        }
        let valleys = costs.indices.filter { i in
            costs[i].isFinite && (i == 0 || costs[i] <= costs[i - 1]) && (i == steps || costs[i] < costs[i + 1])
        }
        return valleys.sorted { costs[$0] < costs[$1] }.prefix(limit).map { solutions[$0] }
    }

    /// Linear least squares for G_b, C, g at one time constant, by 3 x 3 normal equations.
    private func solve(logTime: Double) -> (solution: [Double], cost: Double) {
        let time = exp(logTime)
        var (gg, cc, gh, ch, hh) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var (bg, bc, bh, yy) = (0.0, 0.0, 0.0, 0.0)
        for i in omega.indices {
            let phase = omega[i] * time
            let hr = 1 / (1 + phase * phase)
            let hi = -hr * phase
            let w = weight[i]
            gg += w
            cc += w * omega[i] * omega[i]
            gh += w * hr
            ch += w * omega[i] * hi
            hh += w * hr
            bg += w * yr[i]
            bc += w * omega[i] * yi[i]
            bh += w * (hr * yr[i] + hi * yi[i])
            yy += w * (yr[i] * yr[i] + yi[i] * yi[i])
        }
        guard gg > 0, cc > 0, hh > 0 else { return ([], .infinity) }
        // G and C have no common term; eliminate both, scaled so that nothing overflows.
        let pivot = hh - gh * gh / gg - ch * ch / cc
        guard pivot > 1e-12 * hh else { return ([], .infinity) }
        let g = (bh - gh * bg / gg - ch * bc / cc) / pivot
        let conductance = (bg - gh * g) / gg
        let capacitance = (bc - ch * g) / cc
        let cost = yy - conductance * bg - capacitance * bc - g * bh
        guard cost.isFinite else { return ([], .infinity) }
        return ([series_ohm, conductance, capacitance, g, logTime], max(cost, 0))
    }

    /// The best starts for two branches: R_s, G_b, C_m, g, ln t, g, ln t, over all pairs of a coarser grid.
    func pairs(limit: Int) -> [[Double]] {
        guard let high = omega.first, let low = omega.last, low > 0, high > low else { return [] }
        let first = -log(3 * high)
        let last = log(3.0) - log(low)
        let steps = min(40, max(4, Int((last - first) / M_LN10 * 3)))
        let grid = (0...steps).map { first + (last - first) * Double($0) / Double(steps) }
        var found: [(solution: [Double], cost: Double)] = []
        for i in grid.indices {
            for j in grid.indices where j > i {
                guard let next = solve(logTimes: [grid[i], grid[j]]) else { continue }
                found.append(next)
            }
        }
        found.sort { $0.cost < $1.cost }
        // Neighbors of one valley are one start: keep those a decade apart in either time.
        var kept: [[Double]] = []
        for (solution, _) in found where kept.count < limit {
            let isNew = kept.allSatisfy {
                abs($0[4] - solution[4]) > M_LN10 / 2 || abs($0[6] - solution[6]) > M_LN10 / 2
            }
            if isNew { kept.append(solution) }
        }
        return kept
    }

    /// Linear least squares for G_b, C and every g at given time constants.
    private func solve(logTimes: [Double]) -> (solution: [Double], cost: Double)? {
        let n = 2 + logTimes.count
        let times = logTimes.map { exp($0) }
        var matrix = Array(repeating: 0.0, count: n * n)
        var vector = Array(repeating: 0.0, count: n)
        var (re, im) = (vector, vector)
        re[0] = 1
        var square = 0.0
        for i in omega.indices {
            im[1] = omega[i]
            for (k, time) in times.enumerated() {
                let phase = omega[i] * time
                re[k + 2] = 1 / (1 + phase * phase)
                im[k + 2] = -phase * re[k + 2]
            }
            let w = weight[i]
            square += w * (yr[i] * yr[i] + yi[i] * yi[i])
            for a in 0..<n {
                vector[a] += w * (re[a] * yr[i] + im[a] * yi[i])
                for b in 0...a { matrix[a + b * n] += w * (re[a] * re[b] + im[a] * im[b]) }
            }
        }
        let right = vector
        guard Cholesky.solve(&matrix, &vector) else { return nil }
        let cost = zip(vector, right).reduce(square) { $0 - $1.0 * $1.1 }
        guard cost.isFinite, vector.allSatisfy(\.isFinite) else { return nil }
        var solution = [series_ohm, vector[0], vector[1]]
        for (k, logTime) in logTimes.enumerated() { solution += [vector[k + 2], logTime] }
        return (solution, max(cost, 0))
    }

    /// The start of a circuit without a branch: R_s, G_b, C_m.
    func withoutBranch() -> [Double]? {
        var (gg, cc, bg, bc) = (0.0, 0.0, 0.0, 0.0)
        for i in omega.indices {
            gg += weight[i]
            cc += weight[i] * omega[i] * omega[i]
            bg += weight[i] * yr[i]
            bc += weight[i] * omega[i] * yi[i]
        }
        guard gg > 0, cc > 0, (bg / gg).isFinite, (bc / cc).isFinite else { return nil }
        return [series_ohm, bg / gg, bc / cc]
    }
}
