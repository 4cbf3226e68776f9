import Foundation
import TestSupport
import Testing

/// Finding kinds stand beside the code that finds them; `pinch list findings` must know each.
@Suite struct FindingListTests {
    /// The codes that the sources define, with the files that do.
    private func defined() throws -> [String: [String]] {
        let root = SampleFiles.path("Sources")
        let definition = try Regex(#"FindingKind\(\s*"([^"]+)""#)
        var files: [String: [String]] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init()
        where path.hasSuffix(".swift") {
            let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
            for match in text.matches(of: definition) {
                files[String(match.output[1].substring ?? ""), default: []].append(path)
            }
        }
        return files
    }

    @Test func `every finding kind that the sources define is listed, and none twice`() throws {
        let run = try PinchRun.run(["list", "findings", "--markdown"])
        let rows = run.text.split(separator: "\n").dropFirst(2)
        let listed = Set(rows.compactMap { $0.split(separator: "|").first?.trimmingCharacters(in: .whitespaces) })
        let defined = try defined()
        #expect(defined.count > 100)
        for (code, files) in defined.sorted(by: { $0.key < $1.key }) {
            #expect(files.count == 1, "\(code) is defined in \(files)")
            #expect(listed.contains(code), "\(code) of \(files) misses in its module's list")
        }
        #expect(listed.count == defined.count)
    }
}
