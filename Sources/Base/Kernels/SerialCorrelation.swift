/// Whether residuals in a row resemble their neighbors, as those of a wrong model do.
public enum SerialCorrelation {
    /// Neighbors up to so many places away are compared: a curve that a model misses is about that wide.
    private static let lags = 5

    /// Sum of the first five autocorrelations of all parts, in its standard deviations for noise: about a normal
    /// deviate, large where neighbors are alike.
    ///
    /// - Returns: 0 for parts of fewer than 12 numbers, of which nothing can be said.
    /// - Source: each autocorrelation of n independent numbers has a variance of about 1/n (Box and Jenkins).
    public static func score(_ parts: [[Double]]) -> Double {
        var (sum, variance) = (0.0, 0.0)
        for part in parts where part.count >= 12 {
            let square = part.reduce(0) { $0 + $1 * $1 }
            guard square > 0, square.isFinite else { continue }
            for lag in 1...lags {
                var product = 0.0
                for i in 0..<(part.count - lag) { product += part[i] * part[i + lag] }
                sum += product / square
            }
            variance += Double(lags) / Double(part.count)
        }
        return variance > 0 ? sum / variance.squareRoot() : 0
    }
}
