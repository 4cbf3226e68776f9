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
    /// The number at position `k` of the sorted numbers that a function gives, without a copy of many of them.
    ///
    /// Numbers that are not negative sort as their bits do, so counting them by their upper bits narrows the search to
    /// a few; each round asks for all of them again.
    /// - Parameter count: how many numbers there are to ask for.
    /// - Parameter number: the number at a place, not negative; `nil` for one that does not count.
    /// - Returns: `nil` where no more than `k` numbers count.
    static func value(at k: Int, among count: Int, _ number: (Int) -> Double?) -> Double? {
        var rank = k
        var held = count
        var prefix: UInt64 = 0
        var shift: UInt64 = 64
        while held > few, shift > 0 {
            var counts = [Int](repeating: 0, count: 1 << 16)
            for i in 0..<count {
                guard let bits = number(i)?.bitPattern, bits >> shift == prefix else { continue }
                counts[Int(truncatingIfNeeded: bits >> (shift - 16) & 0xFFFF)] += 1
            }
            guard let bucket = place(&rank, in: counts) else { return nil }
            held = counts[bucket]
            shift -= 16
            prefix = prefix << 16 | UInt64(bucket)
        }
        if shift == 0 { return Double(bitPattern: prefix) }
        var values: [Double] = []
        values.reserveCapacity(held)
        for i in 0..<count {
            if let value = number(i), value.bitPattern >> shift == prefix { values.append(value) }
        }
        return values.indices.contains(rank) ? value(at: rank, of: &values) : nil
    }

    /// So many numbers are copied without ado.
    private static let few = 1 << 14

    /// The place of the count that holds the `rank`-th, which becomes the rank within it.
    private static func place(_ rank: inout Int, in counts: [Int]) -> Int? {
        for (i, count) in counts.enumerated() {
            if rank < count { return i }
            rank -= count
        }
        return nil
    }
}
