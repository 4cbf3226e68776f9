import Findings
import Measurements
import Testing

@testable import Ingest

/// Noise that is the same in every run, between -1 and 1.
private struct Noise {
    private var state: UInt64 = 0x1234_5678

    mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
    }
}

private func origin(_ first: Int = 2) -> Provenance { Provenance(file: "x.csv", format: "x", firstLine: first) }

private func sweep(
    _ voltage_V: [Double], _ current_A: [Double], _ time_s: [Double] = [], compliance_A: Double? = nil
) -> Recording {
    var recording = Recording(
        kind: .iv, data: .sweep(VoltageSweep(voltage_V: voltage_V, current_A: current_A, time_s: time_s)),
        provenance: origin())
    recording.conditions.compliance_A = compliance_A
    return recording
}

private func trace(_ time_s: [Double], _ voltage_V: [Double], _ current_A: [Double]) -> Recording {
    Recording(
        kind: .transient, data: .trace(TimeTrace(time_s: time_s, voltage_V: voltage_V, current_A: current_A)),
        provenance: origin())
}

private func reads(_ conductance_S: [Double], state: String? = nil) -> Recording {
    var recording = Recording(
        kind: .endurance,
        data: .reads(
            ReadSeries(index: conductance_S.indices.map { Double($0 + 1) }, conductance_S: conductance_S)),
        provenance: origin())
    recording.conditions.state = state
    return recording
}

private func codes(_ recording: Recording) -> [String] { QualityChecks.findings([recording]).map(\.code) }

/// 0 to 1 V, back to -1 V and to 0, in steps of 10 mV.
private let loop: [Double] = {
    let steps = Array(0...100) + Array((0...199).map { 99 - $0 }) + Array((0...99).map { -99 + $0 })
    return steps.map { Double($0) / 100 }
}()

@Suite struct ClampedCurrentTests {
    /// A resistor of 100 ohm behind a source that gives 5 mA at most, read with noise.
    private func clamped(_ relativeNoise: Double) -> [Double] {
        var noise = Noise()
        return loop.map { v in min(v / 100, 5e-3) * (1 + relativeNoise * noise.next()) }
    }

    @Test func `a current that stands while the voltage moves is told with its place`() throws {
        let found = QualityChecks.findings([sweep(loop, clamped(2e-4))])
        #expect(found.map(\.code) == ["iv.clamped"])
        let finding = try #require(found.first)
        #expect(finding.position?.line == 52, "0.50 V stands in the 51st row, which is line 52")
        #expect(finding.message.contains("5.00") && finding.fix?.contains("compliance_A") == true)
    }

    @Test func `a stated limit is not asked for again`() {
        #expect(codes(sweep(loop, clamped(2e-4), compliance_A: 5e-3)).isEmpty)
    }

    @Test func `a resistor, a photocurrent and a device that saturates are no limit`() {
        var noise = Noise()
        #expect(codes(sweep(loop, loop.map { $0 / 100 * (1 + 1e-4 * noise.next()) })).isEmpty)
        // A cell in reverse: the current flows at 0 V as well.
        let lit = loop.map { v in v > 0.6 ? (v - 0.6) * 0.1 - 4e-3 : -4e-3 + 1e-7 * v }
        #expect(!codes(sweep(loop, lit)).contains("iv.clamped"))
        // 1 - exp(-|V|/0.1 V), with its sign: flat at last, without an edge.
        let soft = loop.map { v in
            let x = abs(v) / 0.1
            var power = 1.0
            for _ in 0..<1024 { power *= 1 - x / 1024 }
            return (v < 0 ? -1 : 1) * 1e-3 * (1 - power)
        }
        #expect(!codes(sweep(loop, soft)).contains("iv.clamped"))
    }
}

@Suite struct CurrentResolutionTests {
    @Test func `readings of a few steps are told with the step`() throws {
        var noise = Noise()
        let current = loop.map { v in ((5e-9 * v + 2e-9 * noise.next()) / 1e-9).rounded() * 1e-9 }
        let found = try #require(
            QualityChecks.findings([sweep(loop, current)]).first { $0.code == "current.resolution" })
        #expect(found.message.contains("1.000\u{A0}nA"), "\(found.message)")
    }

    @Test func `a resistor without noise is no converter`() {
        #expect(!codes(sweep(loop, loop.map { $0 * 1e-7 })).contains("current.resolution"))
        let times = (0..<200).map { Double($0) }
        let levels = times.map { [0.0, 0.1, 0.2, 0.3, 0.4, 0.5][Int($0) / 20 % 6] }
        #expect(codes(trace(times, levels, levels.map { $0 * 1e-6 })).isEmpty)
    }

    @Test func `readings with all their digits are not coarse`() {
        var noise = Noise()
        #expect(codes(sweep(loop, loop.map { 1e-6 * $0 + 1e-9 * noise.next() })).isEmpty)
    }

    @Test func `the step is found between readings of either sign`() {
        #expect(
            CurrentResolution.step([-2, -1, 0, 1, 3, 3, 5].map { $0 * 1e-9 }).map { abs($0 - 1e-9) < 1e-15 } == true)
        #expect(CurrentResolution.step([-2, -1.3, 0, 1, 3, 3.7, 5]) == nil)
        #expect(CurrentResolution.step([1, 1, 1]) == nil && CurrentResolution.step([]) == nil)
    }
}

