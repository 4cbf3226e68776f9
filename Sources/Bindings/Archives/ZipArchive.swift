internal import CZip
internal import Glibc

/// A zip archive in memory: its entries, and their bytes one at a time.
///
/// Owns libzip's handle and a copy of the bytes. Not Sendable: one archive, one lane.
@safe
public struct ZipArchive: ~Copyable {
    /// One file inside.
    public struct Entry: Sendable, Hashable {
        /// Path inside the archive.
        public var name: String
        /// Size that the archive declares, bytes; checked when it is read.
        public var size: Int
        /// Compressed size, bytes.
        public var compressed: Int
        /// Position in the archive.
        var index: UInt64

        /// Whether it is a folder.
        public var isFolder: Bool { name.hasSuffix("/") }
    }

    /// The entries, in the order of the archive.
    public let entries: [Entry]
    private let handle: OpaquePointer
    private let limits: ExpansionLimits

    /// Whether the bytes start like a zip archive.
    public static func isZip(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes[0] == 0x50 && bytes[1] == 0x4B && bytes[2] == 3 && bytes[3] == 4
    }

    /// Opens an archive.
    ///
    /// - Throws: what libzip says of damaged bytes; too many entries.
    public init(_ bytes: Span<UInt8>, limits: ExpansionLimits = ExpansionLimits()) throws(ArchiveFault) {
        // libzip frees the copy together with its source.
        guard let area = unsafe malloc(max(1, bytes.count)) else {
            throw ArchiveFault(.tooLarge, "there is no memory for \(bytes.count) bytes")
        }
        unsafe bytes.withUnsafeBytes { source in
            if let first = source.baseAddress { unsafe area.copyMemory(from: first, byteCount: source.count) }
        }
        var error = unsafe zip_error_t()
        unsafe zip_error_init(&error)
        defer { unsafe zip_error_fini(&error) }
        guard let source = unsafe zip_source_buffer_create(area, UInt64(bytes.count), 1, &error) else {
            unsafe free(area)
            throw ArchiveFault(.damaged, unsafe String(cString: zip_error_strerror(&error)))
        }
        guard let handle = unsafe zip_open_from_source(source, ZIP_RDONLY, &error) else {
            let words = unsafe String(cString: zip_error_strerror(&error))
            unsafe zip_source_free(source)
            throw ArchiveFault(.damaged, "the archive cannot be opened: \(words)")
        }
        do {
            unsafe entries = try Self.entries(handle, limits)
        } catch {
            unsafe zip_discard(handle)
            throw error
        }
        unsafe self.handle = handle
        self.limits = limits
    }

    deinit { unsafe zip_discard(handle) }

    private static func entries(_ handle: OpaquePointer, _ limits: ExpansionLimits) throws(ArchiveFault) -> [Entry] {
        let count = unsafe zip_get_num_entries(handle, 0)
        guard count <= limits.mostEntries else {
            throw ArchiveFault(.tooLarge, "the archive has \(count) entries, at most \(limits.mostEntries) are read")
        }
        var entries: [Entry] = []
        for index in 0..<UInt64(max(0, count)) {
            var status = unsafe zip_stat_t()
            guard unsafe zip_stat_index(handle, index, 0, &status) == 0, let name = unsafe status.name else { continue }
            entries.append(
                unsafe Entry(
                    name: String(cString: name), size: Int(clamping: status.size),
                    compressed: Int(clamping: status.comp_size), index: index))
        }
        return entries
    }

    /// The bytes of an entry.
    ///
    /// - Throws: a damaged, encrypted or too large entry; nothing is kept of it, as its checksum covers the whole.
    public borrowing func bytes(of entry: Entry) throws(ArchiveFault) -> [UInt8] {
        let most = limits.most(of: entry.compressed)
        guard entry.size <= most else {
            throw ArchiveFault(
                .tooLarge, "\"\(entry.name)\" declares \(entry.size) bytes, at most \(most) are read from it")
        }
        guard let file = unsafe zip_fopen_index(handle, entry.index, 0) else {
            let words = unsafe String(cString: zip_strerror(handle))
            throw ArchiveFault(.unsupported, "\"\(entry.name)\" cannot be opened: \(words)")
        }
        defer { unsafe zip_fclose(file) }
        var output: [UInt8] = []
        output.reserveCapacity(entry.size)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let made = unsafe chunk.withUnsafeMutableBytes { area in
                unsafe zip_fread(file, area.baseAddress, UInt64(area.count))
            }
            guard made >= 0 else {
                let words = unsafe String(cString: zip_file_strerror(file))
                throw ArchiveFault(.damaged, "\"\(entry.name)\" is damaged after \(output.count) bytes: \(words)")
            }
            if made == 0 { return output }
            guard output.count + Int(made) <= most else {
                throw ArchiveFault(.tooLarge, "more than \(most) bytes would come out of \"\(entry.name)\"")
            }
            output.append(contentsOf: chunk[..<Int(made)])
        }
    }
}
