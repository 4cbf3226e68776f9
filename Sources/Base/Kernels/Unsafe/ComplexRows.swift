/// Rows of complex numbers of one length, real and imaginary parts apart, with the few operations that evaluating a
/// circuit at many frequencies needs.
///
/// Goals: correct (every row is checked before the first load), then fast: plain loops that the compiler turns into
/// vectors. Products of parts may overflow beyond 1e154; then the result is not finite, which callers look for.
public struct ComplexRows: Sendable {
    /// Numbers in a row.
    public let width: Int
    private var real: [Double]
    private var imaginary: [Double]

    /// Rows of zeros.
    public init(rows: Int, width: Int) {
        self.width = width
        real = Array(repeating: 0, count: rows * width)
        imaginary = real
    }

    /// A number of a row.
    public subscript(row: Int, index: Int) -> (real: Double, imaginary: Double) {
        get { (real[row * width + index], imaginary[row * width + index]) }
        set {
            real[row * width + index] = newValue.real
            imaginary[row * width + index] = newValue.imaginary
        }
    }

    /// Sets a row to a real number.
    public mutating func set(_ row: Int, to value: Double) {
        let n = width
        unsafe change(row) { re, im in
            for i in 0..<n {
                unsafe re[i] = value
                unsafe im[i] = 0
            }
        }
    }

    /// Sets a row to `i factor x`.
    public mutating func set(_ row: Int, toImaginary factor: Double, times x: [Double]) {
        let n = width
        precondition(x.count == width)
        unsafe change(row) { re, im in
            for i in 0..<n {
                unsafe re[i] = 0
                unsafe im[i] = factor * x[i]
            }
        }
    }

    /// Sets a row to the sum of others.
    public mutating func set(_ row: Int, toSumOf rows: ArraySlice<Int>) {
        set(row, to: 0)
        for source in rows { add(source, to: row) }
    }

    /// Adds a row to another.
    public mutating func add(_ source: Int, to row: Int) {
        let n = width
        unsafe changeTwo(row, source) { re, im, a, b in
            for i in 0..<n {
                unsafe re[i] += a[i]
                unsafe im[i] += b[i]
            }
        }
    }

    /// Sets a row to one over a row of others: zero for an infinite number.
    public mutating func set(_ row: Int, toReciprocalsOf source: Int, of other: ComplexRows) {
        let n = width
        precondition(other.width == width)
        var check = 0.0
        unsafe other.read(source) { a, b in
            unsafe change(row) { re, im in
                for i in 0..<n {
                    let scale = unsafe 1 / (a[i] * a[i] + b[i] * b[i])
                    unsafe re[i] = a[i] * scale
                    unsafe im[i] = -b[i] * scale
                    unsafe check += (re[i] + im[i]) * 0
                }
            }
        }
        // Zero, infinite, or squares beyond the range of numbers: rare, so looked at one by one.
        if check != 0 { for i in 0..<n { self[row, i] = Self.reciprocal(other[source, i]) } }
    }

    private static func reciprocal(_ z: (real: Double, imaginary: Double)) -> (real: Double, imaginary: Double) {
        let size = max(abs(z.real), abs(z.imaginary))
        guard size < .infinity else { return (size == .infinity ? 0 : .nan, 0) }
        guard size > 0 else { return (.infinity, 0) }
        let (a, b) = (z.real / size, z.imaginary / size)
        let scale = 1 / (a * a + b * b) / size
        return (a * scale, -b * scale)
    }

    /// Sets a row to a row of others.
    public mutating func set(_ row: Int, toRow source: Int, of other: ComplexRows) {
        let n = width
        precondition(other.width == width)
        unsafe other.read(source) { a, b in
            unsafe change(row) { re, im in
                for i in 0..<n {
                    unsafe re[i] = a[i]
                    unsafe im[i] = b[i]
                }
            }
        }
    }

    /// Copies a row onto another.
    public mutating func copy(_ source: Int, to row: Int) {
        let n = width
        unsafe changeTwo(row, source) { re, im, a, b in
            for i in 0..<n {
                unsafe re[i] = a[i]
                unsafe im[i] = b[i]
            }
        }
    }

