/// Order statistics that do not mind outliers.
///
/// Goals: correct at the edges (empty, one value), then accurate, then fast. Sorting, O(n log n).
public enum RobustStatistics {
    /// Median of values; `nil` for none.
    ///
    /// For an even count, the mean of the two middle values.
    public static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

    /// Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996).
    public static func quantile(_ values: [Double], _ p: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let place = p * Double(sorted.count - 1)
        let lower = Int(place.rounded(.down))
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    /// Median absolute deviation times 1.4826, which estimates the standard deviation of normal data.
    public static func scaledMAD(_ values: [Double]) -> Double? {
        guard let middle = median(values) else { return nil }
        return median(values.map { abs($0 - middle) }).map { 1.482602218505602 * $0 }
    }
}