@Suite struct NegativeResistanceTests {
    @Test func `an offset near 0 V is a note`() throws {
        var noise = Noise()
        let current = loop.map { 1e-6 * $0 - 4.5e-8 + 1e-9 * noise.next() }
        let found = QualityChecks.findings([sweep(loop, current)])
        #expect(found.map(\.code) == ["iv.negative-resistance"] && found.first?.severity == .note)
    }

    @Test func `a lit cell is a generator and no offset`() {
        #expect(codes(sweep(loop, loop.map { 1e-3 * $0 - 5e-4 })).isEmpty)
    }

    @Test func `reads below zero are kept and told`() throws {
        let found = QualityChecks.findings([reads([1e-6, 2e-6, -1e-9, 1.5e-6])])
        #expect(found.map(\.code) == ["reads.negative"])
        #expect(found.first?.position?.line == 4 && found.first?.message.hasPrefix("1 of 4") == true)
        #expect(QualityChecks.findings([reads([-1, -2, -3])]).first?.fix?.contains("signs") == true)
    }
}

@Suite struct RepeatedCyclesTests {
    private func noisy(_ cycles: Int, copied: Int?) -> Recording {
        var noise = Noise()
        var current: [Double] = []
        for cycle in 0..<cycles {
            let fresh = loop.map { 1e-6 * $0 * (1 + 1e-3 * noise.next()) }
            current += cycle == copied ? Array(current.suffix(loop.count)) : fresh
        }
        return sweep((0..<cycles).flatMap { _ in loop }, current)
    }

    @Test func `a cycle that repeats the one before is told by its number`() throws {
        let found = QualityChecks.findings([noisy(4, copied: 2)])
        #expect(found.map(\.code) == ["iv.repeated-cycle"])
        #expect(found.first?.message.hasPrefix("cycle 3 repeats") == true)
        #expect(found.first?.fix?.contains("cycle=3") == true)
    }

    @Test func `measured cycles differ`() { #expect(codes(noisy(4, copied: nil)).isEmpty) }
}

@Suite struct SamplingTimesTests {
    private let current: [Double] = {
        var noise = Noise()
        return loop.map { 1e-6 * $0 + 1e-9 * noise.next() }
    }()

    private func times(_ interval: (Int) -> Double) -> [Double] {
        var sum = 0.0
        return loop.indices.map { i in
            sum += interval(i)
            return sum
        }
    }

    @Test func `even times are not mentioned`() { #expect(codes(sweep(loop, current, times { _ in 0.1 })).isEmpty) }

    @Test func `times in lumps`() throws {
        let found = QualityChecks.findings([sweep(loop, current, times { $0 % 5 == 0 ? 1 : 0 })])
        #expect(found.map(\.code) == ["time.coarse"] && found.first?.message.contains("1.000\u{A0}s") == true)
    }

    @Test func `a gap is told with the lines about it`() {
        let found = QualityChecks.findings([sweep(loop, current, times { $0 == 40 ? 7 : 0.1 })])
        #expect(found.map(\.code) == ["time.gap"] && found.first?.message.contains("lines 41 and 42") == true)
        #expect(found.first?.position?.line == 42)
    }

    @Test func `a sweep in fits and starts has no one rate`() {
        let found = QualityChecks.findings([sweep(loop, current, times { $0 / 10 % 3 == 0 ? 0.5 : 0.1 })])
        #expect(found.map(\.code) == ["time.irregular"])
    }

    @Test func `times that grow by a factor are a choice`() {
        var t = 1e-3
        let grown = (0..<100).map { _ in
            t *= 1.1
            return t
        }
        #expect(codes(trace(grown, [], grown.map { 1e-6 + 1e-7 / $0 })).isEmpty)
    }
}

@Suite struct SaturatedRangeTests {
    private func pulses(_ limit: Double) -> Recording {
        var noise = Noise()
        let times = (0..<300).map { Double($0) * 1e-3 }
        let level = times.indices.map { (50..<100).contains($0) || (150..<200).contains($0) ? 1.0 : 0.1 }
        return trace(times, level, level.map { min($0 * 1e-3 * (1 + 0.01 * noise.next()), limit) })
    }

    @Test func `equal largest readings end a range`() throws {
        let found = QualityChecks.findings([pulses(0.9e-3)])
        #expect(found.map(\.code) == ["current.saturated"])
        #expect(found.first?.message.contains("50 samples in a row (lines 52 to 101)") == true)
    }

