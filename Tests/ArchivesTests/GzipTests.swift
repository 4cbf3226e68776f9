import Foundation
import Testing

@testable import Archives

@Suite struct GzipTests {
    private func expand(_ bytes: [UInt8]) throws(ArchiveFault) -> (bytes: [UInt8], fault: ArchiveFault?) {
        try Gzip.expand(bytes.span)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] { try packed(bytes, by: "gzip", ["-n", "-9"]) }

    @Test func `what gzip packed comes out whole`() throws {
        let text = Array((0..<20_000).map { "\($0),\(Double($0) * 1e-6)\n" }.joined().utf8)
        let (bytes, fault) = try expand(try gzip(text))
        #expect(bytes == text && fault == nil)
    }

    @Test func `members that follow one another are joined`() throws {
        let (bytes, fault) = try expand(try gzip([1, 2]) + gzip([3]))
        #expect(bytes == [1, 2, 3] && fault == nil)
    }

    @Test func `a cut file gives what came out before the cut, and says so`() throws {
        let text = Array((0..<20_000).map { "\($0 &* 7919 % 10007)\n" }.joined().utf8)
        let whole = try gzip(text)
        let (bytes, fault) = try expand(Array(whole[..<(whole.count / 2)]))
        #expect(!bytes.isEmpty && bytes == Array(text[..<bytes.count]))
        #expect(fault?.kind == .damaged)
    }

    @Test func `every cut and every flipped byte ends in bytes or a fault`() throws {
        let whole = try gzip(Array("Voltage (V),Current (A)\n0,1\n".utf8))
        for end in whole.indices {
            do { _ = try expand(Array(whole[..<end])) } catch { #expect(!error.message.isEmpty) }
            var damaged = whole
            damaged[end] ^= 0x55
            do { _ = try expand(damaged) } catch { #expect(!error.message.isEmpty) }
        }
    }

    @Test func `a bomb is refused before it fills the memory`() throws {
        let bomb = try gzip([UInt8](repeating: 0x30, count: 40_000_000))
        #expect(bomb.count < 50_000)
        do {
            _ = try expand(bomb)
            Issue.record("the bomb went off")
        } catch { #expect(error.kind == .tooLarge) }
    }
}

@Suite struct ZipArchiveTests {
    private func zip(_ files: [String: String]) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pinch-zip-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            import sys, json, zipfile
            files = json.load(sys.stdin)
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
                for name in sorted(files): z.writestr(name, files[name])
            """
        let path = folder.appendingPathComponent("a.zip").path
        _ = try packed(Array(try JSONEncoder().encode(files)), by: "python3", ["-c", script, path])
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// All entries with their bytes; outside the tests, as an owner without copies does not pass through `#expect`.
    private func unzip(
        _ bytes: [UInt8], _ limits: ExpansionLimits = ExpansionLimits()
    ) throws(ArchiveFault) -> [String: [UInt8]] {
        let archive = try ZipArchive(bytes.span, limits: limits)
        var files: [String: [UInt8]] = [:]
        for entry in archive.entries { files[entry.name] = try archive.bytes(of: entry) }
        return files
    }

    private func fault(_ bytes: [UInt8], _ limits: ExpansionLimits = ExpansionLimits()) -> ArchiveFault? {
        do {
            _ = try unzip(bytes, limits)
            return nil
        } catch { return error }
    }

    @Test func `entries come out by name`() throws {
        let files = try unzip(try zip(["a.csv": "1,2\n", "b/c.txt": "three"]))
        #expect(files == ["a.csv": Array("1,2\n".utf8), "b/c.txt": Array("three".utf8)])
    }

    @Test func `a damaged archive is a fault, whatever is damaged`() throws {
        let whole = try zip(["a.csv": String(repeating: "1,2\n", count: 50)])
        for at in whole.indices {
            var damaged = whole
            damaged[at] ^= 0xA5
            for bytes in [damaged, Array(whole[..<at])] {
                if let fault = fault(bytes) { #expect(!fault.message.isEmpty) }
            }
        }
        #expect(fault(Array(whole[..<40]))?.kind == .damaged)
    }

    @Test func `a bomb and a crowd are refused`() throws {
        let bomb = fault(try zip(["zeros": String(repeating: "0", count: 40_000_000)]))
        #expect(bomb?.kind == .tooLarge)
        var limits = ExpansionLimits()
        limits.mostEntries = 1
        let crowd = fault(try zip(["a": "1", "b": "2"]), limits)
        #expect(crowd?.kind == .tooLarge)
    }
}

/// What a program of the system makes of bytes on its standard input.
func packed(_ bytes: [UInt8], by program: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let writer = Thread {
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
        try? input.fileHandleForWriting.close()
    }
    writer.start()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(result)
}
