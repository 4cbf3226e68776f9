import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct HysteresisBadInputTests {
    static func expectClean(_ result: DiagnosticResult) {
        for metric in result.metrics {
            #expect(metric.value.isFinite && (metric.se?.isFinite ?? true), "\(metric.id)")
            #expect(!metric.rule.isEmpty && !metric.from.isEmpty)
        }
        for curve in result.curves {
            #expect(curve.columns.allSatisfy { $0.values.allSatisfy(\.isFinite) }, "\(curve.id)")
        }
    }

    @Test func `tiny and constant sweeps give findings, never a trap`() throws {
        for (voltage, current, code) in [
            ([], [], "iv.too-few-points"), ([0.1], [1e-6], "iv.too-few-points"),
            ([0.1, 0.1], [1e-6, 1e-6], "iv.too-few-points"),
            ([0, 0.1], [0, 1e-6], "iv.single-branch"), ([0, 1, 0, -1, 0], [0, 0, 0, 0, 0], "iv.constant-current"),
            ([0, 1, 0, -1, 0], [1, 1, 1, 1, 1], "iv.constant-current"),
            ([0, 0.5, 1, 0.5, 0], [0, 1, 9.9e37, 1, 0], "iv.overflow"),
        ] as [([Double], [Double], String)] {
            let result = try Sweeps.run([Sweeps.recording(voltage, current)])
            #expect(result.codes().contains(code), "\(voltage)")
            Self.expectClean(result)
        }
    }

    @Test func `nothing is computed from a constant current, and it is drawn`() throws {
        let voltage = Sweeps.triangle([0, 1, 0, -1, 0], step: 0.01)
        let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { _ in 1e-5 })])
        #expect(result.codes() == ["iv.constant-current", "iv.no-rate"])
        #expect(result.metrics.isEmpty && result.labels.isEmpty)
        #expect(result.curves.map(\.id) == ["iv.cycle"])
    }

    @Test func `nothing is read between two voltages`() throws {
        for voltage in [[0.0, 1], [0, 1, 0], [0, 0.5, 1, 0.5, 0]] {
            let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-6 * $0 * $0 })])
            #expect(result.codes().contains("iv.few-voltages"), "\(voltage)")
            let read = result.metrics.filter {
                $0.id.hasPrefix("rectification.") || $0.id == "hysteresis.on_off"
                    || $0.id == "hysteresis.half_max_shift"
            }
            // 0.5 V was measured, so that I(1 V)/I(0.5 V) is no invention.
            #expect(read.isEmpty == (voltage.count < 5), "\(voltage)")
        }
    }

    @Test func `one branch has currents and no loop`() throws {
        let voltage = Sweeps.triangle([1.4, -0.2], step: 0.01)
        let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-3 * $0 })])
        #expect(result.codes().contains("iv.single-branch"))
        #expect(!result.metrics.contains { $0.id == "hysteresis.area" })
        Self.expectClean(result)
    }

    @Test func `a read voltage outside the sweep, time running backwards, contradicting rates`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.1)
        var options = DiagnoseOptions()
        options.V_read_V = 3
        let outside = try Sweeps.run([Sweeps.recording(voltage, voltage)], options)
        #expect(outside.codes().contains("iv.read-outside-sweep"))
        var time = voltage.indices.map { 0.1 * Double($0) }
        let rated = Sweeps.recording(voltage, voltage, time_s: time) { $0.conditions.rate_V_per_s = 2 }
        let contradicted = try Sweeps.run([rated])
        #expect(contradicted.codes().contains("iv.rate-contradicted"))
        // A rate that the reader took off the samples states nothing.
        let measured = Sweeps.recording(voltage, voltage, time_s: time) {
            ($0.conditions.rate_V_per_s, $0.conditions.isRateMeasured) = (2, true)
        }
        #expect(try !Sweeps.run([measured]).codes().contains("iv.rate-contradicted"))
        time[5] = 0
        let backwards = try Sweeps.run([Sweeps.recording(voltage, voltage, time_s: time)])
        #expect(backwards.codes().contains("iv.time-backwards"))
        #expect(backwards.metrics.allSatisfy { $0.at.rate_V_per_s == nil })
    }

    @Test func `excluded samples are not used`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.1)
        var current = voltage
        current[3] = 1000
        let spoiled = Sweeps.recording(voltage, current) { $0.excluded = [3] }
        let result = try Sweeps.run([spoiled])
        #expect(abs(result.metric("hysteresis.H", lobe: "+")?.value ?? 1) < 1e-12)
    }

    @Test func `loops that start anywhere have the same areas`() throws {
        let base = Sweeps.triangle([0, 1, -1, 0], step: 0.01)
        func current(_ V: [Double]) -> [Double] {
            V.indices.map { i in
                let rising = i == 0 ? V[1] > V[0] : V[i] > V[i - 1]
                return 1e-4 * V[i] * ((V[i] > 0) == rising ? 1 : 1.5)
            }
        }
        let reference = try #require(
            Sweeps.run([Sweeps.recording(base, current(base))]).metric("hysteresis.area", lobe: "+"))
        for start in [[1.0, -1, 1], [-1, 1, -1], [0.3, 1, -1, 0.3], [-0.3, -1, 1, -0.3], [0, -1, 1, 0]] {
            let voltage = Sweeps.triangle(start, step: 0.01)
            let result = try Sweeps.run([Sweeps.recording(voltage, current(voltage))])
            let area = try #require(result.metric("hysteresis.area", lobe: "+"), "\(start)")
            // The vertex's own sample belongs to the branch that ends there: one step of one point.
            #expect(abs(area.value - reference.value) < 0.02 * abs(reference.value), "\(start)")
        }
    }

    /// Random walks, random numbers, random lengths: whatever comes, no trap and no number that is none.
    @Test func `any data are survived`() throws {
        for seed in 0..<300 {
            var random = SeededRandom(seed: UInt64(seed))
            let n = Int.random(in: 0...60, using: &random)
            let scale = pow(10, Double.random(in: -12...3, using: &random))
            var v = 0.0
            let voltage = (0..<n).map { _ -> Double in
                if seed % 3 == 0 { return (Double.random(in: -3...3, using: &random)).rounded() }
                v += Double.random(in: -1...1, using: &random)
                return v
            }
            let current = (0..<n).map { _ in seed % 5 == 0 ? scale : scale * Double.random(in: -1...1, using: &random) }
            let time = seed % 2 == 0 ? (0..<n).map { Double($0) } : []
            let recording = Sweeps.recording(voltage, current, time_s: time) {
                if seed % 7 == 0 { $0.conditions.compliance_A = 0.5 * scale }
                if seed % 11 == 0 { $0.kind = .steady }
            }
            Self.expectClean(try Sweeps.run([recording, recording]))
        }
    }

    @Test func `long sweeps take time in proportion to their length`() throws {
        func took(_ step: Double) throws -> Duration {
            let voltage = Sweeps.triangle([0, 1, -1, 0], step: step)
            let current = voltage.map { 1e-4 * $0 * (1 + 0.1 * $0) }
            return try ContinuousClock().measure { _ = try Sweeps.run([Sweeps.recording(voltage, current)]) }
        }
        let short = try took(4e-4)
        let long = try took(4e-5)
        // Ten times the points; quadratic work would take a hundred times as long, other tests running beside add a factor 3.
        #expect(long < short * 35, "\(short) and \(long)")
    }
}

