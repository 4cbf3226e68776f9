/// Rows of complex numbers of one length, real and imaginary parts apart, with the few operations that evaluating a
/// circuit at many frequencies needs.
///
/// Goals: correct (every row is checked before the first load), then fast: numbers go four by four. Products of parts
/// may overflow beyond 1e154; then the result is not finite, which callers look for.
public struct ComplexRows: Sendable {
    typealias Lanes = SIMD4<Double>

    /// Numbers in a row.
    public let width: Int
    /// Blocks of four in a row's real parts, and as many in its imaginary parts behind them.
    let blocks: Int
    private var cells: [Lanes]

    /// Rows of zeros.
    public init(rows: Int, width: Int) {
        self.width = width
        blocks = (width + 3) / 4
        cells = Array(repeating: .zero, count: rows * 2 * blocks)
    }

    /// A number of a row.
    public subscript(row: Int, index: Int) -> (real: Double, imaginary: Double) {
        get {
            let place = row * 2 * blocks + index / 4
            return (cells[place][index % 4], cells[place + blocks][index % 4])
        }
        set {
            let place = row * 2 * blocks + index / 4
            cells[place][index % 4] = newValue.real
            cells[place + blocks][index % 4] = newValue.imaginary
        }
    }

    /// Gives the lanes beyond the last number of a row its value, so that nothing there is infinite that is not elsewhere.
    public mutating func fillUp(_ row: Int) {
        guard width % 4 > 0 else { return }
        let last = self[row, width - 1]
        for index in width..<(4 * blocks) { self[row, index] = last }
    }

    /// Sets a row to a real number.
    public mutating func set(_ row: Int, to value: Double) {
        let n = blocks
        unsafe change(row) { re, im in
            for i in 0..<n {
                unsafe re[i] = Lanes(repeating: value)
                unsafe im[i] = .zero
            }
        }
    }

    /// Sets a row to `constant + i (rising x - falling p)`.
    public mutating func set(
        _ row: Int, constant: Double, rising: Double, _ x: LaneRow, falling: Double, _ p: LaneRow
    ) {
        precondition(x.count == width && p.count == width)
        let n = blocks
        unsafe x.read { x in
            unsafe p.read { p in
                unsafe change(row) { re, im in
                    for i in 0..<n {
                        unsafe re[i] = Lanes(repeating: constant)
                        unsafe im[i] = rising * x[i] - falling * p[i]
                    }
                }
            }
        }
    }

    /// Adds a row to another.
    public mutating func add(_ source: Int, to row: Int) {
        let n = blocks
        unsafe changeTwo(row, source) { re, im, a, b in
            for i in 0..<n {
                unsafe re[i] += a[i]
                unsafe im[i] += b[i]
            }
        }
    }

    /// Sets a row to one over a row of others: zero for an infinite number.
    public mutating func set(_ row: Int, toReciprocalsOf source: Int, of other: ComplexRows) {
        precondition(other.width == width)
        let n = blocks
        var check = Lanes.zero
        unsafe other.read(source) { a, b in
            unsafe change(row) { re, im in
                for i in 0..<n {
                    let (p, q) = unsafe (a[i], b[i])
                    let scale = 1 / (p * p + q * q)
                    let (u, v) = (p * scale, -q * scale)
                    unsafe re[i] = u
                    unsafe im[i] = v
                    check += (u + v) * 0
                }
            }
        }
        // Zero, infinite, or squares beyond the range of numbers: rare, so looked at one by one.
        if check.sum() != 0 { for i in 0..<width { self[row, i] = Self.reciprocal(other[source, i]) } }
    }

    private static func reciprocal(_ z: (real: Double, imaginary: Double)) -> (real: Double, imaginary: Double) {
        let size = max(abs(z.real), abs(z.imaginary))
        guard size < .infinity else { return (size == .infinity ? 0 : .nan, 0) }
        guard size > 0 else { return (.infinity, 0) }
        let (a, b) = (z.real / size, z.imaginary / size)
        let scale = 1 / (a * a + b * b) / size
        return (a * scale, -b * scale)
    }

    /// Sets a row to `-f z²`, where f is another row of these and z a row of others.
    ///
    /// Where f is what the whole gains by a change of z, that is what it gains by a change of 1/z.
    public mutating func set(_ row: Int, toMinusRow source: Int, timesSquareOf square: Int, of other: ComplexRows) {
        precondition(other.width == width)
        let n = blocks
        unsafe other.read(square) { a, b in
            unsafe changeTwo(row, source) { re, im, c, d in
                for i in 0..<n {
                    let (p, q, u, v) = unsafe (a[i], b[i], c[i], d[i])
                    let (s, t) = (q * q - p * p, -2 * p * q)
                    unsafe re[i] = u * s - v * t
                    unsafe im[i] = u * t + v * s
                }
            }
        }
    }

    @inline(__always)
    func read(_ row: Int, _ body: (UnsafePointer<Lanes>, UnsafePointer<Lanes>) -> Void) {
        let first = row * 2 * blocks
        precondition(first >= 0 && first + 2 * blocks <= cells.count)
        unsafe cells.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe body(start + first, start + first + blocks)
        }
    }

    @inline(__always)
    private mutating func change(_ row: Int, _ body: (UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>) -> Void)
    {
        let (first, blocks) = (row * 2 * blocks, blocks)
        precondition(first >= 0 && first + 2 * blocks <= cells.count)
        unsafe cells.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe body(start + first, start + first + blocks)
        }
    }

    /// A row to change and another one to read.
    @inline(__always)
    private mutating func changeTwo(
        _ row: Int, _ source: Int,
        _ body: (
            UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>, UnsafeMutablePointer<Lanes>,
            UnsafeMutablePointer<Lanes>
        ) -> Void
    ) {
        let (first, second, blocks) = (row * 2 * blocks, source * 2 * blocks, blocks)
        precondition(first >= 0 && second >= 0)
        precondition(first + 2 * blocks <= cells.count && second + 2 * blocks <= cells.count)
        unsafe cells.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe body(start + first, start + first + blocks, start + second, start + second + blocks)
        }
    }
}
