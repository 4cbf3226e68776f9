import Findings
import Foundation
import TestSupport
import Testing

@testable import Models
@testable import Simulate

@Suite struct SampleSetTests {
    @Test func `SampleData on disk is what the simulator makes, byte for byte`() throws {
        let made = try sampleSet()
        var size = 0
        for file in made {
            let held = FileManager.default.contents(atPath: SampleFiles.path("SampleData/" + file.path))
            // On a difference: `make samples`, and look at what changed before it is committed.
            #expect(held.map { Array($0) } == file.bytes, "\(file.path)")
            size += file.bytes.count
            #expect(file.bytes.count <= 100_000, "\(file.path)")
        }
        #expect(size < 3_000_000)
        let root = SampleFiles.path("SampleData")
        let onDisk = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: root + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        #expect(Set(onDisk) == Set(made.map(\.path)))
    }

    @Test func `the nonvolatile devices are nonvolatile by more than the stated bound, the volatile ones are not`() {
        for device in SampleDevices.all where device.model.stateVariables.count == 1 {
            let tau_s = device.model.linearized(at: 0).tau_k_s() ?? .nan
            switch device.believedClass {
            case "nonvolatile": #expect(tau_s >= 1e6, "\(device.id)")
            case "volatile": #expect(tau_s < 1, "\(device.id)")
            default: Issue.record("\(device.id) has a memory and no class")
            }
        }
    }

    @Test func `the same request gives the same bytes, another seed others`() throws {
        let request = SimulationRequest(model: "calm", protocols: ["impedance"], seed: 4, layout: "eclab")
        var other = request
        other.seed = 5
        let first = try simulate(request)
        #expect(try simulate(request) == first)
        #expect(try simulate(other) != first)
    }
}
