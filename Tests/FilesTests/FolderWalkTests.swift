import Files
import Findings
import Foundation
import Testing

@Suite struct FolderWalkTests {
    @Test func `files come sorted by bytes, whatever the order of writing`() throws {
        let scratch = try ScratchFolder()
        for name in ["b/2", "a/x/1", "a.txt", "B", "a/3"] { _ = try scratch.file(name) }
        #expect(try FolderWalk.files(under: scratch.path) == ["B", "a.txt", "a/3", "a/x/1", "b/2"])
        let top = try FolderWalk.listing(scratch.path)
        #expect(top.files == ["B", "a.txt"])
        #expect(top.folders == ["a", "b"])
    }

    @Test func `a loop of links is entered once`() throws {
        let scratch = try ScratchFolder()
        _ = try scratch.file("a/1")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/a/back", withDestinationPath: scratch.path)
        #expect(try FolderWalk.files(under: scratch.path) == ["a/1"])
    }

    @Test func `a missing folder is a failure`() {
        #expect(throws: Failure.self) { try FolderWalk.files(under: "/no/such/folder") }
    }
}

@Suite struct FilePathTests {
    @Test(
        arguments: [
            ("a/b/c.txt", "c.txt", "a/b", "c", "txt"), ("c.TXT", "c.TXT", ".", "c", "txt"),
            ("/x", "x", "/", "x", ""), ("a/b/", "b", "a", "b", ""), (".hidden", ".hidden", ".", ".hidden", ""),
            ("a.b.csv", "a.b.csv", ".", "a.b", "csv"),
        ]) func `parts of a path`(path: String, name: String, parent: String, stem: String, suffix: String)
    {
        #expect(FilePath.name(path) == name)
        #expect(FilePath.parent(path) == parent)
        #expect(FilePath.stem(path) == stem)
        #expect(FilePath.suffix(path) == suffix)
    }

    @Test func `joining keeps absolute paths and drops a bare dot`() {
        #expect(FilePath.join("a", "b") == "a/b")
        #expect(FilePath.join("a/", "b") == "a/b")
        #expect(FilePath.join(".", "b") == "b")
        #expect(FilePath.join("a", "/b") == "/b")
    }
}

@Suite struct SHA256Tests {
    @Test func `the standard's own examples`() {
        // FIPS 180-4, example messages.
        #expect(
            SHA256.hex(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            SHA256.hex(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}

@Suite struct FilesFindingsTests {
    @Test func `every kind has a code of its own and a meaning`() {
        #expect(Set(FilesFindings.all.map(\.code)).count == FilesFindings.all.count)
        #expect(FilesFindings.all.allSatisfy { !$0.meaning.isEmpty })
    }
}
