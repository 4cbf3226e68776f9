/// One change of the applied voltage from a level to another that is then held.
struct VoltageStep: Sendable, Hashable {
    /// The current just before a step.
    struct Baseline: Sendable, Hashable {
        /// Mean of the samples used, A.
        var current_A: Double
        /// Standard error of the mean, A; zero for one sample.
        var se_A: Double
        /// Number of samples used.
        var count: Int
    }

    /// Number of the step within its recording, from 1.
    var number: Int
    /// When the voltage changed, s, in the recording's time.
    var time_s: Double
    /// Standard deviation of that instant, s: the change lies between two samples.
    var timeError_s: Double
    /// How long the voltage took to change, s; zero where it did so between two samples.
    var rise_s: Double
    /// Level before, V; `nil` where nothing is known of it.
    var levelBefore_V: Double?
    /// Level after, V.
    var levelAfter_V: Double
    /// Standard error of a level, V.
    var levelError_V: Double
    /// Samples at the level after.
    var samples: Range<Int>
    /// Current before; `nil` where there are no samples.
    var baseline: Baseline?

    /// Height of the step, V; `nil` where the level before is not known.
    var height_V: Double? { levelBefore_V.map { levelAfter_V - $0 } }
}
