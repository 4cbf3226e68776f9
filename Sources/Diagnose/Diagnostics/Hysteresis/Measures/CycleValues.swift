internal import Glibc
internal import Kernels
internal import Measurements

/// One quantity of many cycles, and which of its values are only bounds from below.
struct CycleValues: Sendable {
    /// Metric id.
    let id: String
    let unit: SIUnit
    /// Where all of them hold.
    let place: Place
    /// Numbers of the cycles, in order.
    var cycle: [Int] = []
    var value: [Double] = []
    var censored: [Bool] = []
    /// Standard error of each value; `nil` where it is not known.
    var error: [Double?] = []
    /// -1 where the values are magnitudes of a negative quantity (thresholds of the negative lobe).
    let factor: Double
    /// Whether the values are magnitudes that a law of positive values may follow.
    let hasLaw: Bool
    /// The recordings they come from.
    let from: [String]

    init(_ id: String, _ unit: SIUnit, at place: Place, from: [String], factor: Double = 1, hasLaw: Bool = false) {
        self.id = id
        self.unit = unit
        self.place = place
        self.from = from
        self.factor = factor
        self.hasLaw = hasLaw
    }

    mutating func add(_ number: Int, _ value: Double, se: Double? = nil, censored isCensored: Bool = false) {
        guard value.isFinite else { return }
        error.append(se)
        cycle.append(number)
        self.value.append(value)
        censored.append(isCensored)
    }

    /// Values that were observed, in the order of the cycles.
    var observed: [Double] { zip(value, censored).compactMap { $1 ? nil : $0 } }

    /// Standard deviation of the observed values, with n - 1; zero where they differ by rounding alone.
    var spread: Double {
        let all = observed
        guard all.count >= 2 else { return 0 }
        let mean = all.reduce(0, +) / Double(all.count)
        let sd = sqrt(all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count - 1))
        return sd > 1e-12 * abs(mean) ? sd : 0
    }

    /// The spread and the usual error of one value, where the spread is no larger: then it is the measurement's, and no law of the
    /// device lies in it.
    var unresolved: (sd: Double, error: Double)? {
        let known = error.indices.compactMap { censored[$0] ? nil : error[$0] }
        guard known.count >= 2, known.count == observed.count, let usual = RobustStatistics.median(known) else {
            return nil
        }
        return spread <= usual ? (spread, usual) : nil
    }

    /// Correlation of neighboring cycles' values, `sum (x_i - m)(x_(i+1) - m) / sum (x_i - m)²`; `nil` for equal values.
    var autocorrelation: Estimate? {
        let pairs = value.indices.dropFirst().filter {
            cycle[$0] == cycle[$0 - 1] + 1 && !censored[$0] && !censored[$0 - 1]
        }
        let all = observed
        guard pairs.count >= 3, all.count >= 4, spread > 0 else { return nil }
        let mean = all.reduce(0, +) / Double(all.count)
        let square = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard square > 0 else { return nil }
        let cross = pairs.reduce(0) { $0 + (value[$1] - mean) * (value[$1 - 1] - mean) }
        return Estimate(cross / square, se: 1 / sqrt(Double(pairs.count)))
    }

    /// Least-squares slope against the number of the cycle, with its error; `nil` below three values.
    var trend: Estimate? {
        let used = value.indices.filter { !censored[$0] }
        guard used.count >= 3 else { return nil }
        let n = Double(used.count)
        let middle = used.reduce(0) { $0 + Double(cycle[$1]) } / n
        let mean = used.reduce(0) { $0 + value[$1] } / n
        var (square, cross) = (0.0, 0.0)
        for i in used {
            let x = Double(cycle[i]) - middle
            square += x * x
            cross += x * (value[i] - mean)
        }
        guard square > 0 else { return nil }
        let slope = cross / square
        let rest = used.reduce(0.0) { sum, i in
            let residual = value[i] - mean - slope * (Double(cycle[i]) - middle)
            return sum + residual * residual
        }
        return Estimate(slope, se: sqrt(rest / (n - 2) / square))
    }
}
