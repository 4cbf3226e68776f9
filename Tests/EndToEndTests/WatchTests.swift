import Foundation
import TestSupport
import Testing

/// `pinch report --watch`.
@Suite struct WatchTests {
    private func template(_ word: String) -> String {
        "<report xmlns='urn:pinch:report:1' version='1'><p>\(word)</p></report>"
    }

    /// Waits until a condition holds; half a minute at most, for machines may be busy.
    private func wait(until holds: () -> Bool) -> Bool {
        for _ in 0..<300 {
            if holds() { return true }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return false
    }

    @Test func `a changed template is rendered again, a faulty one is told, Ctrl-C ends with status 0`() throws {
        let scratch = try Scratch()
        let file = try scratch.write("t.xml", template("one"))
        let out = scratch.path("o/R01-1.svg")
        let errors = scratch.path("errors")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: PinchRun.program)
        process.arguments = [
            "report", "SampleData/reference/R01", "--template", file, "--format", "svg", "-o", scratch.path("o"),
            "--depth", "screen", "--watch",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: SampleFiles.root)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        func said() -> String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }
        func rounds() -> Int { said().components(separatedBy: "watching for changes").count - 1 }
        #expect(wait { rounds() == 1 }, "\(said())")
        let first = try Data(contentsOf: URL(fileURLWithPath: out))

        try scratch.write("t.xml", template("another"))
        #expect(wait { rounds() == 2 }, "\(said())")
        let second = try Data(contentsOf: URL(fileURLWithPath: out))
        #expect(second != first)

        try scratch.write("t.xml", "<report")
        #expect(wait { rounds() == 3 }, "\(said())")
        #expect(said().contains("t.xml:1"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == second)

        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
