internal import Measurements

/// What switches in every cycle of a sweep, read once for all diagnostics that ask.
struct SweepSwitching: Sendable {
    /// One polarity of one cycle.
    struct Event: Sendable {
        let cycle: Int
        let sign: LobeSign
        /// Sense of the lobe; `nil` where it has no way back.
        let sense: LoopVerdict?
        /// Set voltages, the first definition first; empty where there is none.
        var set: [SwitchingValue] = []
        /// Why there is no set, in words.
        var reason: String?
        /// Reset voltages.
        var reset: [SwitchingValue] = []
        /// Where the way back falls to the off state again.
        var hold: SwitchingValue?
        /// The current that the device holds by itself.
        var limit: SelfCompliance?
        /// Largest |V| of the way out: a set that did not happen lies beyond it.
        let reach_V: Double
        /// `dln|I|/d|V|` of the way out, where it sets.
        var slopes: BranchSlopes?

        /// The threshold of a definition.
        func set(_ definition: SetDefinition) -> SwitchingValue? { set.first { $0.definition == definition.rawValue } }
        /// The threshold of a definition.
        func reset(_ definition: ResetDefinition) -> SwitchingValue? {
            reset.first { $0.definition == definition.rawValue }
        }
    }

    /// The events in the order of the cycles, positive polarity first.
    let events: [Event]
    /// Which definitions were chosen.
    let choice: SwitchingChoice

    /// Most cycles whose slopes are kept for figures.
    private static let mostSlopes = 30

    /// Looks at the outgoing branches of every cycle.
    init(_ sweep: PreparedSweep, _ options: DiagnoseOptions) {
        let choice = SwitchingChoice(options)
        self.choice = choice
        var events: [Event] = []
        let stride = max(1, (sweep.cycles.count + Self.mostSlopes - 1) / Self.mostSlopes)
        for cycle in sweep.cycles {
            for lobe in cycle.lobes {
                guard let fwd = lobe.fwd else { continue }
                var event = Event(
                    cycle: cycle.number, sign: lobe.sign,
                    sense: lobe.bwd == nil ? nil : LoopVerdict(lobe.integrals?.H), reach_V: fwd.range_V.upperBound)
                Self.fill(&event, lobe, fwd, choice)
                if cycle.number % stride != 0, cycle.number != sweep.cycles.count { event.slopes = nil }
                events.append(event)
            }
        }
        self.events = events
    }

    private static func fill(_ event: inout Event, _ lobe: Lobe, _ fwd: Branch, _ choice: SwitchingChoice) {
        let threshold = FixedCurrent(fwd, stated_A: choice.threshold_A)
        let slopes = BranchSlopes(fwd)
        // Without a way back nothing speaks against a set; with one, the branch back must carry more (less) current.
        if event.sense == nil || event.sense == .inductive {
            if let slopes {
                let found = SetVoltage(fwd, slopes, threshold: threshold)
                event.set = found.values
                event.reason = event.sense == nil ? nil : found.reason
                if !found.values.isEmpty { event.slopes = slopes }
            } else if let found = SetVoltage(fwd, abruptBy: 10, threshold: threshold) {
                event.set = found.values
            }
            if let first = event.set.first, !first.isCensored {
                event.hold = HoldVoltage(lobe, set_V: first.V.value)?.value
                event.limit = SelfCompliance(fwd, set_V: first.V.value)
            }
        }
        // Whoever chose the instrument's formula gets what it gives, for any branch.
        if choice.set == .S6, event.set(.S6) == nil, let forced = SetVoltage(instrument: fwd) {
            event.set += forced.values
        }
        if event.sense == .capacitive, let slopes { event.reset = ResetVoltage(fwd, slopes).values }
    }
}

extension DiagnosticInput {
    /// Each prepared sweep with what switches in it; read anew where the family did not do so beforehand.
    var switchings: [(sweep: PreparedSweep, switching: SweepSwitching)] {
        let sweeps = preparedSweeps
        let found = switching ?? sweeps.map { SweepSwitching($0, options) }
        return Array(zip(sweeps, found))
    }
}
