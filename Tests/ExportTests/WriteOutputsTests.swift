import Export
import Findings
import Foundation
import Testing

@Suite struct WriteOutputsTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `files get the document's name, their suffix and extension`() throws {
        try withFolder { folder in
            let files = [
                OutputFile(suffix: "-1", fileExtension: "svg", bytes: [1, 2]),
                OutputFile(suffix: "-2", fileExtension: "svg", bytes: [3]),
            ]
            let paths = try writeOutputs(files, to: folder + "/deep/er", name: "batch A/../D01")
            #expect(paths.map { $0.split(separator: "/").last } == ["batch_A_.._D01-1.svg", "batch_A_.._D01-2.svg"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: paths[1])) == Data([3]))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/deep/er").count == 2)
        }
    }

    @Test func `a folder that cannot be made is a finding`() {
        #expect(throws: Failure.self) {
            try writeOutputs([OutputFile(suffix: "", fileExtension: "pdf", bytes: [])], to: "/dev/null/x", name: "D")
        }
    }

    @Test(arguments: [
        ("D01", "D01"), ("", "_"), ("..", "_."), ("/etc/passwd", "_etc_passwd"), ("-rf", "_rf"), ("a\u{0}\nb", "a__b"),
        ("Gerät µ3", "Gerät_µ3"), ("器件一", "器件一"), ("x (2)", "x_(2)"),
    ]) func `ids become safe names`(id: String, name: String) {
        #expect(OutputNames.safe(id) == name)
    }

    @Test func `long ids are cut to what a file system takes`() {
        #expect(OutputNames.safe(String(repeating: "é", count: 500)).utf8.count == 200)
    }

    @Test func `names that would collide are numbered, and nobody loses a name held by right`() {
        #expect(OutputNames.unique(["D1", "d1", "D1-2", "D/1", "D_1"]) == ["D1", "d1-3", "D1-2", "D_1", "D_1-2"])
    }
}
