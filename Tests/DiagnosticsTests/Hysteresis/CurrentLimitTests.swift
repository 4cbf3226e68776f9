import Findings
import Foundation
import Measurements
import Testing

@testable import Diagnostics

/// What a limit of the source leaves of a loop.
@Suite struct CurrentLimitTests {
    /// A switch that sets at 0.8 V and resets at -0.6 V, 12 cycles, its current cut at limits of either polarity.
    static func device(low_ohm: Double, limits_A: ClosedRange<Double>, reset_V: Double = -0.6) -> Recording {
        let legs = Sweeps.triangle([0, 1, 0, -1, 0], step: 0.01)
        let voltage = (0..<12).flatMap { $0 == 0 ? legs : Array(legs.dropFirst()) }
        let random = Sweeps.normals(voltage.count, seed: 4)
        var isOn = false
        let current = voltage.indices.map { i -> Double in
            if voltage[i] > 0.8 + 1e-9 { isOn = true }
            if voltage[i] < reset_V - 1e-9 { isOn = false }
            let free = voltage[i] / (isOn ? low_ohm : 1e6) * (1 + 0.01 * random[i])
            return min(max(free, limits_A.lowerBound), limits_A.upperBound)
        }
        return Sweeps.recording(voltage, current, time_s: voltage.indices.map { 0.01 * Double($0) })
    }

    @Test func `the source's limit is not the device's own`() throws {
        for low_ohm in [250.0, 400, 1000] {
            let result = try Sweeps.run([Self.device(low_ohm: low_ohm, limits_A: -1...2e-4)])
            #expect(result.codes().contains("iv.compliance"), "\(low_ohm)")
            #expect(!result.metrics.contains { $0.id == "hysteresis.I_self_compliance" }, "\(low_ohm)")
            let area = try #require(result.metric("hysteresis.area", lobe: "+"))
            #expect(area.bound == .lower)
            #expect(result.label("hysteresis.type")?.value == "C+-")
        }
    }

    @Test func `each polarity has its own limit, and both are masked`() throws {
        let recording = Self.device(low_ohm: 2000, limits_A: -3e-4...2e-4, reset_V: -0.8)
        let sweep = try #require(PreparedSweep(recording))
        let compliance = try #require(sweep.compliance)
        #expect(compliance.limits.map(\.size_A) == [2e-4, 3e-4] && compliance.limits.map(\.sign) == [1, -1])
        #expect(compliance.words.contains("−300"))
        for i in sweep.current_A.indices where sweep.current_A[i] <= -3e-4 { #expect(compliance.masked[i]) }
        // Below the other polarity's limit nothing is masked: -0.2 mA is a current of the device.
        for i in sweep.current_A.indices where sweep.current_A[i] > -2.9e-4 && sweep.current_A[i] < 0 {
            #expect(!compliance.masked[i])
        }
        #expect(compliance.clampedSigns.isEmpty)
    }

    @Test func `a file at its limits throughout is told, and says nothing of a memory`() throws {
        let voltage = Sweeps.triangle([0, 1, 0, -1, 0, 1, 0, -1, 0], step: 0.01)
        for current in [
            voltage.map { min(max(10 * $0, -1e-3), 1e-3) }, voltage.map { $0 >= 0 ? 1e-3 : -1e-3 },
            zip(voltage, Sweeps.normals(voltage.count, seed: 3)).map {
                min(max(10 * $0, -1e-3), 1e-3) * (1 + 1e-4 * $1)
            },
        ] {
            let result = try Sweeps.run(
                [Sweeps.recording(voltage, current, time_s: voltage.indices.map { 0.01 * Double($0) })])
            #expect(result.codes().isSuperset(of: ["iv.compliance", "iv.all-clamped"]))
            #expect(result.labels.first { $0.id == "memory.present" }?.value == "undecided")
            #expect(!result.labels.contains { $0.id == "hysteresis.sense" })
            #expect(!result.metrics.contains { $0.id.hasPrefix("rectification.") || $0.id == "hysteresis.on_off" })
            HysteresisBadInputTests.expectClean(result)
        }
    }

    @Test func `one polarity at its limit is told as one`() throws {
        let voltage = Sweeps.triangle([0, 1, 0, -1, 0], step: 0.01)
        let result = try Sweeps.run([Sweeps.recording(voltage, voltage.map { min(10 * $0, 1e-3) })])
        let finding = try #require(result.findings.first { $0.code == "iv.all-clamped" })
        #expect(finding.message.contains("V > 0"))
    }
}
