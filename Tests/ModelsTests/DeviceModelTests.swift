import Findings
import Foundation
import TestSupport
import Testing

@testable import Models

@Suite struct DeviceModelTests {
    @Test func `every file of Equations is in the list, in alphabetical order`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: SampleFiles.path("Sources/Diagnose/Models/Equations"))
        let types = DeviceModels.all.map { String(describing: type(of: $0)) }
        #expect(files.map { $0.replacingOccurrences(of: ".swift", with: "") }.sorted() == types)
        #expect(Set(DeviceModels.all.map(\.id)).count == types.count)
    }

    @Test func `defaults of the parameters are the values of a new model`() {
        for model in DeviceModels.all {
            for (parameter, value) in zip(model.parameters, model.values) {
                #expect(parameter.defaultValue == value, "\(model.id) \(parameter.name)")
                #expect(parameter.lowest <= value && value <= parameter.highest)
            }
        }
    }

    @Test func `a mistyped model or parameter is answered with the nearest name`() throws {
        do {
            _ = try DeviceModels.named("calmm")
            Issue.record("no failure")
        } catch { #expect(error.findings.first?.fix == "did you mean \"calm\"?") }
        do {
            _ = try ConductanceActivated().setting([("tau0", 1), ("V_x", .nan), ("g_L", 2e-5)])
            Issue.record("no failure")
        } catch {
            #expect(error.findings.map(\.code) == ["model.unknown-parameter", "model.parameter-out-of-range"])
            #expect(error.findings.first?.fix == "did you mean \"tau_0\"?")
        }
        #expect(try ConductanceActivated().setting("g_L", to: 2e-5).g_L == 2e-5)
    }
}
