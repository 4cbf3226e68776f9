/// Piecewise linear interpolation over increasing abscissae.
///
/// Goals: correct at the edges (outside is `nil`, never extrapolated), then accurate, then fast: a binary search a
/// point, or one merge for sorted points.
public enum Interpolation {
    /// Where a point lies between two neighbors: `x = (1 - fraction) x[lower] + fraction x[lower + 1]`.
    public struct Place: Sendable, Equatable {
        /// Index of the neighbor below; the last but one at the upper end.
        public let lower: Int
        /// 0 at the lower neighbor, 1 at the upper.
        public let fraction: Double
    }

    /// The interval of increasing `x` that holds a point; `nil` outside, for fewer than two abscissae and for NaN.
    public static func place(of point: Double, in x: Span<Double>) -> Place? {
        guard x.count >= 2, point >= x[0], point <= x[x.count - 1] else { return nil }
        var low = 0
        var high = x.count - 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if x[middle] <= point { low = middle } else { high = middle }
        }
        let width = x[high] - x[low]
        return Place(lower: low, fraction: width > 0 ? (point - x[low]) / width : 0)
    }

    /// The value at a point; `nil` outside the abscissae.
    public static func linear(at point: Double, x: Span<Double>, y: Span<Double>) -> Double? {
        precondition(x.count == y.count, "as many values as abscissae")
        guard let place = place(of: point, in: x) else { return nil }
        return y[place.lower] + place.fraction * (y[place.lower + 1] - y[place.lower])
    }

    /// Index of the first of increasing abscissae that is not below a point; `x.count` where all are below.
    public static func lowerBound(of point: Double, in x: Span<Double>) -> Int {
        var low = 0
        var high = x.count
        while low < high {
            let middle = low + (high - low) / 2
            if x[middle] < point { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Two increasing lists as one, equal entries once.
    public static func union(_ a: Span<Double>, _ b: Span<Double>) -> [Double] {
        var merged: [Double] = []
        merged.reserveCapacity(a.count + b.count)
        var i = 0
        var j = 0
        while i < a.count || j < b.count {
            let next: Double
            if j >= b.count || (i < a.count && a[i] <= b[j]) {
                next = a[i]
                i += 1
            } else {
                next = b[j]
                j += 1
            }
            if merged.last != next { merged.append(next) }
        }
        return merged
    }
}
