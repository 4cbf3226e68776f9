import Files
import Findings
import Foundation
import Testing

@Suite struct AtomicWriteTests {
    @Test func `what is written is read again and replaces what was there`() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/out.bin"
        try AtomicWrite.write([1, 2, 3], to: path)
        try AtomicWrite.write([4, 5], to: path)
        #expect(try MappedFile(path).prefix(10) == [4, 5])
        #expect(try FolderWalk.files(under: scratch.path) == ["out.bin"], "nothing is left beside it")
    }

    @Test func `parent folders are made on request only`() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path + "/a/b/out.txt"
        #expect(throws: Failure.self) { try AtomicWrite.write("x", to: path) }
        try AtomicWrite.write("x", to: path, creatingFolders: true)
        #expect(try MappedFile(path).prefix(10) == Array("x".utf8))
    }

    @Test func `a fault leaves nothing behind and says why`() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.path + "/taken"
        try AtomicWrite.makeFolder(folder)
        #expect {
            try AtomicWrite.write("x", to: folder)
        } throws: { error in
            let finding = (error as? Failure)?.findings.first
            return finding?.code == "file.unwritable" && finding?.message.contains("directory") == true
        }
        #expect(try FolderWalk.files(under: scratch.path).isEmpty)
    }

    @Test func `a folder that exists is made without a word, one under a file is refused`() throws {
        let scratch = try ScratchFolder()
        try AtomicWrite.makeFolder(scratch.path)
        let file = try scratch.file("plain")
        #expect(throws: Failure.self) { try AtomicWrite.makeFolder(file + "/below") }
    }
}
