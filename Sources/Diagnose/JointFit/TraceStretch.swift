/// A part of a recording under one kind of voltage.
public struct TraceStretch: Sendable {
    /// Its samples.
    public var samples: Range<Int>
    /// When the voltage jumped to its level, s in the time of the recording; `nil` for a ramp.
    public var jumped_s: Double?
    /// Whether the jump may as well have been anywhere since the sample before.
    public var isLoose = false
    /// The level, V; unused for a ramp.
    public var level_V: Double
    /// The voltage between short reads, V; `nil` for what is not one.
    public var rest_V: Double?

    /// A level that is held since a jump.
    public static func held(
        _ samples: Range<Int>, since jumped_s: Double, isLoose: Bool = false, at level_V: Double
    ) -> TraceStretch {
        TraceStretch(samples: samples, jumped_s: jumped_s, isLoose: isLoose, level_V: level_V)
    }

    /// Short reads at a level, with rests at another voltage between them.
    public static func reads(_ samples: Range<Int>, at level_V: Double, restingAt rest_V: Double) -> TraceStretch {
        TraceStretch(samples: samples, jumped_s: nil, level_V: level_V, rest_V: rest_V)
    }

    /// A voltage that runs, as recorded.
    public static func ramp(_ samples: Range<Int>) -> TraceStretch {
        TraceStretch(samples: samples, jumped_s: nil, level_V: 0)
    }
}

extension JointTrace {
    /// A recording made short: neighbors averaged, evenly on ramps and by the logarithm of time on levels.
    ///
    /// - Parameters:
    ///   - stretches: in order; together they cover what is to be fitted.
    ///   - limit: about how many readings are left.
    ///   - noise: of a single reading.
    ///   - charging_s: how long after a jump the current is that of the fast capacitance; readings within carry nothing.
    public init(
        name: String, from: [String], time_s: [Double], voltage_V: [Double], current_A: [Double],
        stretches: [TraceStretch], limit: Int, noise: ReadingNoise, charging_s: Double
    ) {
        var compaction = TraceCompaction(
            time_s: time_s, voltage_V: voltage_V, current_A: current_A, noise: noise, charging_s: charging_s)
        let total = stretches.reduce(0) { $0 + $1.samples.count }
        for stretch in stretches where !stretch.samples.isEmpty {
            // A short level keeps a few readings however many long ones there are.
            let share = max(6, Int(Double(limit) * Double(stretch.samples.count) / Double(max(1, total))))
            if let rest_V = stretch.rest_V {
                compaction.addReads(stretch, restingAt: rest_V)
            } else if let jumped_s = stretch.jumped_s {
                compaction.addLevel(
                    stretch, since: jumped_s, limit: max(share, limit / max(1, stretches.count)))
            } else {
                compaction.addRamp(stretch.samples, limit: share)
            }
        }
        // Where jumps are loose, the error of the timing is common to all readings: they count as ten, not as many.
        let isLoose = compaction.loose_s.contains { $0 != 0 }
        let readings = Double(compaction.sd_A.filter(\.isFinite).count)
        let widening = isLoose ? max(1, (readings / 10).squareRoot()) : 1
        self.init(
            name: name, from: from, interval_s: compaction.interval_s, loose_s: compaction.loose_s,
            fallsBack: compaction.fallsBack, voltage_V: compaction.out_V,
            isHeld: compaction.isHeld, current_A: compaction.out_A, sd_A: compaction.sd_A.map { $0 * widening })
    }
}
