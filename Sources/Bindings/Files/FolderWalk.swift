public import Findings
internal import Glibc

/// What a folder holds, in an order that is the same on every machine.
public enum FolderWalk {
    /// A folder's direct contents.
    public struct Listing: Sendable, Hashable {
        /// Names of the files, by their bytes.
        public var files: [String]
        /// Names of the folders, by their bytes.
        public var folders: [String]
    }

    /// The names directly inside a folder, without `.` and `..`; links are followed, dead ones count as files.
    ///
    /// - Throws: `file.missing`, `file.unreadable` with the system's reason.
    public static func listing(_ folder: String) throws(Failure) -> Listing {
        guard let stream = unsafe opendir(folder) else {
            let reason = errno
            if reason == ENOTDIR {
                throw Failure(
                    Finding(
                        FilesFindings.unreadable, "\"\(folder)\" is not a folder", at: SourcePosition(file: folder)))
            }
            throw Failure(.cannotRead(folder, reason))
        }
        defer { unsafe closedir(stream) }
        var found = Listing(files: [], folders: [])
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { area in
                unsafe area.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            if FilePath.kind(FilePath.join(folder, name)) == .folder {
                found.folders.append(name)
            } else {
                found.files.append(name)
            }
        }
        found.files.sort(by: precedes)
        found.folders.sort(by: precedes)
        return found
    }

    /// All files under a folder, as paths relative to it, sorted by their bytes.
    ///
    /// A folder that is reached again through a link (a loop) is entered once.
    /// - Throws: `file.missing`, `file.unreadable` with the system's reason.
    public static func files(under folder: String) throws(Failure) -> [String] {
        var found: [String] = []
        var visited: Set<String> = []
        try collect(folder, prefix: "", visited: &visited, into: &found)
        return found.sorted(by: precedes)
    }

    private static func collect(
        _ folder: String, prefix: String, visited: inout Set<String>, into found: inout [String]
    ) throws(Failure) {
        guard visited.insert(FilePath.canonical(folder)).inserted else { return }
        let listing = try listing(folder)
        found += listing.files.map { prefix + $0 }
        for name in listing.folders {
            try collect(FilePath.join(folder, name), prefix: prefix + name + "/", visited: &visited, into: &found)
        }
    }

    /// Order by bytes, which no locale changes.
    public static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
