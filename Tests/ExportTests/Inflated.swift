import Archives

/// What zlib packed, unpacked by the reader of gzip.
enum Inflated {
    /// The text of a zlib stream.
    static func text(_ zlib: [UInt8]) throws -> String {
        // gzip's head for zlib's; its sum at the end is not known, which the reader tells after handing over the text.
        let bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Array(zlib.dropFirst(2).dropLast(4))
        return String(decoding: try Gzip.expand(bytes.span).bytes, as: UTF8.self)
    }
}
