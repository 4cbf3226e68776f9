/// How long a device keeps its two states apart (THEORY D.6).
struct Endurance: Sendable, Hashable {
    /// Cycles judged.
    let count: Int
    /// Number of the first cycle of the first run of failures; `nil` where none is that long.
    let failure: Int?
    /// Number of the last cycle judged.
    let last: Int
    /// Cycles that switch.
    let switching: Int
    /// Longest run of cycles with both states within a factor of 1.2, and its first cycle.
    let stuck: (length: Int, from: Int)?

    static func == (a: Endurance, b: Endurance) -> Bool {
        a.count == b.count && a.failure == b.failure && a.last == b.last && a.switching == b.switching
            && a.stuck?.length == b.stuck?.length && a.stuck?.from == b.stuck?.from
    }
    func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        hasher.combine(failure)
        hasher.combine(last)
    }

    /// Judges windows (high over low resistance) in the order of the cycles; `nil` for none.
    ///
    /// - Parameter least: a window below it has failed.
    /// - Parameter run: so many failures in a row are the end.
    init?(_ windows: [(cycle: Int, window: Double)], least: Double, run: Int) {
        guard let end = windows.last else { return nil }
        count = windows.count
        last = end.cycle
        switching = windows.lazy.filter { $0.window >= least }.count
        failure = Self.run(windows, atLeast: max(1, run)) { $0 < least }?.from
        // Closer than 1.2 is one state: as the table of reads has it (reads.stuck-cycles).
        stuck = Self.longest(windows) { $0 < 1.2 }
    }

    /// The first run of so many windows that satisfy a condition.
    private static func run(
        _ windows: [(cycle: Int, window: Double)], atLeast length: Int, where condition: (Double) -> Bool
    ) -> (length: Int, from: Int)? {
        var first: Int?
        for (i, entry) in windows.enumerated() {
            guard condition(entry.window) else {
                first = nil
                continue
            }
            let start = first ?? i
            first = start
            if i - start + 1 >= length { return (length, windows[start].cycle) }
        }
        return nil
    }

    /// The longest run of windows that satisfy a condition.
    private static func longest(
        _ windows: [(cycle: Int, window: Double)], where condition: (Double) -> Bool
    ) -> (length: Int, from: Int)? {
        var best: (length: Int, from: Int)?
        var length = 0
        for (i, entry) in windows.enumerated() {
            length = condition(entry.window) ? length + 1 : 0
            if length > (best?.length ?? 0) { best = (length, windows[i - length + 1].cycle) }
        }
        return best
    }
}
