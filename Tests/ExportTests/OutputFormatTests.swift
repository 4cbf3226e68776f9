import Export
import Findings
import Foundation
import Testing

@Suite struct OutputFormatTests {
    @Test func `every file in Outputs is in the list, in alphabetical order`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Render/Export/Outputs").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()
        #expect(OutputFormats.all.map { "\(type(of: $0))" } == files)
    }

    @Test func `formats are found by their ids`() {
        #expect(OutputFormats.named("svg") is SVGOutput)
        #expect(OutputFormats.named("doc") == nil)
    }

    @Test func `kinds of findings have codes of their own`() {
        let codes = ExportFindings.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.contains("font.missing") && codes.contains("export.failed"))
    }
}
