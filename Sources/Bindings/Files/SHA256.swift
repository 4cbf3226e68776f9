internal import CCrypto

/// SHA-256 by libcrypto.
public enum SHA256 {
    /// The digest of bytes as 64 lower-case hexadecimal digits.
    ///
    /// - Returns: an empty text if libcrypto refuses (it has no reason to; a report then says that the hash is absent).
    /// - Source: FIPS 180-4.
    public static func hex(of bytes: Span<UInt8>) -> String {
        guard let context = unsafe EVP_MD_CTX_new() else { return "" }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return "" }
        var offset = 0
        while offset < bytes.count {
            let piece = bytes.extracting(offset..<min(bytes.count, offset + MappedPages.stride))
            let status = unsafe piece.withUnsafeBufferPointer { source in
                unsafe EVP_DigestUpdate(context, source.baseAddress, source.count)
            }
            guard status == 1 else { return "" }
            MappedPages.release(piece)
            offset += piece.count
        }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        let status = unsafe digest.withUnsafeMutableBufferPointer { area in
            unsafe EVP_DigestFinal_ex(context, area.baseAddress, &length)
        }
        guard status == 1 else { return "" }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest.prefix(Int(length)) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digest of an array of bytes.
    public static func hex(of bytes: [UInt8]) -> String { hex(of: bytes.span) }
}
