internal import Glibc
internal import Kernels

/// The cycles of a sweep that count and reach as far, laid over one another: what is read from the loop as a whole.
struct PooledLoop: Sendable {
    /// Lobes of all these cycles; currents at equal voltages are averaged.
    let lobes: [Lobe]
    /// Median distance of neighboring voltages, V.
    let step_V: Double
    /// Largest magnitude of the voltage, V.
    let largest_V: Double
    /// Current on all branches where the voltage rises, and where it falls.
    let up: Path
    let down: Path
    /// The same without the branch that begins the record at 0 V, where a capacitor is not yet charged.
    let settledUp: Path
    let settledDown: Path

    /// Current against signed voltage, increasing, with its noise (not-a-number where unknown); points at the limit left out.
    struct Path: Sendable {
        var V: [Double] = []
        var I: [Double] = []
        var variance_A2: [Double] = []

        init(_ branches: [Branch]) {
            for branch in branches.sorted(by: { $0.lobe.factor < $1.lobe.factor }) {
                let negative = branch.lobe == .negative
                for k in branch.u_V.indices {
                    let i = negative ? branch.u_V.count - 1 - k : k
                    let here = branch.lobe.factor * branch.u_V[i]
                    guard !branch.isMasked(i), (V.last ?? -.infinity) < here else { continue }
                    V.append(here)
                    I.append(branch.current_A[i])
                    variance_A2.append(branch.variance_A2.isEmpty ? .nan : branch.variance_A2[i])
                }
            }
        }
    }

    /// Lays the counted cycles of one reach over one another.
    init(_ sweep: PreparedSweep) {
        let cycles = sweep.likeCycles
        if cycles.count == 1 {
            lobes = cycles[0].lobes
        } else {
            lobes = [LobeSign.positive, .negative].compactMap { sign in
                let own = cycles.compactMap { $0.lobe(sign) }
                let lobe = Lobe(
                    sign: sign, fwd: Self.pooled(own.compactMap(\.fwd)), bwd: Self.pooled(own.compactMap(\.bwd)))
                return lobe.fwd == nil && lobe.bwd == nil ? nil : lobe
            }
        }
        let branches = lobes.flatMap { [$0.fwd, $0.bwd].compactMap { $0 } }
        step_V = RobustStatistics.median(cycles.flatMap { $0.branches.map(\.step_V) }) ?? 0
        let reach = branches.map(\.range_V.upperBound).max() ?? 0
        largest_V = reach
        let startsAtZero = sweep.cycles.count == 1 && abs(sweep.voltage_V.first ?? 0) < 0.05 * reach
        let startsUp = sweep.turningPoints.runs.first?.rising ?? true
        up = Path(branches.filter(\.isRising))
        down = Path(branches.filter { !$0.isRising })
        func settled(_ path: Path, rising: Bool) -> Path {
            let own = branches.filter { $0.isRising == rising }
            guard startsAtZero, startsUp == rising, own.count > 1 else { return path }
            return Path(own.filter { !$0.isForward })
        }
        settledUp = settled(up, rising: true)
        settledDown = settled(down, rising: false)
    }

    private static func pooled(_ branches: [Branch]) -> Branch? {
        guard let first = branches.first else { return nil }
        guard branches.count > 1 else { return first }
        if let even = Branch(meanOf: branches) { return even }
        // Other voltages in each cycle: the points of all in one row would make a comb of what differs from cycle to
        // cycle. Each is read at the voltages of the one with the most points instead, as far as all reach.
        guard let finest = branches.max(by: { $0.u_V.count < $1.u_V.count }),
            let low = branches.map(\.range_V.lowerBound).max(), let high = branches.map(\.range_V.upperBound).min()
        else { return nil }
        let grid = finest.u_V.filter { $0 >= low && $0 <= high }
        return Branch(meanOf: branches.compactMap { $0.read(along: grid) }) ?? first
    }

    /// The lobe of a sign.
    func lobe(_ sign: LobeSign) -> Lobe? { lobes.first { $0.sign == sign } }

    /// Difference `I_up - I_dn` and mean of the branches at a voltage, from local polynomials of both.
    ///
    /// - Parameter halfWidth_V: half of the window; widened until it holds three samples more than the degree.
    /// - Parameter settled: leave out the branch that begins the record.
    func read(
        at V: Double, halfWidth_V: Double, degree: Int, settled: Bool = false
    ) -> (difference: Estimate, mean: Estimate)? {
        guard let up = local(at: V, halfWidth_V, degree, settled ? settledUp : up),
            let down = local(at: V, halfWidth_V, degree, settled ? settledDown : down)
        else { return nil }
        let se = up.se.flatMap { a in down.se.map { sqrt(a * a + $0 * $0) } }
        return (
            Estimate(up.value - down.value, se: se), Estimate(0.5 * (up.value + down.value), se: se.map { 0.5 * $0 })
        )
    }

    /// A local polynomial of one path at a voltage; `nil` outside the path.
    private func local(at V: Double, _ halfWidth_V: Double, _ degree: Int, _ path: Path) -> Estimate? {
        let near = 1.5 * step_V
        guard let low = path.V.first, let high = path.V.last, V >= low - near, V <= high + near else { return nil }
        var halfWidth = max(halfWidth_V, 1e-12 * largest_V)
        for _ in 0..<6 {
            let fit = Smoothing.localFit(at: V, x: path.V.span, y: path.I.span, halfWidth: halfWidth, degree: degree)
            if let fit, fit.n >= degree + 3 || fit.n == path.V.count {
                let first = Interpolation.lowerBound(of: V - halfWidth, in: path.V.span)
                var sum = 0.0
                for i in first..<min(first + fit.n, path.variance_A2.count) { sum += path.variance_A2[i] }
                return Estimate(fit.value, se: sum.isNaN ? nil : sqrt(sum / Double(fit.n)) * fit.valueGain)
            }
            halfWidth *= 1.6
        }
        return nil
    }
}
