internal import CZLib

/// Compresses into the format of zlib, which PDF takes as `FlateDecode`.
public enum Deflate {
    /// The bytes compressed.
    ///
    /// - Parameter level: 1 is fast, 9 is small.
    /// - Returns: `nil` only when memory is out.
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8]? {
        let most = compressBound(UInt(bytes.count))
        var count = UInt(most)
        var packed = [UInt8](repeating: 0, count: Int(most))
        let status = unsafe packed.withUnsafeMutableBufferPointer { output in
            unsafe bytes.withUnsafeBufferPointer { input in
                unsafe compress2(
                    output.baseAddress, &count, input.baseAddress, UInt(input.count), Int32(min(max(level, 1), 9)))
            }
        }
        guard status == Z_OK else { return nil }
        packed.removeLast(packed.count - Int(count))
        return packed
    }
}
