/// The k-th smallest of many numbers without sorting them.
///
/// Goals in order: the very number that sorting would give, then linear time on sorted, equal and periodic data alike.
/// - Source: C. A. R. Hoare, "Find", Comm. ACM 4 (1961) 321; pivot as the median of three.
enum OrderStatistic {
    /// The number at position `k` of the sorted numbers; their order changes.
    /// - Parameter values: without NaN; at least one.
    static func value(at k: Int, of values: inout [Double]) -> Double {
        precondition(values.indices.contains(k), "an order statistic needs its number")
        var low = 0
        var high = values.count - 1
        // Hoare's halves shrink by a factor on average; where they do not, sorting ends the search.
        var rounds = 0
        while high - low > 16 {
            rounds += 1
            guard rounds < 128 else { break }
            let (a, b, c) = (values[low], values[low + (high - low) / 2], values[high])
            let pivot = max(min(a, b), min(max(a, b), c))
            var i = low
            var j = high
            while i <= j {
                while values[i] < pivot { i += 1 }
                while pivot < values[j] { j -= 1 }
                if i <= j {
                    values.swapAt(i, j)
                    i += 1
                    j -= 1
                }
            }
            if k <= j {
                high = j
            } else if k >= i {
                low = i
            } else {
                return values[k]
            }
        }
        values[low...high].sort()
        return values[k]
    }
}
