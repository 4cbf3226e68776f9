import Glibc

/// Chooses samples spread evenly on a log axis of time.
enum LogDecimation {
    /// Indices of at most `limit` of the times (not decreasing), the first and the last among them; all where they are few.
    static func indices(_ time_s: [Double], limit: Int) -> [Int] {
        guard time_s.count > limit, limit > 2, let last = time_s.last else { return Array(time_s.indices) }
        guard let first = time_s.first(where: { $0 > 0 }), last > first else {
            return (0..<limit).map { $0 * (time_s.count - 1) / (limit - 1) }
        }
        var kept: [Int] = []
        var bin = -2
        for i in time_s.indices {
            let t = time_s[i]
            let next = t <= 0 ? -1 : Int(Double(limit - 2) * log(t / first) / log(last / first))
            if next != bin || i == time_s.count - 1 { kept.append(i) }
            bin = next
        }
        if kept.count > limit { kept.remove(at: kept.count - 2) }
        return kept
    }
}
