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

    @Test func `pages that were let go come back as they were`() throws {
        let scratch = try ScratchFolder()
        let text = Array(String(repeating: "0123456789", count: 100_000).utf8)
        let file = try MappedFile(try scratch.file("a.txt", String(decoding: text, as: UTF8.self)))
        file.withBytes { bytes in
            MappedPages.release(bytes)
            MappedPages.release(bytes.extracting(5000..<20_000))
        }
        #expect(file.prefix(.max) == text)
    }

    @Test func `memory that is no mapped file is never let go`() {
        let own = [UInt8](repeating: 7, count: 1 << 20)
        MappedPages.release(own.span)
        #expect(own.allSatisfy { $0 == 7 })
    }

    @Test func `the digest of a large file is the digest of its bytes`() throws {
        // FIPS 180-4: one million times the letter a.
        let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hex(of: [UInt8](repeating: 0x61, count: 1_000_000)) == million)
        #expect(SHA256.hex(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let scratch = try ScratchFolder()
        let file = try MappedFile(try scratch.file("a.txt", String(repeating: "a", count: 1_000_000)))
        let hashes = file.withBytes { bytes in [SHA256.hex(of: bytes), SHA256.hex(of: bytes)] }
        #expect(hashes == [million, million])
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
