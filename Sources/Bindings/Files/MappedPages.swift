internal import Glibc
internal import Synchronization

/// The pages of mapped files, so that those that were read need not stay in memory.
///
/// A reader walks a file of any size once; without a word the system counts every page that was touched to the
/// process until the file is closed.
public enum MappedPages {
    /// Bytes after which a reader should say how far it is.
    public static let stride = 1 << 20

    private static let page = UInt(max(4096, sysconf(Int32(_SC_PAGESIZE))))
    private static let areas = Mutex<[Range<UInt>]>([])

    /// Lets go of the pages wholly inside these bytes, if they are a mapped file's; of other memory nothing is.
    ///
    /// Bytes that are read again come back from the system's cache of the file, unchanged.
    public static func release(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let low = (UInt(bitPattern: start) + page - 1) / page * page
            let high = (UInt(bitPattern: start) + UInt(buffer.count)) / page * page
            guard low < high else { return }
            // Held while the system is told, so that the mapping cannot end meanwhile.
            areas.withLock { areas in
                guard areas.contains(where: { $0.lowerBound <= low && high <= $0.upperBound }) else { return }
                _ = unsafe madvise(UnsafeMutableRawPointer(bitPattern: low), Int(high - low), MADV_DONTNEED)
            }
        }
    }

    static func add(_ start: UnsafeMutableRawPointer, _ count: Int) {
        let low = UInt(bitPattern: start)
        areas.withLock { $0.append(low..<low + (UInt(count) + page - 1) / page * page) }
    }

    static func remove(_ start: UnsafeMutableRawPointer) {
        let low = UInt(bitPattern: start)
        areas.withLock { $0.removeAll { $0.lowerBound == low } }
    }
}
