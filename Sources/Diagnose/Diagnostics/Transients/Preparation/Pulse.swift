import Glibc
import Measurements

/// One pulse of the source with what was measured in it and after it.
struct Pulse: Sendable {
    /// Level, V.
    var level_V: Double
    /// Conductance read after the pulse, or in it where nothing was read after it, S.
    var conductance_S: Double
    /// Mean current in the last part of the pulse above that at rest, A; `nil` without a trace.
    var current_A: Double?
    /// Start, s: the middle of where the edge can be; `nil` without a trace.
    var start_s: Double?
    /// End, s, found alike.
    var end_s: Double?
    /// Standard deviation of the width from the spacing of samples at both edges, s.
    var widthError_s = 0.0
    /// Stated width of pulses without a trace, s.
    var statedWidth_s: Double?
    /// Energy taken up, J, by the mean power of the samples times the width; `nil` with one sample.
    var energy_J: Double?
    /// Where the conductance was read, in words.
    var phase: String
    /// Relative standard error of the current from the spread of its samples; `nil` with one sample.
    var spread: Double?
    /// Which part of a table without heights it belongs to, cut where the conductance turns.
    var part = 0

    /// Width, s; `nil` where it is not known.
    var width_s: Double? {
        if let start_s, let end_s { return end_s - start_s }
        return statedWidth_s
    }
}

extension Pulse {
    /// The pulses of a trace, and its read voltage where there are reads.
    ///
    /// A level that is not the rest is a pulse if it exceeds 1.5 times the read voltage, else a read. The read voltage
    /// is as stated, or the smallest level that follows pulses of other levels as often as those come.
    static func pulses(in trace: PreparedTrace, part: Double) -> [Pulse] {
        let largest = trace.holds.map { abs($0.level_V) }.max() ?? 0
        let rest_V = max(1e-6, 0.01 * largest)
        let places = trace.holds.indices.filter { abs(trace.holds[$0].level_V) > rest_V }
        let active = places.map { trace.holds[$0] }
        let read_V = PulseTrain.readLevel(active, stated_V: trace.recording.conditions.read_V)
        func isRead(_ hold: VoltageHold) -> Bool {
            read_V.map { abs(hold.level_V - $0) <= 0.1 * abs($0) + 3 * hold.error_V } ?? false
        }
        let base = baseline_A(trace, rest_V: rest_V)
        var list: [Pulse] = []
        for (k, place) in places.enumerated() where !isRead(active[k]) {
            // The first read between this pulse and the next.
            var read: VoltageHold?
            if k + 1 < places.count, isRead(active[k + 1]) { read = active[k + 1] }
            list.append(pulse(trace, place, read: read, base_A: base, part: part))
        }
        return list
    }

    private static func pulse(
        _ trace: PreparedTrace, _ place: Int, read: VoltageHold?, base_A: Double, part: Double
    ) -> Pulse {
        let hold = trace.holds[place]
        let phase = lastPart(part, trace, hold)
        let start = edge(trace, hold, atStart: true)
        let end = edge(trace, hold, atStart: false)
        let conductance = read.map { lastPart(part, trace, $0).mean / $0.level_V } ?? phase.mean / hold.level_V
        let error = (start.error * start.error + end.error * end.error).squareRoot()
        let energy = hold.samples.count > 1 ? meanPower(trace, hold) * (end.time - start.time) : nil
        return Pulse(
            level_V: hold.level_V, conductance_S: conductance, current_A: phase.mean - base_A, start_s: start.time,
            end_s: end.time, widthError_s: error, energy_J: energy,
            phase: "last \(DecimalText.significant(100 * part, digits: 3).trimmedPoint) % of the "
                + (read == nil ? "pulse" : "read after the pulse"),
            spread: phase.spread)
    }

