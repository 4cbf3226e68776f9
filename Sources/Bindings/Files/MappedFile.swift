public import Findings
internal import Glibc

/// A whole file's bytes, read-only, for as long as the value lives.
///
/// Large files are mapped, small ones and pipes are copied: a mapping costs more than it saves below some pages.
/// The descriptor is closed before the initializer returns.
/// - Edge cases: an empty file has no bytes and is no fault. A large file that another program cuts short while it
///   is mapped ends the process by a signal, as in every program that maps files.
@safe
public struct MappedFile: ~Copyable {
    /// Path as given.
    public let path: String
    /// Number of bytes.
    public let count: Int
    private let start: UnsafeMutableRawPointer?
    private let isMapped: Bool

    /// Files of at least this many bytes are mapped.
    static let mappedFrom = 1 << 18

    /// Opens and takes in a file.
    ///
    /// - Throws: `file.missing`, `file.unreadable` (a folder, no permission, an input error), with the system's reason.
    public init(_ path: String) throws(Failure) {
        self.path = path
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(.cannotRead(path, errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(.cannotRead(path, errno)) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw Failure(.isFolder(path)) }
        // A device may give bytes for ever (/dev/zero); a pipe ends with its writer.
        let isDevice = status.st_mode & S_IFMT == S_IFCHR || status.st_mode & S_IFMT == S_IFBLK
        guard !isDevice else { throw Failure(.isDevice(path)) }
        let size = Int(status.st_size)
        if status.st_mode & S_IFMT == S_IFREG, size >= Self.mappedFrom {
            let area = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard let area = unsafe area, unsafe area != MAP_FAILED else { throw Failure(.cannotRead(path, errno)) }
            unsafe madvise(area, size, MADV_SEQUENTIAL)
            unsafe start = area
            count = size
            isMapped = true
            unsafe MappedPages.add(area, size)
        } else {
            let bytes = try Self.readAll(descriptor, expecting: size, path: path)
            let area = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
            unsafe bytes.withUnsafeBytes { source in
                if let first = source.baseAddress { unsafe area.copyMemory(from: first, byteCount: source.count) }
            }
            unsafe start = area
            count = bytes.count
            isMapped = false
        }
    }

    deinit {
        guard let start = unsafe start else { return }
        guard isMapped else { return unsafe start.deallocate() }
        unsafe MappedPages.remove(start)
        unsafe munmap(start, count)
    }

    /// Lends the bytes to `body`.
    public borrowing func withBytes<Result: ~Copyable, Fault: Error>(
        _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        let buffer = unsafe UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self), count: count)
        return try body(unsafe Span(_unsafeElements: buffer))
    }

    /// A copy of the first bytes, at most `limit`.
    public borrowing func prefix(_ limit: Int) -> [UInt8] {
        withBytes { bytes in
            var copy: [UInt8] = []
            let wanted = min(max(0, limit), bytes.count)
            copy.reserveCapacity(wanted)
            for i in 0..<wanted { copy.append(bytes[i]) }
            return copy
        }
    }

    private static func readAll(_ descriptor: Int32, expecting size: Int, path: String) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var chunk = [UInt8](repeating: 0, count: min(max(4096, size + 1), 1 << 20))
        while true {
            let got = unsafe chunk.withUnsafeMutableBytes { area in
                unsafe read(descriptor, area.baseAddress, area.count)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw Failure(.cannotRead(path, errno)) }
            if got == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<got])
        }
    }
}

extension Finding {
    /// A file that the system will not open or read.
    static func cannotRead(_ path: String, _ number: Int32) -> Finding {
        let position = SourcePosition(file: path)
        if number == ENOENT || number == ENOTDIR {
            return Finding(
                FilesFindings.missing, "\"\(path)\" does not exist", at: position, fix: "check the path's spelling")
        }
        let reason = SystemReason.text(number)
        return Finding(
            FilesFindings.unreadable, "cannot read \"\(path)\": \(reason)", at: position,
            fix: number == EACCES ? "give yourself the right to read it (chmod u+r)" : nil)
    }

    /// A device where a file was expected.
    static func isDevice(_ path: String) -> Finding {
        Finding(
            FilesFindings.unreadable, "\"\(path)\" is a device, a file was expected", at: SourcePosition(file: path),
            fix: "name a file")
    }

    /// A folder where a file was expected.
    static func isFolder(_ path: String) -> Finding {
        Finding(
            FilesFindings.unreadable, "\"\(path)\" is a folder, a file was expected", at: SourcePosition(file: path),
            fix: "name a file inside it")
    }
}
