internal import Glibc
internal import Measurements

/// How far apart the branches of a lobe lie at V_read, over the cycles that count.
struct StateGap: Sendable, Hashable {
    /// Mean of `ln(R_out/R_back)`: positive where the way back carries more current.
    let logRatio: Estimate
    /// What the loop as a whole says: whether its way back carries more current.
    let loop: LoopVerdict

    /// Less than 1 % is no second state: sources and meters repeat no better.
    private static let least = 0.01

    /// Reads both branches in every cycle; `nil` where none has both, or the loop has no sense.
    init?(_ sign: LobeSign, of sweep: PreparedSweep, read_V: Double) {
        var H = CycleSeries()
        var ratios: [Estimate] = []
        for cycle in sweep.cycles {
            guard let lobe = cycle.lobe(sign) else { continue }
            H.add(cycle.number, lobe.integrals?.H)
            guard sweep.cycles.count < 2 || cycle.number > 1,
                let out = SwitchingStates.resistance(lobe.fwd, sign, at: read_V),
                let back = SwitchingStates.resistance(lobe.bwd, sign, at: read_V),
                // Two points at the limit are one current of the source's; two within the noise are none.
                out.bound == nil || out.bound != back.bound
            else { continue }
            let errors = [out, back].map { ($0.value.se ?? 0) / $0.value.value }
            ratios.append(Estimate(log(out.value.value / back.value.value), se: hypot(errors[0], errors[1])))
        }
        guard let overall = H.overall(of: sweep)?.estimate, let mean = Estimate.mean(ratios), mean.isFinite else {
            return nil
        }
        switch LoopVerdict(overall) {
        case .inductive, .capacitive: loop = LoopVerdict(overall)
        default: return nil
        }
        logRatio = mean
    }

    /// Whether two states can be told there.
    var isOpen: Bool { logRatio.isSignificant(3, floor: Self.least) }
    /// Whether the order at V_read is that of the loop as a whole; it is not where the branches cross in between.
    var isOfLoop: Bool { (loop == .inductive) == (logRatio.value > 0) }

    /// The ratio itself, in words, as `1.003 ± 0.004`.
    var words: String {
        let ratio = exp(logRatio.value)
        let digits = QuantityText.text(ratio, unit: .none, digits: 4)
        guard let se = logRatio.se, se > 0 else { return digits }
        return digits + " ± " + DecimalText.significant(ratio * se, digits: 2)
    }
}
