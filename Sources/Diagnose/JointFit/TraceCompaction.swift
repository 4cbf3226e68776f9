import Glibc

/// Gathers the averaged samples of a recording.
struct TraceCompaction {
    let time_s: [Double]
    let voltage_V: [Double]
    let current_A: [Double]
    let noise: ReadingNoise
    let charging_s: Double
    private(set) var interval_s: [Double] = []
    private(set) var loose_s: [Double] = []
    private(set) var fallsBack: [Bool] = []
    private(set) var out_V: [Double] = []
    private(set) var isHeld: [Bool] = []
    private(set) var out_A: [Double] = []
    private(set) var sd_A: [Double] = []
    private var now_s = 0.0

    init(time_s: [Double], voltage_V: [Double], current_A: [Double], noise: ReadingNoise, charging_s: Double) {
        self.charging_s = charging_s
        self.time_s = time_s
        self.voltage_V = voltage_V
        self.current_A = current_A
        self.noise = noise
    }

    /// A level: the one before lasts until the jump, then readings thin out with the logarithm of time.
    mutating func addLevel(_ stretch: TraceStretch, since jumped_s: Double, limit: Int) {
        let samples = stretch.samples
        guard let first = samples.first, let last = samples.last else { return }
        var begin_s = jumped_s
        if let held = out_V.last {
            let gap_s = time_s[first] - now_s
            if stretch.isLoose, gap_s > 0 {
                // The edge stands at the beginning of the gap; its phase moves it towards the end.
                append(now_s, held, held: true, current_A: 0, sd_A: .infinity)
                loose_s[loose_s.count - 1] = gap_s
                fallsBack[fallsBack.count - 1] = abs(stretch.level_V) < abs(held)
                begin_s = now_s
            } else if jumped_s > now_s {
                append(jumped_s, held, held: true, current_A: 0, sd_A: .infinity)
            }
        } else {
            now_s = jumped_s
        }
        let edgeIndex = loose_s.count - 1
        let shortest = max(time_s[first] - begin_s, 1e-3 * (time_s[last] - begin_s), .leastNormalMagnitude)
        let ratio = pow(max((time_s[last] - begin_s) / shortest, 1), 1 / Double(max(1, limit)))
        var begin = first
        while begin <= last {
            let edge_s = max(time_s[begin] - begin_s, shortest) * max(ratio, 1.000001)
            var end = begin + 1
            while end <= last, samples.count > limit, time_s[end] - begin_s < edge_s { end += 1 }
            add(
                begin..<end, of: samples, level_V: stretch.level_V, held: true,
                isRead: time_s[begin] == begin_s && out_V.isEmpty || time_s[begin] - begin_s >= charging_s)
            if begin == first, edgeIndex >= 0, loose_s[edgeIndex] > 0 {
                loose_s[loose_s.count - 1] = -loose_s[edgeIndex]
                fallsBack[fallsBack.count - 1] = fallsBack[edgeIndex]
            }
            begin = end
        }
    }

    /// Short reads of a device that rests at another voltage between them, whose length is not recorded.
    mutating func addReads(_ stretch: TraceStretch, restingAt rest_V: Double) {
        for index in stretch.samples {
            append(time_s[index], rest_V, held: true, current_A: 0, sd_A: .infinity)
            // What a read of unknown length moves itself is taken as three percent.
            let sd_A = hypot(noise.sd_A(current_A[index]), 0.03 * current_A[index])
            append(time_s[index], stretch.level_V, held: true, current_A: current_A[index], sd_A: sd_A)
        }
    }

    /// A ramp: so many neighbors together, never across a turning point.
    mutating func addRamp(_ samples: Range<Int>, limit: Int) {
        // An odd number has a middle.
        let size = max(1, (samples.count + limit - 1) / max(1, limit)) | 1
        var begin = samples.lowerBound
        var direction = 0.0
        while begin < samples.upperBound {
            var end = begin + 1
            if begin > samples.lowerBound, voltage_V[begin] != voltage_V[begin - 1] {
                direction = voltage_V[begin] - voltage_V[begin - 1]
            }
            while end < samples.upperBound, end - begin < size {
                let step = voltage_V[end] - voltage_V[end - 1]
                if step * direction < 0 { break }
                if step != 0 { direction = step }
                end += 1
            }
            add(begin..<end, of: samples, held: false, isRead: !out_V.isEmpty)
            // The vertex itself: averages stop short of it, and the state moves fastest there.
            let isVertex = end == samples.upperBound || (voltage_V[end] - voltage_V[end - 1]) * direction < 0
            if isVertex, end - begin > 1 {
                append(time_s[end - 1], voltage_V[end - 1], held: false, current_A: 0, sd_A: .infinity)
            }
            begin = end
        }
    }

