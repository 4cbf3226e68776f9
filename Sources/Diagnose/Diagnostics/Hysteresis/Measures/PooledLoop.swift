internal import Glibc
internal import Kernels

/// The cycles of a sweep that count, laid over one another: what is read from the loop as a whole.
struct PooledLoop: Sendable {
    /// Lobes of all counted cycles; equal voltages are averaged.
    let lobes: [Lobe]
    /// Median distance of neighboring voltages, V.
    let step_V: Double
    /// Largest magnitude of the voltage, V.
    let largest_V: Double
    /// The branch that begins the record at 0 V, where a capacitor is not yet charged; absent with several cycles.
    private let initial: (lobe: LobeSign, isForward: Bool)?

    /// Lays the counted cycles over one another.
    init(_ sweep: PreparedSweep) {
        let cycles = sweep.statisticalCycles
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
        let startsAtZero = abs(sweep.voltage_V.first ?? 0) < 0.05 * reach
        let first = sweep.turningPoints.runs.first
        initial =
            cycles.count == 1 && sweep.cycles.count == 1 && startsAtZero
            ? first.map { ($0.rising ? .positive : .negative, true) } : nil
    }

    private static func pooled(_ branches: [Branch]) -> Branch? {
        guard let first = branches.first else { return nil }
        guard branches.count > 1 else { return first }
        let points = branches.flatMap { branch in
            branch.u_V.indices.map { (u: branch.u_V[$0], current: branch.current_A[$0], masked: branch.isMasked($0)) }
        }
        return Branch(lobe: first.lobe, isForward: true, points: points).map {
            // The direction only matters for the name; the points are sorted by voltage in any case.
            $0.directed(forward: first.isForward)
        }
    }

    /// The lobe of a sign.
    func lobe(_ sign: LobeSign) -> Lobe? { lobes.first { $0.sign == sign } }

    /// Current against signed voltage on all branches where the voltage rises (or falls), increasing, with its noise.
    func path(rising: Bool, withoutStart: Bool = false) -> (V: [Double], I: [Double], variance: [Double]) {
        var branches = lobes.flatMap { [$0.fwd, $0.bwd].compactMap { $0 } }.filter { $0.isRising == rising }
        if withoutStart, let initial, branches.count > 1 {
            branches.removeAll { $0.lobe == initial.lobe && $0.isForward == initial.isForward }
        }
        branches.sort { $0.lobe.factor < $1.lobe.factor }
        var V: [Double] = []
        var I: [Double] = []
        var variance: [Double] = []
        for branch in branches {
            let order = branch.lobe == .negative ? Array(branch.u_V.indices.reversed()) : Array(branch.u_V.indices)
            for i in order where !branch.isMasked(i) && (V.last ?? -.infinity) < branch.lobe.factor * branch.u_V[i] {
                V.append(branch.lobe.factor * branch.u_V[i])
                I.append(branch.current_A[i])
                variance.append(branch.variance_A2.isEmpty ? .nan : branch.variance_A2[i])
            }
        }
        return (V, I, variance)
    }

    /// Difference `I_up - I_dn` and mean of the branches at a voltage, from local polynomials of both.
    ///
    /// - Parameter halfWidth_V: half of the window; widened until it holds five samples of each branch.
    func read(
        at V: Double, halfWidth_V: Double, degree: Int, withoutStart: Bool = false
    ) -> (difference: Estimate, mean: Estimate)? {
        guard let up = local(at: V, halfWidth_V, degree, path(rising: true, withoutStart: withoutStart)),
            let down = local(at: V, halfWidth_V, degree, path(rising: false, withoutStart: withoutStart))
        else { return nil }
        let se = up.se.flatMap { a in down.se.map { sqrt(a * a + $0 * $0) } }
        return (
            Estimate(up.value - down.value, se: se), Estimate(0.5 * (up.value + down.value), se: se.map { 0.5 * $0 })
        )
    }

    /// A local polynomial of one path at a voltage; `nil` outside the path.
    func local(
        at V: Double, _ halfWidth_V: Double, _ degree: Int, _ path: (V: [Double], I: [Double], variance: [Double])
    ) -> Estimate? {
        let near = 1.5 * step_V
        guard let low = path.V.first, let high = path.V.last, V >= low - near, V <= high + near else { return nil }
        var halfWidth = max(halfWidth_V, 1e-12 * largest_V)
        for _ in 0..<6 {
            let fit = Smoothing.localFit(at: V, x: path.V.span, y: path.I.span, halfWidth: halfWidth, degree: degree)
            if let fit, fit.n >= degree + 3 || fit.n == path.V.count {
                let inside = path.V.indices.filter { abs(path.V[$0] - V) <= halfWidth }
                let variance = inside.map { path.variance[$0] }.reduce(0, +) / Double(max(1, inside.count))
                return Estimate(fit.value, se: variance.isNaN ? nil : sqrt(variance) * fit.valueGain)
            }
            halfWidth *= 1.6
        }
        return nil
    }
}
