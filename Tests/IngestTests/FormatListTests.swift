import Files
import Foundation
import TestSupport
import Testing

@testable import Ingest

@Suite struct FormatListTests {
    private let folder = SampleFiles.path("Sources/Ingest/Formats")

    /// Types under `Sources/Ingest/Formats` that say they are a format, with the file's own name.
    private func declared() throws -> [(type: String, file: String)] {
        var found: [(String, String)] = []
        for name in try FolderWalk.files(under: folder) where name.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for line in text.split(separator: "\n") where line.contains("struct ") && !line.hasPrefix(" ") {
                let parts = line.trimmingPrefix("public ").dropFirst("struct ".count).split(separator: ":")
                let protocols = parts.count > 1 ? parts[1].split { !$0.isLetter } : []
                if protocols.contains("FileFormat") || protocols.contains("WorkbookFormat") {
                    found.append((String(parts[0]), FilePath.name(name)))
                }
            }
        }
        return found
    }

    @Test func `every format is in the list, and its file bears its name`() throws {
        let declared = try declared()
        for format in declared { #expect(format.file == format.type + ".swift") }
        #expect(declared.map(\.type).sorted() == FileFormats.all.map { "\(type(of: $0))" })
    }

    @Test func `the list is in alphabetical order, ids are unique and spelled alike`() {
        let types = FileFormats.all.map { "\(type(of: $0))" }
        #expect(types == types.sorted())
        let ids = FileFormats.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil) }
        for suffix in FileFormats.all.flatMap(\.extensions) { #expect(suffix == suffix.lowercased()) }
    }

    @Test func `no format claims an empty file, zeros, or plain prose`() {
        for format in FileFormats.all {
            for bytes in [[], [UInt8](repeating: 0, count: 300), Array("Dear Sir,\nthe device broke.\n".utf8)] {
                let sniff = format.sniff(bytes.span, TextHead(bytes.span))
                #expect(sniff.confidence == .none, "\(format.id)")
                #expect(!sniff.reason.isEmpty, "\(format.id)")
            }
        }
    }

    @Test(arguments: Fixtures.all) func `no other format claims a fixture with equal right`(name: String) throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(name))))
        let reading = BytesReading(bytes.span, FileSource(name: name), nil)
        let choice = try #require(reading.choice)
        #expect(name.hasPrefix(choice.format.id + "/"))
        // An extension may decide between two that are merely possible; signatures must not collide.
        if choice.sniff.confidence == .certain {
            #expect(choice.others.allSatisfy { $0.sniff.confidence < .certain }, "\(choice.others.map(\.format.id))")
        }
    }
}