    /// Multiplies a row by a row of others.
    public mutating func multiply(_ row: Int, byRow source: Int, of other: ComplexRows) {
        let n = width
        precondition(other.width == width)
        unsafe other.read(source) { a, b in
            unsafe change(row) { re, im in
                for i in 0..<n {
                    let (u, v) = unsafe (re[i], im[i])
                    unsafe re[i] = u * a[i] - v * b[i]
                    unsafe im[i] = u * b[i] + v * a[i]
                }
            }
        }
    }

    /// Sets a row to the factor `f_group (z_group y_row)²`, where `f_group` is a row of these.
    public mutating func set(_ row: Int, fromGroup group: Int, impedances z: ComplexRows, admittances y: ComplexRows) {
        let n = width
        precondition(z.width == width && y.width == width)
        unsafe z.read(group) { a, b in
            unsafe y.read(row) { c, d in
                unsafe changeTwo(row, group) { re, im, u, v in
                    for i in 0..<n {
                        let p = unsafe a[i] * c[i] - b[i] * d[i]
                        let q = unsafe a[i] * d[i] + b[i] * c[i]
                        let (s, t) = (p * p - q * q, 2 * p * q)
                        unsafe re[i] = u[i] * s - v[i] * t
                        unsafe im[i] = u[i] * t + v[i] * s
                    }
                }
            }
        }
    }

    /// Sets a row to `i factor x` times a row of others.
    public mutating func set(
        _ row: Int, toImaginary factor: Double, times x: [Double], row source: Int, of other: ComplexRows
    ) {
        let n = width
        precondition(x.count == width && other.width == width)
        unsafe other.read(source) { a, b in
            unsafe change(row) { re, im in
                for i in 0..<n {
                    let scale = factor * x[i]
                    unsafe re[i] = -scale * b[i]
                    unsafe im[i] = scale * a[i]
                }
            }
        }
    }

    /// Writes the parts of a row, times `factor` and a weight each, to a column of `2 width` numbers.
    ///
    /// - Returns: whether all of them are finite.
    public func write(
        _ row: Int, times factor: Double, real realWeights: [Double], imaginary imaginaryWeights: [Double],
        to column: inout [Double], at first: Int
    ) -> Bool {
        let n = width
        precondition(realWeights.count == n && imaginaryWeights.count == n)
        precondition(first >= 0 && first + 2 * n <= column.count)
        // Times zero all finite numbers are zero, and the others are not.
        var (realCheck, imaginaryCheck) = (0.0, 0.0)
        unsafe read(row) { a, b in
            unsafe column.withUnsafeMutableBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return }
                for i in 0..<n {
                    let re = unsafe a[i] * factor * realWeights[i]
                    let im = unsafe b[i] * factor * imaginaryWeights[i]
                    unsafe start[first + i] = re
                    unsafe start[first + n + i] = im
                    realCheck += re * 0
                    imaginaryCheck += im * 0
                }
            }
        }
        return realCheck + imaginaryCheck == 0
    }

    @inline(__always)
    private func read(_ row: Int, _ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void) {
        let first = row * width
        precondition(first >= 0 && first + width <= real.count)
        unsafe real.withUnsafeBufferPointer { re in
            unsafe imaginary.withUnsafeBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                unsafe body(re + first, im + first)
            }
        }
    }

    @inline(__always)
    private mutating func change(
        _ row: Int, _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        let first = row * width
        precondition(first >= 0 && first + width <= real.count)
        unsafe real.withUnsafeMutableBufferPointer { re in
            unsafe imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                unsafe body(re + first, im + first)
            }
        }
    }

    /// A row to change and another one to read.
    @inline(__always)
    private mutating func changeTwo(
        _ row: Int, _ source: Int,
        _ body: (
            UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
            UnsafeMutablePointer<Double>
        ) -> Void
    ) {
        let (first, second) = (row * width, source * width)
        precondition(first >= 0 && second >= 0 && first + width <= real.count && second + width <= real.count)
        unsafe real.withUnsafeMutableBufferPointer { re in
            unsafe imaginary.withUnsafeMutableBufferPointer { im in
                guard let re = re.baseAddress, let im = im.baseAddress else { return }
                unsafe body(re + first, im + first, re + second, im + second)
            }
        }
    }
}
