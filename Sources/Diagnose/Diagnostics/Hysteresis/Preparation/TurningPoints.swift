internal import Glibc
internal import Kernels

/// Turning points of a voltage that was measured: with noise, held vertices, doubled and missing points.
public struct TurningPoints: Sendable, Hashable {
    /// A vertex: the samples from `first` to `last` stand on it (one, or a plateau, or a doubled point).
    public struct Turn: Sendable, Hashable {
        /// The first sample on the vertex.
        public internal(set) var first: Int
        /// The last of them.
        public internal(set) var last: Int
    }

    /// A run between two vertices.
    struct Run: Sendable, Hashable {
        var first: Int
        var last: Int
        var rising: Bool
    }

    /// Median voltage step between samples where it moves, V.
    let step_V: Double
    /// Standard deviation of the voltage's own noise, V.
    let noise_V: Double
    /// How far the voltage must come back before a vertex counts, V.
    let threshold_V: Double
    /// The vertices, in order.
    public let turns: [Turn]
    /// The monotonic runs between them, in order; plateaus at the vertices belong to none.
    let runs: [Run]

    /// Finds the vertices by a zigzag with hysteresis: the voltage must come back by 2.5 steps, or 8 standard
    /// deviations of its noise, but never more than a quarter of the span.
    ///
    /// - Parameter voltage_V: as measured, in the order of time; shape [n], any n.
    public init(of voltage_V: [Double]) {
        let scale = Self.scale(of: voltage_V)
        step_V = scale.step
        noise_V = scale.noise
        let wanted = max(2.5 * scale.step, 8 * scale.noise)
        threshold_V = min(wanted, 0.25 * scale.span)
        guard scale.span > 0 else {
            turns = []
            runs = []
            return
        }
        var extremes = Self.zigzag(voltage_V, threshold: threshold_V)
        if scale.noise > 0.3 * scale.step {
            extremes.vertices = Self.refined(
                extremes.vertices, voltage_V,
                guardSamples: Int((3 * scale.noise / max(scale.step, 1e-300)).rounded(.up)))
        }
        // A held vertex scatters by its noise alone; a clean one repeats the very number.
        let near = scale.noise > 0.3 * scale.step ? -1 : max(1e-9 * scale.span, 3 * scale.noise)
        let found = extremes.vertices.map { Self.plateau(around: $0, voltage_V, within: near) }
        turns = found
        runs = Self.runs(between: found, count: voltage_V.count, firstRises: extremes.firstRises)
    }

    /// Step, noise and span of the voltage.
    ///
    /// The step is taken over eight samples, so that noise adds little to it; the noise is the median absolute second
    /// difference over sqrt(6) (white noise through 1, -2, 1).
    private static func scale(of v: [Double]) -> (step: Double, noise: Double, span: Double) {
        guard let low = v.min(), let high = v.max(), v.count >= 2 else { return (0, 0, 0) }
        let stride = max(1, v.count / 20_000)
        let lag = v.count > 64 ? 8 : 1
        var steps: [Double] = []
        var bends: [Double] = []
        for i in Swift.stride(from: 0, to: v.count, by: stride) {
            if i + lag < v.count, v[i + lag] != v[i] { steps.append(abs(v[i + lag] - v[i]) / Double(lag)) }
            if i + 2 < v.count { bends.append(abs(v[i] - 2 * v[i + 1] + v[i + 2])) }
        }
        let step = RobustStatistics.median(steps) ?? 0
        let noise = 1.482602218505602 * (RobustStatistics.median(bends) ?? 0) / (6.0).squareRoot()
        // An uneven but monotonic staircase has second differences too: noise reverses the voltage, steps do not.
        return (step, noise > 0 && reverses(v) ? noise : 0, high - low)
    }

