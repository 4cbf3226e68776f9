/// What is wrong with a compressed file, in words without its name.
public struct ArchiveFault: Error, Sendable, Hashable {
    /// What kind of fault it is.
    public enum Kind: Sendable, Hashable {
        /// The bytes are not what their signature promises: cut off, or damaged.
        case damaged
        /// What would come out is more than the limits allow.
        case tooLarge
        /// Encrypted, or compressed by a method that is not read.
        case unsupported
    }

    /// The kind.
    public var kind: Kind
    /// What was found, and what was expected.
    public var message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// How much may come out of a compressed file.
///
/// A few kilobytes can expand to gigabytes (a "zip bomb"); tables of numbers shrink to a tenth, rarely to a fiftieth.
public struct ExpansionLimits: Sendable, Hashable {
    /// No more bytes than this come out of one file.
    public var mostBytes = 1 << 29
    /// No more than this many times the compressed size, once more than ``freeBytes`` came out.
    public var mostRatio = 250
    /// Up to here no ratio is asked for: constant columns shrink very well.
    public var freeBytes = 1 << 24
    /// Archives with more entries are refused.
    public var mostEntries = 4096

    /// The usual limits: 512 MiB, 250 times, 4096 entries.
    public init() {}

    /// The most that `compressed` bytes may expand to.
    public func most(of compressed: Int) -> Int {
        let (product, overflow) = compressed.multipliedReportingOverflow(by: mostRatio)
        return min(mostBytes, max(freeBytes, overflow ? .max : product))
    }
}