/// Findings that ask.
@Suite struct SweepQuestionsTests {
    @Test func `a current beyond any source, and one above its stated limit, are asked about`() throws {
        let voltage = Sweeps.triangle([0, 1, 0], step: 0.1)
        let amperes = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 25 * $0 })])
        #expect(amperes.codes().contains("iv.current-size"))
        // 1 mA under a heading of amperes: the likeliest slip.
        let thousandfold = try Sweeps.run([Sweeps.recording(voltage, voltage.map { $0 })])
        #expect(thousandfold.codes().contains("iv.current-size"))
        #expect(amperes.metric("hysteresis.area", lobe: "+") != nil)
        let tiny = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-16 * $0 })])
        #expect(tiny.codes().contains("iv.current-size"))
        let above = try Sweeps.run(
            [Sweeps.recording(voltage, voltage.map { 1e-3 * $0 }) { $0.conditions.compliance_A = 1e-6 }])
        #expect(above.codes().contains("iv.above-compliance"))
        let plain = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-3 * $0 })])
        #expect(plain.codes().isDisjoint(with: ["iv.current-size", "iv.above-compliance", "iv.photovoltaic-sign"]))
    }

    @Test func `a sweep that stands at its limit throughout says so and gives bounds`() throws {
        let voltage = Sweeps.triangle([0.5, 1, 0.5], step: 0.01)
        let result = try Sweeps.run(
            [Sweeps.recording(voltage, voltage.map { _ in 1e-3 } + []) { $0.conditions.compliance_A = 1e-3 }])
        #expect(result.codes().contains("iv.constant-current"))
        let noisy = Sweeps.normals(voltage.count, seed: 8).map { 1e-3 * (1 + 1e-3 * $0) }
        let clamped = try Sweeps.run(
            [Sweeps.recording(voltage, noisy) { $0.conditions.compliance_A = 1e-3 }])
        #expect(clamped.codes().contains("iv.all-clamped"))
        #expect(clamped.metrics.filter { $0.id == "hysteresis.area" }.allSatisfy { $0.bound == .lower })
        HysteresisBadInputTests.expectClean(clamped)
    }

    @Test func `cycles of different reach are told, and their means stand`() throws {
        let voltage = Sweeps.triangle([0, 1, 0, 1.5, 0, 2, 0], step: 0.01)
        let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { 1e-6 * $0 })])
        #expect(result.codes().contains("iv.unequal-cycles"))
        #expect(result.metric("hysteresis.area", lobe: "+") != nil)
    }
}
