import Glibc

/// When a step happened that is seen only as a change between two samples.
enum StepInstant {
    /// The instant and its standard deviation.
    ///
    /// Samples spaced evenly on a log axis tell it: with spacings growing by a factor q, the axis starts at
    /// `t_k - (t_{k+1} - t_k)/(q - 1)`. Evenly spaced samples do not: then it is the middle of the interval, with the
    /// standard deviation of a uniform law, interval/√12.
    static func find(_ time_s: [Double], last: Int, samples: Range<Int>) -> (time_s: Double, error_s: Double) {
        let earliest = time_s[last]
        let latest = time_s[samples.lowerBound]
        let interval = latest - earliest
        guard interval > 0 else { return (latest, 0) }
        if let origin = logOrigin(time_s, samples), origin > earliest - 0.05 * interval {
            let instant = min(max(origin, earliest), latest)
            // Ten percent of the gap to the first sample covers rounding of the times in the file.
            return (instant, 0.1 * (latest - instant))
        }
        return (earliest + 0.5 * interval, interval / 12.0.squareRoot())
    }

    /// Origin of a log-spaced axis; `nil` where the spacings do not grow by a common factor.
    private static func logOrigin(_ time_s: [Double], _ samples: Range<Int>) -> Double? {
        // From the second spacing on: a sample at the step itself is not on the log axis.
        let first = samples.lowerBound + 1
        let spacings = 12
        guard samples.count >= spacings + 3 else { return nil }
        let early = time_s[first + 1] - time_s[first]
        let late = time_s[first + spacings] - time_s[first + spacings - 1]
        guard early > 0, late > 1.05 * early else { return nil }
        // Over all spacings, `t_b - t_a = (t_a - origin) (q^s - 1)` with `q^(s-1) = late/early`.
        let growth = pow(late / early, 1 / Double(spacings - 1))
        guard growth > 1.0005 else { return nil }
        let middle = time_s[first + spacings / 2] - time_s[first + spacings / 2 - 1]
        let expected = (early * late).squareRoot()
        // Growth must be steady: the middle spacing near the geometric mean of the outer ones.
        guard abs(middle / expected - 1) < 0.25 else { return nil }
        return time_s[first] - (time_s[first + spacings] - time_s[first])
            / (pow(growth, Double(spacings)) - 1)
    }
}