    /// Whether at least 2 % of the moves go against the trend of their neighborhood.
    private static func reverses(_ v: [Double]) -> Bool {
        var against = 0
        var moves = 0
        let stride = max(1, v.count / 20_000)
        for i in Swift.stride(from: 2, to: v.count - 3, by: stride) {
            let trend = v[i + 3] - v[i - 2]
            let move = v[i + 1] - v[i]
            guard move != 0, trend != 0 else { continue }
            moves += 1
            if move * trend < 0 { against += 1 }
        }
        return moves > 0 && Double(against) > 0.02 * Double(moves)
    }

    private static func zigzag(_ v: [Double], threshold: Double) -> (vertices: [Int], firstRises: Bool) {
        var vertices: [Int] = []
        var lowest = 0
        var highest = 0
        var rising: Bool?
        var firstRises = true
        for i in v.indices {
            if v[i] > v[highest] { highest = i }
            if v[i] < v[lowest] { lowest = i }
            switch rising {
            case nil:
                // Rounding must not decide: 1 - 0.5 reaches a threshold of 0.5.
                if v[i] - v[lowest] >= threshold * (1 - 1e-9) {
                    rising = true
                    highest = i
                } else if v[highest] - v[i] >= threshold * (1 - 1e-9) {
                    rising = false
                    firstRises = false
                    lowest = i
                }
            case true?:
                if v[highest] - v[i] >= threshold * (1 - 1e-9) {
                    vertices.append(highest)
                    rising = false
                    lowest = i
                }
            case false?:
                if v[i] - v[lowest] >= threshold * (1 - 1e-9) {
                    vertices.append(lowest)
                    rising = true
                    highest = i
                }
            }
        }
        return (vertices, firstRises)
    }

    /// Moves each vertex to where the lines through both sides meet; a lone noisy extreme lies off by many samples.
    private static func refined(_ vertices: [Int], _ v: [Double], guardSamples: Int) -> [Int] {
        vertices.indices.map { k in
            let here = vertices[k]
            let before = k > 0 ? vertices[k - 1] : 0
            let after = k + 1 < vertices.count ? vertices[k + 1] : v.count - 1
            let most = 40 + 4 * guardSamples
            let left = (max(before + guardSamples, here - guardSamples - most), here - guardSamples)
            let right = (here + guardSamples + 1, min(after - guardSamples + 1, here + guardSamples + 1 + most))
            guard left.0 + 4 <= left.1, right.0 + 4 <= right.1, left.0 >= 0, right.1 <= v.count,
                let a = line(v, left.0..<left.1), let b = line(v, right.0..<right.1), a.slope * b.slope < 0
            else { return here }
            let meeting = (b.value - a.value) / (a.slope - b.slope)
            guard meeting.isFinite, meeting > Double(before), meeting < Double(after) else { return here }
            return Int(meeting.rounded())
        }
    }

    /// Least-squares line over samples: value at sample 0, slope a sample.
    private static func line(_ v: [Double], _ samples: Range<Int>) -> (value: Double, slope: Double)? {
        let n = Double(samples.count)
        let middle = Double(samples.lowerBound + samples.upperBound - 1) / 2
        var sum = 0.0
        var cross = 0.0
        var square = 0.0
        for i in samples {
            let t = Double(i) - middle
            sum += v[i]
            cross += t * v[i]
            square += t * t
        }
        guard square > 0 else { return nil }
        let slope = cross / square
        return (sum / n - slope * middle, slope)
    }

    private static func plateau(around vertex: Int, _ v: [Double], within near: Double) -> Turn {
        var turn = Turn(first: vertex, last: vertex)
        guard near >= 0 else { return turn }
        while turn.first > 0, abs(v[turn.first - 1] - v[vertex]) <= near { turn.first -= 1 }
        while turn.last + 1 < v.count, abs(v[turn.last + 1] - v[vertex]) <= near { turn.last += 1 }
        return turn
    }

    private static func runs(between turns: [Turn], count: Int, firstRises: Bool) -> [Run] {
        var runs: [Run] = []
        var first = 0
        var rising = firstRises
        for turn in turns {
            runs.append(Run(first: first, last: max(first, turn.first), rising: rising))
            first = turn.last
            rising.toggle()
        }
        runs.append(Run(first: first, last: count - 1, rising: rising))
        return runs
    }
}
