import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Ingest

@Suite struct TraceShapeTests {
    private func judge(_ voltage_V: [Double]) -> RecordingKind {
        TraceShape.judge(voltage_V: voltage_V, hasTime: true).kind
    }

    private func held(_ levels: [Double], _ samples: Int, noise: Double = 0) -> [Double] {
        var random = SeededRandom(seed: 3)
        return levels.flatMap { level in
            (0..<samples).map { _ in level + noise * Double.random(in: -1...1, using: &random) }
        }
    }

    @Test(arguments: [0, 1e-4]) func `held levels are told by their pattern`(noise: Double) {
        #expect(judge(held([0, 0.5], 50, noise: noise)) == .transient)
        #expect(judge(held([0, 0.5, 0, -0.5, 0], 50, noise: noise)) == .transient)
        #expect(judge(held(Array(repeating: [0, 1], count: 20).flatMap(\.self), 10, noise: noise)) == .pulses)
        #expect(judge(held((0..<20).map { 0.05 * Double($0) }, 30, noise: noise)) == .steady)
        #expect(
            judge(held([0, 2] + Array(repeating: [0, 0.1], count: 10).flatMap(\.self), 10, noise: noise)) == .retention)
    }

    @Test func `pulses of a sample or two are a train, whatever follows them`() {
        func again(_ levels: [Double], _ count: Int) -> [Double] {
            Array(repeating: levels, count: count).flatMap(\.self)
        }
        #expect(judge([0] + again([0.7, 0.7, 0, 0.1, 0.1, 0], 10) + again([-0.5, -0.5, 0, 0.1, 0], 10)) == .pulses)
        #expect(judge([0, 2, 0] + again([0.1, 0.1, 0], 20)) == .retention)
        // A triangle of two samples a leg passes its middle at every second one.
        #expect(judge(again([0, 0.5, 1, 0.5, 0, -0.5, -1, -0.5], 10)) == .iv)
        #expect(judge(again([0, 0.5, 1, 0.5], 10)) == .iv)
    }

    @Test func `a constant voltage is retention`() { #expect(judge(held([0.1], 100)) == .retention) }

    @Test(arguments: [40, 400, 20_000]) func `ramps are sweeps, however fine`(samples: Int) {
        let voltage = (0...samples).map { i in
            let x = 4 * Double(i) / Double(samples)
            return x < 1 ? x : x < 3 ? 2 - x : x - 4
        }
        #expect(judge(voltage) == .iv)
    }

    @Test(arguments: [1, 2, 3, 4]) func `a staircase sweep of few reads a step is a sweep`(reads: Int) {
        #expect(judge(held((0..<40).map { 0.05 * Double($0) }, reads)) == .iv)
    }

    @Test func `runs counted without keeping them are the runs`() {
        for levels in [[0.0, 1], [0, 1, 0, 1, 1, 0], (0..<30).map { Double($0 * $0 % 7) }] {
            for samples in [1, 2, 9, 65, 100] {
                let voltage_V = held(levels, samples) + [0.3]
                let runs = TraceShape.runs(of: voltage_V)
                let survey = RunSurvey(voltage_V)
                #expect(survey.count == runs.count)
                let each = runs.flatMap { Array(repeating: $0.count, count: $0.count) }.sorted()
                #expect(survey.typicalLength == each[(each.count + 1) / 2 - 1])
            }
        }
    }

    @Test func `without time a record is a sweep`() {
        #expect(TraceShape.judge(voltage_V: [0, 0, 0, 1, 1, 1], hasTime: false).kind == .iv)
    }
}

@Suite struct CycleCountTests {
    @Test func `two-sided loops end where the start is passed the second time`() {
        let loop = [0, 1, 2, 1, 0, -1, -2, -1].map(Double.init)
        let cycles = CycleCount.cycles(loop + loop + [0])
        #expect(cycles[7] == 1 && cycles[9] == 2 && cycles.last == 2)
    }

