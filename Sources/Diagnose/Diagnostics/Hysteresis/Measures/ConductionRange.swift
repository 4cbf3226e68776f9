internal import Measurements

/// What of a branch one law of conduction may describe: the stretch in which the device does not switch.
struct ConductionRange: Sendable {
    let low_V: Double
    let high_V: Double
    /// Why it ends there, in words.
    let why: String

    /// The way out ends at 0.9 of the lowest set or reset voltage of the counted cycles, the way back begins at 1.1 times the
    /// highest hold voltage: their mean is then that of cycles in one state.
    init(_ branch: Branch, _ switching: SweepSwitching, _ sweep: PreparedSweep) {
        let reach = branch.range_V.upperBound
        let events = switching.events.filter {
            $0.sign == branch.lobe && (sweep.cycles.count < 2 || $0.cycle > 1)
        }
        func usual(_ values: [Double]) -> Bool { 2 * values.count >= max(1, events.count) }
        var (low, high, words) = (0.0, reach, "whole branch")
        if branch.isForward {
            let sets = events.compactMap { $0.set.first?.V.value }
            let resets = events.compactMap { $0.reset.first?.V.value }
            if let set = sets.min(), usual(sets), set < reach {
                (high, words) = (0.9 * set, "below every set")
            } else if let reset = resets.min(), usual(resets), reset < reach {
                (high, words) = (0.9 * reset, "below every reset")
            }
        } else {
            let holds = events.compactMap { $0.hold?.V.value }
            if let hold = holds.max(), usual(holds) { (low, words) = (1.1 * hold, "above the hold voltage") }
        }
        (low_V, high_V, why) = (low, high, words)
    }
}
