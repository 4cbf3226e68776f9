import Foundation
import Measurements
import TestSupport

/// Traces with known answers for the time-domain tests.
enum TransientSamples {
    /// `count` times over the decades from `first`, evenly on a log axis.
    static func logTimes(_ first: Double, to last: Double, count: Int) -> [Double] {
        (0..<count).map { first * pow(last / first, Double($0) / Double(count - 1)) }
    }

    /// A normal deviate by Box and Muller.
    static func normal(_ random: inout SeededRandom) -> Double {
        let u = Double.random(in: 1e-12..<1, using: &random)
        let v = Double.random(in: 0..<1, using: &random)
        return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
    }

    /// A level before, then a step to `after` at t = 0 with the given response at log-spaced times.
    static func step(
        before: Double, after: Double, baseline: Double, times: [Double], response: (Double) -> Double
    ) -> TimeTrace {
        let rest = (0..<20).map { -0.1 + 0.005 * Double($0) }
        return TimeTrace(
            time_s: rest + times, voltage_V: rest.map { _ in before } + times.map { _ in after },
            current_A: rest.map { _ in baseline } + times.map(response))
    }

    /// A recording of a trace.
    static func recording(_ trace: TimeTrace, kind: RecordingKind = .transient, id: String = "transient-1") -> Recording
    {
        Recording(id: id, kind: kind, data: .trace(trace), provenance: Provenance(file: "trace.csv", firstLine: 2))
    }

    /// Traces one after the other, each starting where the last one ended.
    static func joined(_ traces: [TimeTrace]) -> TimeTrace {
        var all = TimeTrace(time_s: [], voltage_V: [], current_A: [])
        for trace in traces {
            let shift = all.time_s.last.map { $0 + 1e-3 - (trace.time_s.first ?? 0) } ?? 0
            all.time_s += trace.time_s.map { $0 + shift }
            all.voltage_V += trace.voltage_V
            all.current_A += trace.current_A
        }
        return all
    }
}