    @Test func `one-sided loops end at the start`() {
        let cycles = CycleCount.cycles([0, 1, 2, 1, 0, 1, 2, 1, 0])
        #expect(cycles == [1, 1, 1, 1, 1, 2, 2, 2, 2])
    }
}

@Suite struct ColumnLabelTests {
    @Test(arguments: [
        ("<I>/mA", Quantity.current, -3, false), ("-Im(Z)/Ohm", .imaginaryZ, 0, true),
        ("Voltage (mV)", .voltage, -3, false),
        ("I [A]", .current, 0, false), ("time_s", .time, 0, false), ("current_uA", .current, -6, false),
        ("Z\"/ohm", .imaginaryZ, 0, false), ("-Z'' (\u{3A9})", .imaginaryZ, 0, true),
        ("Z' (\u{2126})", .realZ, 0, false),
        ("Smu1.V[1][1]", .voltage, 0, false), ("WE(1).Current (A)", .current, 0, false),
        ("freq/Hz", .frequency, 0, false),
        ("|Z|/Ohm", .modulusZ, 0, false), ("Time (s)", .time, 0, false), ("Voltage ", .voltage, 0, false),
        ("I / \u{B5}A", .current, -6, false), ("Frequency (kHz)", .frequency, 3, false),
    ]) func `names are taken apart`(name: String, quantity: Quantity, exponent: Int, isNegated: Bool) {
        let label = ColumnLabel(name)
        #expect(label.quantity == quantity && label.exponent == exponent && label.isNegated == isNegated)
    }

    @Test(arguments: ["Re(Zce)/Ohm", "I Range", "<Ece>/V", "Ewe-Ece/V", "(Q-Qo)/C", "P/W", "mode", "Cs/\u{B5}F", ""])
    func `columns of no use are passed over`(name: String) { #expect(ColumnLabel(name).quantity == nil) }

    @Test func `a current per area is a density, and degrees are a factor`() {
        #expect(ColumnLabel("Current (mA/cm2)").quantity == .currentDensity)
        #expect(abs(ColumnLabel("-Phase (\u{B0})").factor + Double.pi / 180) < 1e-18)
    }
}

@Suite struct DateTextTests {
    @Test(arguments: [
        ("07/29/2020 10:31:01", "2020-07-29T10:31:01"), ("02/04/2018 10:02:46", "02/04/2018 10:02:46"),
        ("10.03.2019", "2019-03-10"), ("2026-01-15T10:00:00", "2026-01-15T10:00:00"), ("3/3/2020", "2020-03-03"),
        ("soon", "soon"), ("", ""),
    ]) func `dates become ISO where the order is certain`(text: String, iso: String) {
        #expect(DateText.iso(text) == iso)
    }

    @Test func `where the source holds the current, its shape decides and not the voltage's`() {
        let ringing: [Double] = (0..<400).map { (i: Int) -> Double in
            let t = Double(i)
            return 0.4 + 0.1 * exp(-t / 100) * sin(t / 8)
        }
        let current = (0..<400).map { $0 < 100 ? 1e-3 : 1.1e-3 }
        func recording(_ control: Conditions.Control, _ current_A: [Double]) throws -> Recording {
            var builder = TraceBuilder()
            builder.time_s = current_A.indices.map { 1e-3 * Double($0) }
            builder.voltage_V = Array(ringing.prefix(current_A.count))
            builder.current_A = current_A
            builder.conditions.control = control
            var findings: [Finding] = []
            return try builder.recording(Provenance(file: "a.csv"), &findings)
        }
        let stepped = try? recording(.current, current)
        #expect(stepped?.kind == .transient && stepped?.kindReason == "current controlled: one step of the current")
        let swept = try? recording(.current, (0..<400).map { 1e-6 * Double($0) })
        #expect(swept?.kind == .iv && swept?.kindReason == "the current changes by ramps")
        #expect((try? recording(.voltage, current))?.kind == .iv)
        #expect(
            TechniqueKind.verdict("Chronopotentiometry", voltage_V: (0..<120).map { Double($0 / 20) }, hasTime: true)?
                .kind
                == .transient)
    }
}
