internal import Measurements

/// The quantities of a sweep that are described over its cycles.
enum CycleQuantities {
    /// All of them, the cycles that count (all but the first).
    static func all(_ sweep: PreparedSweep, _ switching: SweepSwitching, _ states: [SwitchingStates]) -> [CycleValues] {
        var found: [CycleValues] = []
        for sign in [LobeSign.positive, .negative] {
            var place = sweep.place
            place.lobe = sign.rawValue
            found.append(index(sign, place, sweep))
            found += thresholds(
                switching.events.filter { $0.sign == sign && $0.cycle > 1 }, sign, place, sweep, switching)
            if let lobe = states.first(where: { $0.sign == sign }) {
                place.V_read = sign.factor * lobe.read_V
                found += Self.states(lobe, place, sweep)
            }
        }
        return found
    }

    private static func index(_ sign: LobeSign, _ place: Place, _ sweep: PreparedSweep) -> CycleValues {
        var values = CycleValues("hysteresis.H", .none, at: place, from: sweep.sources)
        for cycle in sweep.statisticalCycles {
            if let H = cycle.lobe(sign)?.integrals?.H { values.add(cycle.number, H.value) }
        }
        return values
    }

    /// Set, reset and hold voltages; a cycle without a set counts as one beyond its reach where half and more of them set.
    private static func thresholds(
        _ events: [SweepSwitching.Event], _ sign: LobeSign, _ place: Place, _ sweep: PreparedSweep,
        _ switching: SweepSwitching
    ) -> [CycleValues] {
        func values(_ id: String, _ definition: String) -> CycleValues {
            var at = place
            at.definition = definition
            return CycleValues(id, .volt, at: at, from: sweep.sources, factor: sign.factor, hasLaw: true)
        }
        let choice = switching.choice
        var set = values("hysteresis.V_set", choice.set.rawValue)
        var reset = values("hysteresis.V_reset", choice.reset.rawValue)
        var hold = values("hysteresis.V_hold", "hold")
        let sets = 2 * events.lazy.filter { !$0.set.isEmpty }.count >= events.count
        for event in events {
            if let value = event.set(choice.set) {
                set.add(event.cycle, value.V.value, se: value.V.se, censored: value.isCensored)
            } else if let first = event.set.first, first.isCensored {
                set.add(event.cycle, first.V.value, censored: true)
            } else if sets {
                set.add(event.cycle, event.reach_V, censored: true)
            }
            if let value = event.reset(choice.reset) { reset.add(event.cycle, value.V.value, se: value.V.se) }
            if let value = event.hold { hold.add(event.cycle, value.V.value, se: value.V.se) }
        }
        return [set, reset, hold]
    }

    private static func states(_ states: SwitchingStates, _ place: Place, _ sweep: PreparedSweep) -> [CycleValues] {
        var high = CycleValues("hysteresis.R_HRS", .ohm, at: place, from: sweep.sources, hasLaw: true)
        var low = CycleValues("hysteresis.R_LRS", .ohm, at: place, from: sweep.sources, hasLaw: true)
        for cycle in states.counted(of: sweep) {
            // An upper bound (the current limit) is no value; a lower one is a censored value.
            if let state = cycle.high, state.bound != .upper {
                high.add(cycle.number, state.value.value, se: state.value.se, censored: state.bound == .lower)
            }
            if let state = cycle.low, state.bound != .upper {
                low.add(cycle.number, state.value.value, se: state.value.se, censored: state.bound == .lower)
            }
        }
        return [high, low]
    }
}
