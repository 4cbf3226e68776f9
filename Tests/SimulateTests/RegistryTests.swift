import Findings
import Foundation
import TestSupport
import Testing

@testable import Simulate

@Suite struct RegistryTests {
    @Test func `every protocol's file is in the list, ordered by id`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: SampleFiles.path("Sources/Simulate/Protocols"))
        let types = MeasurementProtocols.all.map { String(describing: type(of: $0)) }
        #expect(Set(files.map { $0.replacingOccurrences(of: ".swift", with: "") }) == Set(types))
        let ids = MeasurementProtocols.all.map(\.id)
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func `a request names every fault at once, with the nearest names`() {
        let request = SimulationRequest(
            model: "two-brunch", protocols: ["sweeps", "impedance"], noise: -1, layout: "eclabs")
        do throws(Failure) {
            _ = try simulate(request)
            Issue.record("no failure")
        } catch {
            #expect(
                error.findings.map(\.code) == [
                    "model.unknown", "simulate.bad-noise", "simulate.unknown-protocol", "simulate.unknown-layout",
                ])
            #expect(error.findings[0].fix == "did you mean \"two-branch\"?")
            #expect(error.findings[2].fix == "did you mean \"sweep\"?")
            #expect(error.findings[3].fix == "did you mean \"eclab\"?")
        }
    }
}
