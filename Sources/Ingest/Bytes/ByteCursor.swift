internal import Findings

/// Reads numbers and texts of a binary file one after another; never beyond its end.
///
/// Holds a place only; the bytes come with each call, as with `LineScanner`. Every read that the file is too short
/// for throws `binary.short` with the byte where it happened, so a reader needs no checks of its own.
struct ByteCursor {
    /// The order of the bytes of a number.
    enum Order { case little, big }

    /// The file, for findings.
    var source: FileSource
    /// The order of bytes.
    var order: Order
    /// Where the next read begins.
    var offset: Int

    /// Starts at a place.
    init(_ source: FileSource, _ order: Order, at offset: Int = 0) {
        self.source = source
        self.order = order
        self.offset = offset
    }

    /// How many bytes are left.
    func left(_ bytes: Span<UInt8>) -> Int { max(0, bytes.count - offset) }

    /// Claims `count` bytes and goes past them.
    /// - Parameter what: what they are, for the finding.
    mutating func take(_ count: Int, _ what: String, _ bytes: Span<UInt8>) throws(Failure) -> Range<Int> {
        guard offset >= 0, count >= 0, count <= left(bytes) else {
            throw Failure(.short(source, what, offset: offset, wanted: count, left: left(bytes)))
        }
        defer { offset += count }
        return offset..<offset + count
    }

    /// Goes past `count` bytes.
    mutating func skip(_ count: Int, _ what: String, _ bytes: Span<UInt8>) throws(Failure) {
        _ = try take(count, what, bytes)
    }

    /// An unsigned number of 1 to 8 bytes.
    mutating func unsigned(_ width: Int, _ what: String, _ bytes: Span<UInt8>) throws(Failure) -> UInt64 {
        let range = try take(width, what, bytes)
        return Self.unsigned(bytes, range, order)
    }

    /// An unsigned byte.
    mutating func uint8(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> UInt8 {
        UInt8(truncatingIfNeeded: try unsigned(1, what, bytes))
    }

    /// An unsigned number of two bytes.
    mutating func uint16(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> UInt16 {
        UInt16(truncatingIfNeeded: try unsigned(2, what, bytes))
    }

    /// An unsigned number of four bytes.
    mutating func uint32(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> UInt32 {
        UInt32(truncatingIfNeeded: try unsigned(4, what, bytes))
    }

    /// A signed number of two bytes.
    mutating func int16(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> Int16 {
        Int16(bitPattern: try uint16(what, bytes))
    }

    /// A signed number of four bytes.
    mutating func int32(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> Int32 {
        Int32(bitPattern: try uint32(what, bytes))
    }

    /// A single-precision number.
    mutating func float32(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> Float {
        Float(bitPattern: try uint32(what, bytes))
    }

    /// A double-precision number.
    mutating func float64(_ what: String, _ bytes: Span<UInt8>) throws(Failure) -> Double {
        Double(bitPattern: try unsigned(8, what, bytes))
    }

    /// Double-precision numbers in a row; their room is checked before any is made.
    mutating func float64s(_ count: Int, _ what: String, _ bytes: Span<UInt8>) throws(Failure) -> [Double] {
        let count = try checked(count, of: 8, what, bytes)
        let range = try take(count * 8, what, bytes)
        return (0..<count).map { i in
            let start = range.lowerBound + 8 * i
            return Double(bitPattern: Self.unsigned(bytes, start..<start + 8, order))
        }
    }

    /// A text of a known length, without what follows its first zero byte; UTF-8, else Windows-1252.
    mutating func text(_ length: Int, _ what: String, _ bytes: Span<UInt8>) throws(Failure) -> String {
        let range = try take(length, what, bytes)
        var end = range.lowerBound
        while end < range.upperBound, bytes[end] != 0 { end += 1 }
        return TextBytes.string(bytes, range.lowerBound..<end)
    }

    /// A declared count, once the file is long enough for so many items from here on.
    ///
    /// - Throws: `binary.declared` where it is negative or the file is too short, before any room is taken.
    func checked(
        _ count: some BinaryInteger, of size: Int, _ what: String, _ bytes: Span<UInt8>
    ) throws(Failure) -> Int {
        guard let whole = Int(exactly: count), whole >= 0, size > 0, whole <= left(bytes) / size else {
            throw Failure(.declared(source, what, "\(count)", offset: offset, size: size, left: left(bytes)))
        }
        return whole
    }

    /// A number from bytes that are there.
    private static func unsigned(_ bytes: Span<UInt8>, _ range: Range<Int>, _ order: Order) -> UInt64 {
        var value: UInt64 = 0
        for i in 0..<range.count {
            let at = order == .big ? range.lowerBound + i : range.upperBound - 1 - i
            value = value << 8 | UInt64(bytes[at])
        }
        return value
    }
}

/// What can be wrong with a binary file.
enum BinaryFindings {
    static let short = FindingKind(
        "binary.short", .error, "A binary file ends before something that its layout requires: it was cut off.")
    static let declared = FindingKind(
        "binary.declared", .error, "A binary file declares more items than it has room for: it is damaged or cut off.")
    static let layout = FindingKind(
        "binary.layout", .error, "A binary file is not laid out as its signature promises, so nothing in it is certain."
    )
    static let all = [short, declared, layout]
}

extension Finding {
    fileprivate static func short(
        _ source: FileSource, _ what: String, offset: Int, wanted: Int, left: Int
    ) -> Finding {
        Finding(
            BinaryFindings.short,
            "\(what) takes \(wanted) bytes from byte \(offset + 1) on, the file has \(left) there", at: source.at(),
            fix: "copy the file again from the instrument")
    }

    fileprivate static func declared(
        _ source: FileSource, _ what: String, _ count: String, offset: Int, size: Int, left: Int
    ) -> Finding {
        Finding(
            BinaryFindings.declared,
            "\(count) × \(what) of \(size) bytes are declared at byte \(offset + 1), the file has \(left) bytes there",
            at: source.at(), fix: "copy the file again from the instrument")
    }

    /// A binary file whose parts do not fit together; `what` names the byte.
    static func layout(_ source: FileSource, _ what: String) -> Finding {
        Finding(
            BinaryFindings.layout, what, at: source.at(),
            fix: "copy the file again, or export it as text from the instrument's program")
    }
}
