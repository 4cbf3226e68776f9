import Foundation
import JointFit
import TestSupport
import Testing

@Suite struct TraceStretchTests {
    private let noise = ReadingNoise(relative: 0.01, floor_A: 0)

    @Test func `a ramp is thinned without bending it, and its vertices stay`() {
        let rising: [Double] = (0...100).map { 0.01 * Double($0) }
        let voltage: [Double] = rising + rising.dropLast().reversed()
        let time = voltage.indices.map(Double.init)
        let current = voltage.map { exp($0 / 0.08) }
        let trace = JointTrace(
            name: "r", from: [], time_s: time, voltage_V: voltage, current_A: current, stretches: [.ramp(0..<201)],
            limit: 30, noise: noise, charging_s: 0)
        #expect(trace.voltage_V.count < 50)
        #expect(trace.voltage_V.max() == 1)
        for k in trace.sd_A.indices where trace.sd_A[k].isFinite {
            // A mean over seven readings would lie 2 % above the curve.
            #expect(abs(trace.current_A[k] / exp(trace.voltage_V[k] / 0.08) - 1) < 1e-3)
            #expect(trace.sd_A[k] <= 0.01 * trace.current_A[k] * 1.0001)
        }
        #expect(abs(trace.interval_s.reduce(0, +) - 200) < 4)
    }

    @Test func `a level that began before its first sample keeps its time`() {
        let trace = JointTrace(
            name: "s", from: [], time_s: [-1, -0.5, 0.01, 0.1, 1], voltage_V: [0, 0, 1, 1, 1],
            current_A: [0, 0, 1, 2, 3],
            stretches: [.held(0..<2, since: -1, at: 0), .held(2..<5, since: 0, at: 1)], limit: 10, noise: noise,
            charging_s: 0.05)
        #expect(trace.voltage_V == [0, 0, 0, 1, 1, 1])
        #expect(zip(trace.interval_s.dropFirst(), [0.5, 0.5, 0.01, 0.09, 0.9]).allSatisfy { abs($0 - $1) < 1e-12 })
        // The edge was not read, and the first reading after it is the charging of the fast capacitance.
        #expect(trace.sd_A.map(\.isFinite) == [true, true, false, false, true, true])
    }

    @Test func `a decaying spike on a log axis keeps its height where readings are averaged`() {
        let time = (0..<200).map { 0.002 * pow(1e4, Double($0) / 199) }
        let decay: (Double) -> Double = { 2e-5 * exp(3 * exp(-$0 / 0.5) - $0 / 0.5) }
        let trace = JointTrace(
            name: "s", from: [], time_s: time, voltage_V: time.map { _ in 0.4 }, current_A: time.map(decay),
            stretches: [.held(0..<200, since: 0, at: 0.4)], limit: 50, noise: noise, charging_s: 0)
        #expect(trace.sd_A.count < 80)
        var now_s = 0.0
        for k in trace.interval_s.indices {
            now_s += trace.interval_s[k]
            guard now_s < 2 else { break }
            // Plain means over a seventh of the time lie up to 1.2 % above the curve.
            #expect(abs(trace.current_A[k] / decay(now_s) - 1) < 1e-3, "at \(now_s) s")
        }
        #expect(now_s >= 2)
    }

    @Test func `a loose jump lies somewhere in its gap`() {
        let trace = JointTrace(
            name: "p", from: [], time_s: [0, 1, 2], voltage_V: [0, 1, 1], current_A: [0, 1, 1],
            stretches: [.held(0..<1, since: 0, at: 0), .held(1..<3, since: 0.5, isLoose: true, at: 1)], limit: 10,
            noise: noise, charging_s: 0)
        #expect(trace.loose_s == [0, 1, -1, 0])
        #expect(trace.interval_s == [0, 0, 1, 1])
    }

    @Test func `third differences tell the noise of a bent curve`() {
        var random = SeededRandom(seed: 3)
        let smooth = (0..<600).map { 1e-3 * exp(-Double($0) / 120) }
        let current = smooth.map { $0 + hypot(0.01 * $0, 1e-6) * JointSamples.normal(&random) }
        let noise = ReadingNoise(current, stretches: [0..<600])
        #expect(abs(noise.relative / 0.01 - 1) < 0.25)
        #expect(noise.floor_A > 0.5e-6 && noise.floor_A < 4e-6)
        let exact = ReadingNoise(smooth, stretches: [0..<600])
        #expect(abs(exact.relative - 5e-4) < 1e-8)
    }
}
