import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct SweepSeriesTests {
    /// One cycle of a switch in a file of its own, whose threshold is given.
    private func file(
        _ name: String, set_V: Double, reach_V: Double = 1, rate: Double = 1, measuredAt: String = ""
    ) -> Recording {
        let voltage = Sweeps.triangle([0, reach_V, 0, -reach_V, 0], step: 0.01)
        let random = Sweeps.normals(voltage.count, seed: UInt64(set_V * 1e6))
        let current = voltage.indices.map { i -> Double in
            let isOn = i > 300 ? false : (i > 100 || voltage[i] > set_V)
            return voltage[i] / (isOn ? 1e3 : 1e6) * (1 + 0.01 * random[i])
        }
        return Sweeps.recording(
            voltage, current, time_s: voltage.indices.map { 0.01 / rate * Double($0) }, id: "iv-" + name
        ) {
            $0.provenance.file = name + ".csv"
            $0.provenance.measuredAt = measuredAt
        }
    }

    private func sets(_ count: Int) -> [Double] {
        var random = SeededRandom(seed: 5)
        return (0..<count).map { _ in Double.random(in: 0.5...0.9, using: &random) }
    }

    @Test func `cycles stored one per file have the statistics of one measurement`() throws {
        let sets = sets(30)
        let files = sets.enumerated().map { file("loop\($0 + 1)", set_V: $1) }
        // In the order of a folder: loop1, loop10, loop11, ...
        let result = try Sweeps.run(files.sorted { $0.id < $1.id })
        let values = try #require(
            result.curves.first { $0.id == "cycles.values" && $0.at.of == "hysteresis.V_set" && $0.at.lobe == "+" })
        #expect(values["cycle"] == (2...30).map(Double.init))
        for (value, set) in zip(values["value"], sets.dropFirst()) { #expect(abs(value - set) < 0.011) }
        #expect(values.from.count == 30 && values.from.first == "iv-loop1" && values.from.last == "iv-loop30")
        let mean = try #require(
            result.metrics.first { $0.id == "cycles.mean" && $0.at.of == "hysteresis.V_set" && $0.at.lobe == "+" })
        #expect(abs(mean.value - sets.dropFirst().reduce(0, +) / 29) < 0.006)
        #expect(result.metrics.contains { $0.id == "cycles.cv" && $0.at.of == "hysteresis.R_LRS" })
        #expect(result.metrics.contains { $0.id == "cycles.weibull_shape" && $0.at.of == "hysteresis.V_set" })
        #expect(result.metrics.contains { $0.id == "cycles.yield" })
        #expect(result.codes().contains("iv.series"))
        // One loop of all of them: its numbers stand once, those of a file as a cycle's.
        let areas = result.metrics.filter { $0.id == "hysteresis.area" && $0.at.lobe == "+" }
        #expect(areas.filter { $0.at.cycle == nil }.count == 1 && areas.count == 31)
        #expect(result.labels.filter { $0.id == "hysteresis.type" }.count == 1)
        #expect(result.curves.filter { $0.id == "iv.cycle" }.count == 30)
        HysteresisBadInputTests.expectClean(result)
    }

    @Test func `only sweeps that are alike are put together`() throws {
        let sets = sets(12)
        func series(_ recordings: [Recording]) -> [[String]] {
            SweepSeries.joined(recordings.compactMap(PreparedSweep.init)).map(\.sources).filter { $0.count > 1 }
        }
        #expect(series(sets.prefix(5).enumerated().map { file("a\($0)", set_V: $1) }).isEmpty)
        // Six and six of another reach, rate or state; none of five.
        let one = sets.prefix(6).enumerated().map { file("a\($0)", set_V: $1) }
        let far = sets.suffix(6).enumerated().map { file("b\($0)", set_V: $1, reach_V: 1.2) }
        #expect(series(one + far).map(\.count) == [6, 6])
        let fast = sets.suffix(5).enumerated().map { file("c\($0)", set_V: $1, rate: 2) }
        #expect(series(one + fast).map(\.count) == [6])
        let poled = sets.suffix(6).enumerated().map { k, set -> Recording in
            var recording = file("d\(k)", set_V: set)
            recording.conditions.state = "poled"
            return recording
        }
        #expect(series(one.dropLast() + poled).map { $0[0] } == ["iv-d0"])
    }

    @Test func `sweeps follow one another by time, else by the numbers in their names`() throws {
        let sets = sets(11)
        let named = sets.enumerated().map { file("run \($0 + 1)", set_V: $1) }.sorted { $0.id < $1.id }
        #expect(
            SweepSeries.joined(named.compactMap(PreparedSweep.init)).first?.sources == (1...11).map { "iv-run \($0)" })
        let timed = sets.enumerated().map { k, set in
            file("x\(k)", set_V: set, measuredAt: "2026-01-15T10:\(59 - k):00")
        }
        #expect(
            SweepSeries.joined(timed.compactMap(PreparedSweep.init)).first?.sources
                == (0...10).reversed().map { "iv-x\($0)" })
        #expect(FileOrder("d/loop2.csv") < FileOrder("d/loop10.csv") && FileOrder("a9") < FileOrder("b1"))
        #expect(FileOrder("a0.csv") < FileOrder("a1.csv") && FileOrder("a09.csv") < FileOrder("a10.csv"))
        #expect(FileOrder("a") == FileOrder("a") && FileOrder("99999999999999999999999") < FileOrder("a"))
    }
}