    /// The instant of an edge, in the middle of where it can be, with the deviation of a uniform law over that.
    ///
    /// It lies between the samples on both sides, and no farther from the pulse's own than these are from each other: had the
    /// pulse lasted longer, there would be one more.
    private static func edge(
        _ trace: PreparedTrace, _ hold: VoltageHold, atStart: Bool
    ) -> (time: Double, error: Double) {
        let t = trace.time_s
        let inside = atStart ? hold.samples.lowerBound : hold.samples.upperBound - 1
        let outside = atStart ? inside - 1 : inside + 1
        guard t.indices.contains(outside) else { return (t[inside], 0) }
        var gap = abs(t[outside] - t[inside])
        if hold.samples.count >= 3 { gap = min(gap, abs(t[atStart ? inside + 1 : inside - 1] - t[inside])) }
        return (t[inside] + (atStart ? -0.5 : 0.5) * gap, gap / 12.0.squareRoot())
    }

    /// Mean of V I over the time of a hold, by trapezoids.
    private static func meanPower(_ trace: PreparedTrace, _ hold: VoltageHold) -> Double {
        var (energy, time) = (0.0, 0.0)
        func power(_ i: Int) -> Double { trace.voltage_V[i] * trace.current_A[i] }
        for i in hold.samples.dropFirst() {
            let step = trace.time_s[i] - trace.time_s[i - 1]
            energy += 0.5 * step * (power(i) + power(i - 1))
            time += step
        }
        return time > 0 ? energy / time : power(hold.samples.lowerBound)
    }

    /// Mean current of the samples at rest, of at most 2,000 of them; zero without a rest.
    private static func baseline_A(_ trace: PreparedTrace, rest_V: Double) -> Double {
        let rests = trace.holds.filter { abs($0.level_V) <= rest_V }
        let count = rests.reduce(0) { $0 + $1.samples.count }
        guard count > 0 else { return 0 }
        // The last half of each rest: the spike of the edge is over.
        let step = max(1, count / 2_000)
        var (sum, n) = (0.0, 0.0)
        for rest in rests {
            let late = rest.samples.suffix((rest.samples.count + 1) / 2)
            for i in stride(from: late.lowerBound, to: late.upperBound, by: step) {
                sum += trace.current_A[i]
                n += 1
            }
        }
        return n > 0 ? sum / n : 0
    }

    /// Mean current over the last part of a hold, a fifth unless told, its last sample at least, with the relative error of
    /// that mean by the noise of the samples: the spike of the edge is over (THEORY C.4).
    static func lastPart(
        _ part: Double, _ trace: PreparedTrace, _ hold: VoltageHold
    ) -> (mean: Double, spread: Double?) {
        let end = hold.samples.upperBound - 1
        let start = trace.time_s[end] - part * (trace.time_s[end] - trace.time_s[hold.samples.lowerBound])
        var first = end
        while first > hold.samples.lowerBound, trace.time_s[first - 1] >= start { first -= 1 }
        let n = Double(end - first + 1)
        var sum = 0.0
        for i in first...end { sum += trace.current_A[i] }
        let mean = sum / n
        guard mean != 0, let noise = noise_A(trace, hold) else { return (mean, nil) }
        return (mean, noise / n.squareRoot() / abs(mean))
    }

    /// Noise of a sample: what the middle one of three misses the line through the others by.
    ///
    /// What the state does on its way through the pulse is smooth and cancels, also where the phase holds two or three samples.
    /// Only the last three fifths count, where the charging spike is over, 200 samples at most; `nil` with fewer than three.
    private static func noise_A(_ trace: PreparedTrace, _ hold: VoltageHold) -> Double? {
        let late = hold.samples.suffix(min(200, max(3, hold.samples.count * 3 / 5)))
        guard late.count >= 3 else { return nil }
        let (t, y) = (trace.time_s, trace.current_A)
        var (square, count) = (0.0, 0.0)
        for i in (late.lowerBound + 1)..<(late.upperBound - 1) where t[i + 1] > t[i - 1] {
            let part = (t[i + 1] - t[i]) / (t[i + 1] - t[i - 1])
            let miss = y[i] - part * y[i - 1] - (1 - part) * y[i + 1]
            square += miss * miss / (1 + part * part + (1 - part) * (1 - part))
            count += 1
        }
        return count > 0 ? (square / count).squareRoot() : nil
    }
}