    /// Adds neighbors as one reading: at their middle, where a parabola through all of them passes, which a bent curve
    /// does not pull to one side as it pulls a mean.
    ///
    /// Few or uneven neighbors give their mean, less what the bend of the curve about them adds to it: a spike's decay
    /// averaged over a seventh of its time would else be told several standard errors too high.
    private mutating func add(
        _ range: Range<Int>, of stretch: Range<Int>, level_V: Double? = nil, held: Bool, isRead: Bool
    ) {
        let middle = (range.lowerBound + range.upperBound - 1) / 2
        var (time, current, share) = (time_s[middle], current_A[middle], 1.0)
        if range.count >= 5, range.count % 2 == 1, isEven(range) {
            let half = range.count / 2
            let n = Double(range.count)
            (current, share) = (0, 0)
            for offset in -half...half {
                let weight = (0.75 * (3 * n * n - 7) - 15 * Double(offset * offset)) / (n * (n * n - 4))
                current += weight * current_A[middle + offset]
                share += weight * weight
            }
        } else if held {
            let n = Double(range.count)
            time = time_s[range].reduce(0, +) / n
            current = current_A[range].reduce(0, +) / n
            share = 1 / n
            if range.count > 1 {
                let spread = range.reduce(0) { $0 + (time_s[$1] - time) * (time_s[$1] - time) } / n
                let about = max(2, range.count)
                let low = max(stretch.lowerBound, range.lowerBound - about)
                let wide = low..<min(stretch.upperBound, range.upperBound + about)
                current -= bend(wide, about: time) * spread
            }
        }
        let sd_A = isRead ? noise.sd_A(current) * share.squareRoot() : .infinity
        append(time, level_V ?? voltage_V[middle], held: held, current_A: current, sd_A: sd_A)
    }

    /// Half the second derivative of the current, A/s²: the parabola of least squares through samples; zero for fewer than five.
    private func bend(_ range: Range<Int>, about middle_s: Double) -> Double {
        guard range.count >= 5 else { return 0 }
        let reach_s = max(time_s[range.upperBound - 1] - middle_s, middle_s - time_s[range.lowerBound])
        guard reach_s > 0 else { return 0 }
        // Of t² what is orthogonal to 1 and t.
        let n = Double(range.count)
        let x = range.map { (time_s[$0] - middle_s) / reach_s }
        let mean = x.reduce(0, +) / n
        let centered = x.map { $0 - mean }
        let square = centered.reduce(0) { $0 + $1 * $1 }
        let cube = centered.reduce(0) { $0 + $1 * $1 * $1 }
        let curved = centered.map { $0 * $0 - square / n - (square > 0 ? cube / square : 0) * $0 }
        let size = curved.reduce(0) { $0 + $1 * $1 }
        guard size > 0 else { return 0 }
        return zip(curved, range).reduce(0) { $0 + $1.0 * current_A[$1.1] } / size / (reach_s * reach_s)
    }

    /// Whether samples follow each other at equal times.
    private func isEven(_ range: Range<Int>) -> Bool {
        let step_s = (time_s[range.upperBound - 1] - time_s[range.lowerBound]) / Double(range.count - 1)
        return range.dropFirst().allSatisfy { abs(time_s[$0] - time_s[$0 - 1] - step_s) < 0.05 * step_s }
    }

    private mutating func append(_ time: Double, _ voltage: Double, held: Bool, current_A: Double, sd_A: Double) {
        if out_V.isEmpty, !held { now_s = time }
        interval_s.append(out_V.isEmpty && !held ? 0 : max(0, time - now_s))
        loose_s.append(0)
        fallsBack.append(false)
        now_s = max(now_s, time)
        out_V.append(voltage)
        isHeld.append(held)
        out_A.append(current_A)
        self.sd_A.append(sd_A)
    }
}
