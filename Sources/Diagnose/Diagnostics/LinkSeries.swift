public import Measurements

/// What one link says over several biases: offset, scatter and trend of the difference (THEORY G.2).
///
/// A constant offset means calibration, area or series resistance; a trend with the voltage means that the model is not
/// the device's. Where the two sides have opposite signs at a bias nothing is averaged.
public struct LinkSeries: Sendable, Codable, Hashable {
    /// What the differences do together.
    public enum Reading: String, Sendable, Codable, CaseIterable {
        /// No offset, scatter or trend beyond what instruments differ by.
        case equal
        /// The same difference everywhere: calibration, area or series resistance.
        case offset
        /// The difference changes with the voltage: the model is not the device's.
        case trend
        /// The differences scatter by more than their errors: these are too small, or the device changed in between.
        case scatter
        /// Opposite signs at some biases: nothing is averaged.
        case signs
    }

    /// `L1` to `L19`.
    public var id: String
    /// State and pair of sources; the voltages are `low_V` and `high_V`.
    public var at: Place
    /// The two sides.
    public var between: [String]
    /// Number of voltages.
    public var n: Int
    /// Lowest voltage.
    public var low_V: Double
    /// Highest voltage.
    public var high_V: Double
    /// What `mean` and `slope` measure: `ln(A/B)`, `(A-B)/m` with m the larger size, or `A-B` in SI.
    public var of: String
    /// Mean of the difference, weighted with the inverse variances; absent where signs differ.
    public var mean: Double?
    /// Standard error of the mean, from the errors of the measurements alone.
    public var se: Double?
    /// Systematic standard deviation that all biases share.
    public var s_sys: Double?
    /// Cochran's Q.
    public var q: Double?
    /// Probability of a larger Q where only the stated errors act.
    public var p_q: Double?
    /// Slope of the difference against the voltage, 1/V (or per volt of its unit).
    public var slope_per_V: Double?
    /// Standard error of the slope.
    public var slope_se: Double?
    /// What this means.
    public var reading: Reading
    /// The same as a sentence.
    public var reason: String
}
