internal import CMalloc
internal import Glibc

/// The heap of the main thread, on which a single device is read, diagnosed and drawn.
public enum Heap {
    /// Addresses kept ready for the heap, in bytes; what is not used costs no memory.
    static let reserve = 48 << 20
    /// The system's large page, in bytes (x86-64 and AArch64 with pages of 4 kB).
    static let largePage = 2 << 20

    /// Asks for large pages under the heap.
    ///
    /// A device touches 13 MB of heap. In pages of 4 kB each costs a trap into the kernel on first use, together
    /// about 6 % of the CPU time of a report; large pages make it a dozen traps. To be called once, before much is
    /// allocated. Where the system has no large pages to give, nothing changes.
    ///
    /// - Returns: the addresses for which large pages were granted; `nil` where none were.
    @discardableResult
    public static func useLargePages() -> Range<UInt>? {
        guard let start = end() else { return nil }
        // The heap grows by the reserve at once, so that whole large pages lie in it, and is not given back between
        // two devices. Naming one of these stops glibc from adapting the others, so all three are named.
        guard mallopt(M_TOP_PAD, Int32(reserve)) == 1,
            mallopt(M_TRIM_THRESHOLD, Int32(2 * reserve)) == 1,
            mallopt(M_MMAP_THRESHOLD, Int32(16 << 20)) == 1
        else { return nil }
        unsafe free(grow())
        guard let finish = end() else { return nil }
        let low = (start + UInt(largePage) - 1) / UInt(largePage) * UInt(largePage)
        let high = finish / UInt(largePage) * UInt(largePage)
        guard low < high, let address = unsafe UnsafeMutableRawPointer(bitPattern: low),
            unsafe madvise(address, Int(high - low), MADV_HUGEPAGE) == 0
        else { return nil }
        return low..<high
    }

    /// Where the heap ends now.
    private static func end() -> UInt? {
        // `sbrk` says -1 when it fails, which is no multiple of anything.
        let now = unsafe UInt(bitPattern: sbrk(0))
        return now == UInt.max || now == 0 ? nil : now
    }

    /// A block larger than what the heap has at the start.
    ///
    /// Seen together with the call that gives it back, the compiler would leave out both.
    @inline(never) @_optimize(none)
    private static func grow() -> UnsafeMutableRawPointer? { unsafe malloc(512 << 10) }
}
