internal import CZLib

/// Expands gzip.
public enum Gzip {
    /// Whether the bytes start like gzip with its one known method.
    public static func isGzip(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// The bytes inside; members that follow one another are joined, as gzip itself does.
    ///
    /// - Parameter limits: what may come out.
    /// - Returns: the bytes, and what was wrong after them: what comes out before a fault is kept.
    /// - Throws: where nothing comes out, or too much.
    public static func expand(
        _ bytes: Span<UInt8>, limits: ExpansionLimits = ExpansionLimits()
    ) throws(ArchiveFault) -> (bytes: [UInt8], fault: ArchiveFault?) {
        let most = limits.most(of: bytes.count)
        var output: [UInt8] = []
        output.reserveCapacity(min(most, bytes.count * 4))
        var stream = unsafe z_stream()
        guard unsafe pinch_gunzip_begin(&stream) == Z_OK else { throw ArchiveFault(.damaged, "zlib cannot begin") }
        defer { unsafe inflateEnd(&stream) }
        let fault = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe inflateAll(&stream, input, into: &output, most: most)
        }
        if let fault, fault.kind == .tooLarge || output.isEmpty { throw fault }
        return (output, fault)
    }

    private static func inflateAll(
        _ stream: inout z_stream, _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], most: Int
    ) -> ArchiveFault? {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        // zlib counts in 32 bits and does not write to what `next_in` points at.
        let step = 1 << 30
        var given = 0
        unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        while true {
            if unsafe stream.avail_in == 0, given < input.count {
                unsafe stream.avail_in = UInt32(min(step, input.count - given))
                given += unsafe Int(stream.avail_in)
            }
            let (status, made) = unsafe chunk.withUnsafeMutableBufferPointer { area in
                unsafe stream.next_out = area.baseAddress
                unsafe stream.avail_out = UInt32(area.count)
                let status = unsafe inflate(&stream, Z_NO_FLUSH)
                return (status, unsafe area.count - Int(stream.avail_out))
            }
            guard output.count + made <= most else {
                return ArchiveFault(.tooLarge, "more than \(most) bytes would come out of \(input.count)")
            }
            output.append(contentsOf: chunk[..<made])
            let left = unsafe input.count - given + Int(stream.avail_in)
            switch status {
            case Z_STREAM_END:
                // Another member, or padding that every gzip passes over.
                guard left > 0, unsafe stream.next_in?.pointee == 0x1F else { return nil }
                guard unsafe inflateReset(&stream) == Z_OK else { return ArchiveFault(.damaged, "zlib cannot go on") }
            case Z_OK where made > 0 || left > 0: continue
            case Z_OK, Z_BUF_ERROR:
                return ArchiveFault(
                    .damaged, "the compressed data end after \(input.count) bytes, before their end mark")
            default:
                let words = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "status \(status)"
                return ArchiveFault(
                    .damaged, "the compressed data are damaged near byte \(input.count - left): \(words)")
            }
        }
    }
}
