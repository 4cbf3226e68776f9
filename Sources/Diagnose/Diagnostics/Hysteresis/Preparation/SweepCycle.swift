/// The two branches of one polarity in one cycle; either may be missing.
struct Lobe: Sendable, Hashable {
    let sign: LobeSign
    let fwd: Branch?
    let bwd: Branch?
    /// Area and ratios of integrals; `nil` where the lobe has no loop.
    let integrals: LoopIntegrals?

    /// Joins two branches and integrates once for all diagnostics.
    init(sign: LobeSign, fwd: Branch?, bwd: Branch?) {
        self.sign = sign
        self.fwd = fwd
        self.bwd = bwd
        integrals = LoopIntegrals(fwd, bwd, sign: sign)
    }

    /// Whether the whole loop stands at the current limit, so that it is the source's.
    var isClamped: Bool { (integrals?.maskedFraction ?? 0) > 0.95 }

    /// Largest magnitude of the voltage in the lobe, V.
    var largest_V: Double { max(fwd?.range_V.upperBound ?? 0, bwd?.range_V.upperBound ?? 0) }
}

/// One period of a sweep: each branch (fwd+, bwd+, fwd-, bwd-) at most once.
struct SweepCycle: Sendable, Hashable {
    /// From 1, in order of time.
    let number: Int
    /// Samples of the cycle, indices into the prepared sweep.
    let samples: ClosedRange<Int>
    /// Scan rate, V/s: voltage swept over the time it took; absent where the recording has no time.
    let rate_V_per_s: Double?
    /// The lobes, positive first.
    let lobes: [Lobe]

    /// The lobe of a sign.
    func lobe(_ sign: LobeSign) -> Lobe? { lobes.first { $0.sign == sign } }
    /// The branches that are there, in the order fwd+, bwd+, fwd-, bwd-.
    var branches: [Branch] { lobes.flatMap { [$0.fwd, $0.bwd].compactMap { $0 } } }
    /// Branches on which the voltage rises (or falls).
    func branches(rising: Bool) -> [Branch] { branches.filter { $0.isRising == rising } }
}