    @Test func `a current within its range, and one that settles, are not saturated`() {
        #expect(codes(pulses(1)).isEmpty)
        let times = (0..<200).map { Double($0) }
        var x = 1.0
        let settled = times.map { t in
            if t >= 20 { x *= 0.8 }
            return t < 20 ? 1e-7 * (1 + t / 100) : ((1 - x) * 1e6).rounded() * 1e-12
        }
        #expect(!codes(trace(times, times.map { $0 < 20 ? 0 : 1 }, settled)).contains("current.saturated"))
    }
}

@Suite struct SlowEdgesTests {
    private func step(_ edge: [Double]) -> Recording {
        var noise = Noise()
        let level = Array(repeating: 0.0, count: 30) + edge + Array(repeating: 1.0, count: 60)
        return trace(level.indices.map { Double($0) * 1e-3 }, level, level.map { 1e-6 * $0 + 1e-9 * noise.next() })
    }

    @Test func `an edge of several samples is told with its length`() throws {
        let found = QualityChecks.findings([step([0.2, 0.4, 0.6, 0.8])])
        #expect(found.map(\.code) == ["transient.slow-edge"])
        #expect(found.first?.message.contains("5.000\u{A0}ms") == true, "\(found.first?.message ?? "")")
    }

    @Test func `an edge between two samples is none`() {
        #expect(codes(step([])).isEmpty && codes(step([0.5])).isEmpty)
    }
}

@Suite struct StuckReadsTests {
    private func values(_ count: Int) -> [Double] {
        var noise = Noise()
        return (0..<count).map { _ in 1e-6 * (1 + 0.1 * noise.next()) }
    }

    @Test func `equal reads in a row`() {
        var read = values(40)
        for i in 10..<17 { read[i] = read[10] }
        let found = QualityChecks.findings([reads(read)])
        #expect(found.map(\.code) == ["reads.stuck"])
        #expect(found.first?.message.contains("7 reads in a row (lines 12 to 18)") == true)
    }

    @Test func `coarse reads are equal by chance`() {
        #expect(codes(reads(values(40).map { ($0 * 1e8).rounded() / 1e8 })).isEmpty && codes(reads(values(40))).isEmpty)
    }

    @Test func `cycles that do not switch`() {
        var low = values(40).map { $0 * 100 }
        let high = values(40)
        for i in 20..<24 { low[i] = high[i] * 1.01 }
        low[30] = high[30]
        let found = QualityChecks.findings(together: [reads(high, state: "HRS"), reads(low, state: "LRS")])
        #expect(found.map(\.code) == ["reads.stuck-cycles"])
        #expect(found.first?.message.contains("4 cycles in a row (21 to 24)") == true, "a single failure is none")
        let never = QualityChecks.findings(together: [reads(high, state: "HRS"), reads(high, state: "LRS")])
        #expect(!never.map(\.code).contains("reads.stuck-cycles"), "a device that never switches has no stuck runs")
    }
}

@Suite struct SharedNumbersTests {
    private let current: [Double] = {
        var noise = Noise()
        return loop.map { 1e-6 * $0 + 1e-8 * noise.next() }
    }()

    @Test func `equal currents under other voltages`() {
        var second = sweep(loop.map { $0 * 2 }, current)
        second.provenance.file = "y.csv"
        let found = QualityChecks.findings(together: [sweep(loop, current), second])
        #expect(found.map(\.code) == ["recording.shared-numbers"])
        #expect(found.first?.position?.file == "y.csv" && found.first?.notes.first?.position?.file == "x.csv")
    }

    @Test func `equal levels of a resistor are no measurement twice`() {
        let flat = loop.map { $0 < 0 ? -1e-6 : 1e-6 }
        #expect(QualityChecks.findings(together: [sweep(loop, flat), sweep(loop.map { $0 * 2 }, flat)]).isEmpty)
    }

    @Test func `the same numbers under two devices`() {
        let a = Device(id: "A", recordings: [sweep(loop, current), reads(current)])
        let b = Device(id: "B", recordings: [sweep(loop, current), reads(current)])
        let found = SharedDevices.findings(SharedDevices.marks(a) + SharedDevices.marks(b))
        #expect(
            found.map(\.code) == ["device.shared-numbers"] && found.first?.message.hasPrefix("2 recordings") == true)
        #expect(SharedDevices.findings(SharedDevices.marks(a)).isEmpty)
    }
}

@Suite struct QualityCheckListTests {
    @Test func `excluded samples are not asked, and lines stay those of the file`() throws {
        var recording = reads([1e-6, -2e-6, 3e-6, -1e-6, 2e-6])
        recording.excluded = [1]
        let found = QualityChecks.findings([recording])
        #expect(found.map(\.code) == ["reads.negative"] && found.first?.position?.line == 5)
        recording.excluded = [1, 3]
        #expect(QualityChecks.findings([recording]).isEmpty)
    }

    @Test func `every kind of the checks is known to the module`() {
        let known = Set(IngestFindings.all.map(\.code))
        for kind in QualityChecks.kinds { #expect(known.contains(kind.code), "\(kind.code)") }
        #expect(QualityChecks.all.map { "\(type(of: $0))" } == QualityChecks.all.map { "\(type(of: $0))" }.sorted())
    }
}
