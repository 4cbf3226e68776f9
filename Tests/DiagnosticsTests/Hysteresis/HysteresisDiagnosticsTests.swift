import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

@Suite struct HysteresisDiagnosticsTests {
    @Test func `every diagnostic of the folder stands in the list, in alphabetical order`() throws {
        let folder = SampleFiles.path("Sources/Diagnose/Diagnostics/Hysteresis")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".swift") && $0 != "HysteresisDiagnostics.swift" }.map { String($0.dropLast(6)) }
            .sorted()
        #expect(HysteresisDiagnostics.all.map { "\(type(of: $0))" } == files)
    }

    @Test func `ids, codes and metric ids are told once`() {
        let codes = HysteresisFindings.all.map(\.code)
        #expect(codes == codes.sorted() && Set(codes).count == codes.count)
        let ids = HysteresisDiagnostics.all.flatMap { $0.metrics.map(\.id) }
        #expect(Set(ids).count == ids.count)
    }

    @Test func `whatever is given is defined`() throws {
        let result = try Sweeps.run([SwitchingThresholdsTests.bipolar(noise: 0.01, seed: 2)])
        let ids = Set(HysteresisDiagnostics.all.flatMap { $0.metrics.map(\.id) })
        #expect(result.metrics.allSatisfy { ids.contains($0.id) })
        #expect(result.labels.allSatisfy { ids.contains($0.id) })
        let codes = Set(HysteresisFindings.all.map(\.code))
        #expect(result.findings.allSatisfy { codes.contains($0.code) })
    }
}
