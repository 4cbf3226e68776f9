internal import Measurements

/// The two resistances of a lobe in every cycle, read at V_read: one point a state a cycle.
struct SwitchingStates: Sendable {
    /// Both states of one cycle.
    struct Cycle: Sendable {
        let number: Int
        /// The resistance on the branch of the high-resistance state, ohm, and what it is where it is only a bound.
        let high: (value: Estimate, bound: Bound?)?
        /// The resistance on the branch of the low-resistance state, ohm.
        let low: (value: Estimate, bound: Bound?)?

        /// How far the states lie apart: high over low; `nil` where one is not known.
        var window: Double? {
            guard let high, let low, low.value.value > 0, high.value.value > 0 else { return nil }
            return high.value.value / low.value.value
        }
    }

    let sign: LobeSign
    /// The branch of the high-resistance state, `fwd+` and so on, and of the other.
    let branches: (high: String, low: String)
    let read_V: Double
    let cycles: [Cycle]

    /// Reads a lobe of a sweep; `nil` where its loop has no sense, or its branches carry the same current at V_read, so that no
    /// branch is the one of a state.
    ///
    /// The branch that carries less current at V_read, over the cycles that count, is that of the high-resistance state. One rule
    /// for all cycles: a cycle that fails is not turned around.
    init?(_ sign: LobeSign, of sweep: PreparedSweep, read_V: Double) {
        guard let gap = StateGap(sign, of: sweep, read_V: read_V), gap.isOpen else { return nil }
        let outgoingIsHigh = gap.logRatio.value > 0
        self.sign = sign
        self.read_V = read_V
        let names = ("fwd" + sign.rawValue, "bwd" + sign.rawValue)
        branches = outgoingIsHigh ? (names.0, names.1) : (names.1, names.0)
        cycles = sweep.cycles.compactMap { cycle in
            guard let lobe = cycle.lobe(sign) else { return nil }
            let out = Self.resistance(lobe.fwd, sign, at: read_V)
            let back = Self.resistance(lobe.bwd, sign, at: read_V)
            guard out != nil || back != nil else { return nil }
            return Cycle(
                number: cycle.number, high: outgoingIsHigh ? out : back, low: outgoingIsHigh ? back : out)
        }
    }

    /// `V/I` at a voltage; within three errors of no current a lower bound, at the current limit an upper one.
    static func resistance(_ branch: Branch?, _ sign: LobeSign, at u: Double) -> (
        value: Estimate, bound: Bound?
    )? {
        guard let branch, let current = branch.reading(at: u) else { return nil }
        let size = sign.factor * current.value
        if let ratio = Estimate.ratio(Estimate(u), Estimate(size, se: current.se)), ratio.value > 0 {
            // A voltage without error: what the current's error makes of the ratio.
            let se = current.se.map { ratio.value * $0 / abs(size) }
            return (Estimate(ratio.value, se: se), branch.isMasked(at: u) ? .upper : nil)
        }
        // A current against the voltage is light's or a charge's, and no resistance.
        guard let se = current.se, se > 0, size > -3 * se else { return nil }
        return (Estimate(u / (3 * se)), .lower)
    }

    /// The lobes of a sweep whose loops have a sense, at the read voltage.
    static func all(of sweep: PreparedSweep, _ options: DiagnoseOptions) -> [SwitchingStates] {
        let read = sweep.readVoltage_V(options)
        return [LobeSign.positive, .negative].compactMap { SwitchingStates($0, of: sweep, read_V: read) }
    }

    /// The cycles that count, all but the first where there are more.
    func counted(of sweep: PreparedSweep) -> [Cycle] {
        cycles.filter { sweep.cycles.count < 2 || $0.number > 1 }
    }
}

extension DiagnosticInput {
    /// The two resistances of a prepared sweep, a lobe an entry.
    func switchingStates(_ index: Int) -> [SwitchingStates] {
        if let states, states.indices.contains(index) { return states[index] }
        return SwitchingStates.all(of: preparedSweeps[index], options)
    }
}
