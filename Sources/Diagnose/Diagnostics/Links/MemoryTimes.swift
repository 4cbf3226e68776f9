internal import Glibc
import Measurements

/// The memory's time against voltage, from spectra and steps together; what links interpolate and compare.
struct MemoryTimes {
    /// A time at a voltage.
    struct Point {
        let V: Double
        let logTau: Double
        let sd: Double
        let from: [String]
    }

    /// The points in the order of their voltages; at one voltage the most certain alone.
    let points: [Point]

    /// Gathers `tau_k` of spectra, else the slow time of small steps, else the slowest component of large ones.
    ///
    /// - Parameter sources: ids of metrics, the preferred first.
    init(
        _ evidence: Evidence, state: String? = nil,
        sources: [String] = ["impedance.tau_k", "transient.tau_V", "transient.tau"]
    ) {
        var found: [Point] = []
        for id in sources {
            for metric in Self.slowest(evidence.metrics(id)) {
                let place = id == "impedance.tau_k" ? metric.at.bias_V : metric.at.V
                guard let se = metric.se, let V = place, metric.at.state == state, se / metric.value < 0.5 else {
                    continue
                }
                // The same voltage from a source that comes first is kept.
                if found.contains(where: { abs($0.V - V) <= LinkPairing.sameBias_V }) { continue }
                found.append(Point(V: V, logTau: log(metric.value), sd: se / metric.value, from: metric.from))
            }
        }
        points = found.sorted { $0.V < $1.V }
    }

    /// Of the times of one step or one spectrum the slowest, in their order.
    private static func slowest(_ metrics: [Metric]) -> [Metric] {
        var kept: [Metric] = []
        for metric in metrics where metric.bound == nil && metric.value > 0 {
            let same = kept.firstIndex { $0.from == metric.from && $0.at.step == metric.at.step }
            guard let same else {
                kept.append(metric)
                continue
            }
            if metric.value > kept[same].value { kept[same] = metric }
        }
        return kept
    }

    /// The time at a voltage between two points, by a straight line in its logarithm.
    ///
    /// - Returns: `nil` outside the points, or where the nearest are more than `reach_V` apart.
    func time_s(at V: Double, reach_V: Double = 0.15) -> (value: Double, se: Double, from: [String])? {
        if let exact = points.first(where: { abs($0.V - V) <= LinkPairing.sameBias_V }) {
            return (exp(exact.logTau), exp(exact.logTau) * exact.sd, exact.from)
        }
        guard let upper = points.firstIndex(where: { $0.V > V }), upper > 0 else { return nil }
        let (a, b) = (points[upper - 1], points[upper])
        guard b.V - a.V <= reach_V else { return nil }
        let t = (V - a.V) / (b.V - a.V)
        let value = exp(a.logTau + t * (b.logTau - a.logTau))
        // The line's own error: a tenth of the change between its ends, at most in the middle.
        let bend = 0.4 * t * (1 - t) * abs(b.logTau - a.logTau)
        let sd = ((1 - t) * (1 - t) * a.sd * a.sd + t * t * b.sd * b.sd + bend * bend).squareRoot()
        return (value, value * sd, a.from + b.from)
    }

    /// The time at a voltage for the question of what is steady: between two points the longer of them, beyond their ends that
    /// of the nearest; `nil` without points.
    func nearest(to V: Double) -> Double? {
        let below = points.last { $0.V <= V + LinkPairing.sameBias_V }
        let above = points.first { $0.V >= V - LinkPairing.sameBias_V }
        return [below, above].compactMap { $0?.logTau }.max().map { exp($0) }
    }

    /// Slope of the logarithm of the time against voltage in a range, 1/V, by a weighted line.
    ///
    /// - Returns: `nil` with fewer than three points there.
    func slope_per_V(in range: ClosedRange<Double>) -> (value: Double, se: Double, from: [String])? {
        let inside = points.filter { range.contains($0.V) }
        guard inside.count >= 3 else { return nil }
        guard let line = WeightedLine(inside.map { (x: $0.V, y: $0.logTau, sd: max($0.sd, 1e-3)) }) else { return nil }
        return (line.slope, line.slopeError, Array(Set(inside.flatMap(\.from))).sorted())
    }
}
