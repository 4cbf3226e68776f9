/// The resolution that a PNG states, so that programs place the image at the page's size; Cairo does not write it.
enum PNGResolution {
    /// The bytes of a PNG with its resolution put in after the header (PNG specification, 11.3.5.3).
    static func stating(dpi: Double, in png: [UInt8]) -> [UInt8] {
        // Signature of 8 bytes; header of 4 bytes of length, 4 of type, 13 of data, 4 of checksum.
        let headerEnd = 33
        guard png.count > headerEnd, dpi > 0, dpi < 1e6 else { return png }
        let perMeter = UInt32((dpi / 0.0254).rounded())
        let content = Array("pHYs".utf8) + bytes(perMeter) + bytes(perMeter) + [1]
        let chunk = bytes(9) + content + bytes(checksum(content))
        return Array(png[..<headerEnd]) + chunk + png[headerEnd...]
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 bit by bit, as a chunk this short allows (PNG specification, 5.5).
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }
}
