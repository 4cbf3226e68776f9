public import Findings
internal import Glibc

/// Writes whole files or nothing: aside, synced, then renamed.
public enum AtomicWrite {
    /// Writes `bytes` to `path`, replacing what was there.
    ///
    /// The bytes go to a file of another name in the same folder, are synced, and then take the name in one step, so
    /// that a reader sees the old file or the new one. On a fault nothing is left behind. A link stays a link, what it
    /// leads to is replaced; a pipe or a device is written to, never replaced.
    /// - Parameter creatingFolders: whether missing parent folders are made.
    /// - Throws: `file.unwritable` with the system's reason.
    public static func write(_ bytes: [UInt8], to path: String, creatingFolders: Bool = false) throws(Failure) {
        if creatingFolders { try makeFolder(FilePath.parent(path)) }
        if FilePath.isSpecial(path) { return try writeThrough(bytes, to: path) }
        let target = FilePath.kind(path) == .file ? FilePath.canonical(path) : path
        let (descriptor, aside) = try openAside(target, shownAs: path)
        var fault: Int32 = 0
        if !DescriptorWrite.all(bytes, to: descriptor) { fault = errno }
        // Pipes and the like cannot be synced, which is no loss of theirs.
        if fault == 0, fsync(descriptor) != 0, errno != EINVAL { fault = errno }
        if close(descriptor) != 0, fault == 0 { fault = errno }
        if fault == 0, unsafe rename(aside, target) != 0 { fault = errno }
        guard fault != 0 else { return }
        unsafe unlink(aside)
        throw Failure(.cannotWrite(path, fault))
    }

    /// Writes a text as UTF-8.
    public static func write(_ text: String, to path: String, creatingFolders: Bool = false) throws(Failure) {
        try write(Array(text.utf8), to: path, creatingFolders: creatingFolders)
    }

    /// Makes a folder with all its parents; one that exists is fine.
    ///
    /// - Throws: `file.unwritable` with the system's reason.
    public static func makeFolder(_ path: String) throws(Failure) {
        guard !path.isEmpty, FilePath.kind(path) != .folder else { return }
        let parent = FilePath.parent(path)
        if parent != path { try makeFolder(parent) }
        guard unsafe mkdir(path, 0o777) == 0 || (errno == EEXIST && FilePath.kind(path) == .folder) else {
            throw Failure(.cannotWrite(path, errno))
        }
    }

    /// Writes into a pipe or a device, which no other file can stand in for.
    private static func writeThrough(_ bytes: [UInt8], to path: String) throws(Failure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(.cannotWrite(path, errno)) }
        var fault: Int32 = 0
        if !DescriptorWrite.all(bytes, to: descriptor) { fault = errno }
        if close(descriptor) != 0, fault == 0 { fault = errno }
        if fault != 0 { throw Failure(.cannotWrite(path, fault)) }
    }

    /// Opens a new file beside `path`; the name is free, so two processes never share one.
    private static func openAside(
        _ path: String, shownAs shown: String
    ) throws(Failure) -> (descriptor: Int32, aside: String) {
        if FilePath.kind(path) == .folder { throw Failure(.cannotWrite(shown, EISDIR)) }
        for attempt in 0..<1000 {
            let folder = FilePath.parent(path)
            let aside = FilePath.join(folder, ".\(FilePath.name(path)).\(getpid()).\(attempt).part")
            let descriptor = unsafe open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (descriptor, aside) }
            guard errno == EEXIST else { throw Failure(.cannotWrite(shown, errno)) }
        }
        throw Failure(.cannotWrite(shown, EEXIST))
    }
}

/// Writes every byte to a descriptor, however many calls that takes.
enum DescriptorWrite {
    /// Whether all bytes went out; on `false`, `errno` says why.
    static func all(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { area in
                unsafe Glibc.write(descriptor, area.baseAddress?.advanced(by: done), area.count - done)
            }
            if sent < 0 && errno == EINTR { continue }
            guard sent > 0 else { return false }
            done += sent
        }
        return true
    }
}

extension Finding {
    /// An output that the system will not take.
    static func cannotWrite(_ path: String, _ number: Int32) -> Finding {
        Finding(
            FilesFindings.unwritable, "cannot write \"\(path)\": \(SystemReason.text(number))",
            at: SourcePosition(file: path),
            fix: number == ENOSPC ? "free some space" : "choose another place with -o")
    }
}
