/// Real numbers laid out in blocks of four, as `ComplexRows` are: what rows are multiplied by or compared with.
public struct LaneRow: Sendable {
    /// How many numbers there are; the last block may have more lanes.
    public let count: Int
    let blocks: [SIMD4<Double>]

    /// Lays numbers out; lanes beyond the last number hold `filler`.
    public init(_ values: [Double], filler: Double) {
        count = values.count
        blocks = (0..<(values.count + 3) / 4).map { block in
            var lanes = SIMD4(repeating: filler)
            for lane in 0..<min(4, values.count - 4 * block) { lanes[lane] = values[4 * block + lane] }
            return lanes
        }
    }

    @inline(__always)
    func read(_ body: (UnsafePointer<SIMD4<Double>>) -> Void) {
        unsafe blocks.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe body(start)
        }
    }
}

/// What the two parts of complex numbers are multiplied by, in lanes: no weight beyond the last number.
public struct LaneWeights: Sendable {
    /// Of real parts.
    public let real: LaneRow
    /// Of imaginary parts.
    public let imaginary: LaneRow

    /// Lays weights out.
    public init(real: [Double], imaginary: [Double]) {
        self.real = LaneRow(real, filler: 0)
        self.imaginary = LaneRow(imaginary, filler: 0)
    }

    @inline(__always)
    func read(_ body: (UnsafePointer<SIMD4<Double>>, UnsafePointer<SIMD4<Double>>) -> Void) {
        unsafe real.read { re in unsafe imaginary.read { im in unsafe body(re, im) } }
    }
}
