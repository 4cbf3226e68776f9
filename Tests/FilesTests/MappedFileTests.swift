import Files
import Findings
import Foundation
import Testing

@Suite struct MappedFileTests {
    @Test func `a small file is copied whole`() throws {
        let scratch = try ScratchFolder()
        let file = try MappedFile(try scratch.file("a.txt", "hello"))
        #expect(file.count == 5)
        #expect(file.prefix(100) == Array("hello".utf8))
        #expect(file.prefix(2) == Array("he".utf8))
    }

    @Test func `a large file is mapped whole`() throws {
        let scratch = try ScratchFolder()
        let text = String(repeating: "0123456789", count: 100_000)
        let file = try MappedFile(try scratch.file("a.txt", text))
        #expect(file.count == 1_000_000)
        let sum = file.withBytes { bytes in
            var sum = 0
            for i in bytes.indices { sum += Int(bytes[i]) }
            return sum
        }
        #expect(sum == 100_000 * (48...57).reduce(0, +))
    }

    @Test func `an empty file has no bytes and is no fault`() throws {
        let scratch = try ScratchFolder()
        let file = try MappedFile(try scratch.file("empty"))
        #expect(file.count == 0)
        #expect(file.prefix(10).isEmpty)
    }

    @Test func `a missing file names the path and the reason`() throws {
        #expect {
            _ = try MappedFile("/no/such/file.txt").count
        } throws: { error in
            let finding = (error as? Failure)?.findings.first
            return finding?.code == "file.missing" && finding?.position?.file == "/no/such/file.txt"
        }
    }

    @Test func `a folder is refused in words`() throws {
        let scratch = try ScratchFolder()
        #expect {
            _ = try MappedFile(scratch.path).count
        } throws: { error in
            let finding = (error as? Failure)?.findings.first
            return finding?.code == "file.unreadable" && finding?.message.contains("is a folder") == true
        }
    }

    @Test func `many files in turn leak no descriptor`() throws {
        let scratch = try ScratchFolder()
        let path = try scratch.file("a.txt", "x")
        for _ in 0..<3000 { _ = try MappedFile(path).count }
        #expect(try MappedFile(path).count == 1)
    }
}
