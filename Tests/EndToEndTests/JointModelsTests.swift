import Ingest
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// The joint fit on devices of the sample set, whose truth is known.
@Suite struct JointModelsTests {
    private func analysis(_ folder: String, _ id: String, depth: Depth = .full) throws -> DeviceAnalysis {
        let survey = try Ingest.survey([SampleFiles.path("SampleData")], options: IngestOptions())
        let entry = try #require(survey.entries.first { $0.id == id })
        let device = ingest(entry, options: IngestOptions()).device
        var options = DiagnoseOptions()
        options.depth = depth
        return diagnose(device, options: options)
    }

    @Test func `a volatile device of the sample set is given back by one model`() throws {
        let found = try analysis("volatile", "C02")
        #expect(found.labels.first { $0.id == "model.chosen" }?.value == "calm")
        let truth = ["g_L": 2e-5, "g_H": 5e-4, "V_h": 0.4, "V_x": 0.06, "tau_0": 0.05, "gamma": 0.4, "R_s": 50]
        for (name, value) in truth {
            let metric = try #require(found.metrics.first { $0.id == "model." + name }, "\(name)")
            #expect(abs(metric.value - value) < 4 * (try #require(metric.se)), "\(name)")
            #expect(abs(metric.value / value - 1) < 0.03, "\(name)")
        }
        let file = try #require(ModelFile(found))
        #expect(file.model == "calm" && file.device == "C02" && file.parameters.count == 8)
        #expect(try ModelFile.read(file.json(), file: "f").parameters == file.parameters)
        // What the spectra predict of slow loops is what was measured.
        let loops = found.links.filter { $0.id == "L17" && $0.at.rate_V_per_s != nil }
        #expect(loops.filter { $0.verdict == .consistent }.count >= 4)
        #expect(!loops.contains { $0.verdict == .inconsistent })
    }

    @Test func `a resistor gets no model, and at depth screen nobody does`() throws {
        #expect(try analysis("reference", "R01").labels.allSatisfy { $0.id != "model.chosen" })
        let screened = try analysis("volatile", "C02", depth: .screen)
        #expect(screened.labels.allSatisfy { $0.id != "model.chosen" })
        #expect(ModelFile(screened) == nil)
        #expect(screened.metrics.contains { $0.id == "prediction.error" })
    }

    @Test func `a file that holds no model is refused with what was expected`() {
        for text in ["", "{}", "[1]", "{\"schema\": \"pinch.analysis/1\", \"model\": \"calm\", \"parameters\": {}}"] {
            #expect(throws: (any Error).self, "\(text)") { try ModelFile.read(Array(text.utf8), file: "m.json") }
        }
    }
}
