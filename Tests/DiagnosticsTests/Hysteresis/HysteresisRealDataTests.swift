import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// Real sweeps beside the project; skipped where they are absent.
@Suite struct HysteresisRealDataTests {
    static func rows(_ name: String, columns: Int) -> [[Double]]? {
        guard let text = try? String(contentsOfFile: SampleFiles.real(name), encoding: .isoLatin1) else { return nil }
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let cells = line.split(whereSeparator: { " \t,;".contains($0) }).compactMap { Double($0) }
            return cells.count >= columns ? cells : nil
        }
    }

    @Test(.enabled(if: HysteresisRealDataTests.rows("smu_memristor_3loops_a.txt", columns: 3) != nil))
    func `three loops of a real memristor`() throws {
        let rows = try #require(Self.rows("smu_memristor_3loops_a.txt", columns: 3))
        let recording = Sweeps.recording(rows.map { $0[0] }, rows.map { $0[1] }, time_s: rows.map { $0[2] })
        let sweep = try #require(PreparedSweep(recording))
        #expect(sweep.cycles.count == 3)
        #expect(sweep.cycles.allSatisfy { $0.branches.count == 4 })
        let result = try Sweeps.run([recording])
        HysteresisBadInputTests.expectClean(result)
        // The lobe V < 0 opens in all three loops; the lobe V > 0 changes its sense from loop to loop.
        #expect(result.label("hysteresis.sense", lobe: "-")?.value == "inductive")
        #expect(result.labels.first { $0.id == "memory.present" }?.value == "yes")
        // Areas and indices of each cycle, from the file by a spreadsheet's trapezoids.
        let areas = [1.2445871558499996e-07, -2.2520168662500037e-08, 1.51177515275e-07]
        let indices = [0.05080508611164866, 0.2115596104135868, 0.18222537724883897]
        for cycle in 1...3 {
            func value(_ id: String, _ lobe: String) -> Double {
                result.metrics.first { $0.id == id && $0.at.cycle == cycle && $0.at.lobe == lobe }?.value ?? .nan
            }
            #expect(abs(value("hysteresis.area", "+") / areas[cycle - 1] - 1) < 1e-9)
            #expect(abs(value("hysteresis.H", "-") / indices[cycle - 1] - 1) < 1e-9)
        }
        let ratio = try #require(result.metric("rectification.ratio", branch: "mean", V: 2.2))
        #expect(ratio.value > 10 && ratio.value < 30)
    }

    @Test(.enabled(if: HysteresisRealDataTests.rows("hzb_perovskite_jv_reverse.txt", columns: 2) != nil))
    func `one branch of a real solar cell, clamped at one end`() throws {
        let rows = try #require(Self.rows("hzb_perovskite_jv_reverse.txt", columns: 2))
        // The file's current is in mA.
        let recording = Sweeps.recording(rows.map { $0[0] }, rows.map { 1e-3 * $0[1] })
        let result = try Sweeps.run([recording])
        HysteresisBadInputTests.expectClean(result)
        #expect(result.codes() == ["iv.compliance", "iv.single-branch", "iv.no-rate"])
        // The file's own results: I_sc 3.795 mA, V_oc 1.078086 V, P_MPP 2.782 mW (between two rows), fill factor 68.0 %.
        func value(_ id: String) -> Double { result.metrics.first { $0.id == "hysteresis." + id }?.value ?? .nan }
        #expect(abs(value("V_oc") - 1.0780770700590285) < 1e-9)
        #expect(abs(value("I_sc") + 3.796972e-3) < 1e-9)
        #expect(abs(value("P_max") - 2.78554774999e-3) < 1e-9)
        #expect(abs(value("fill_factor") - 0.6804925955841167) < 1e-6)
        // A photocurrent follows no law of conduction.
        #expect(!result.labels.contains { $0.id == "conduction.mechanism" })
        // Taken as ampere, the limit of 5 mA becomes 5 A, and is asked about.
        let wrong = try Sweeps.run([Sweeps.recording(rows.map { $0[0] }, rows.map { $0[1] })])
        #expect(wrong.codes().contains("iv.current-size"))
        // 13 of 161 points stand at 5 mA.
        #expect(PreparedSweep(recording)?.compliance?.masked.count { $0 } == 13)
    }
}
