/// Rows against data, and derivatives as columns of real numbers: real parts above imaginary parts, weighted.
extension ComplexRows {
    /// Puts `(row - data) · weight` into a column of `2 width` numbers.
    ///
    /// - Parameter data: real and imaginary parts.
    /// - Returns: whether all of them are finite.
    public func write(
        _ row: Int, minus data: (real: LaneRow, imaginary: LaneRow), _ weights: LaneWeights, to column: inout [Double]
    ) -> Bool {
        precondition(data.real.count == width && data.imaginary.count == width)
        var isFinite = false
        unsafe data.real.read { a in
            unsafe data.imaginary.read { b in
                isFinite = write(row, weights, to: &column, at: 0) { i, re, im in
                    unsafe (re - a[i], im - b[i])
                }
            }
        }
        return isFinite
    }

    /// Puts `factor` times a row, weighted, into a column that begins at `first`.
    ///
    /// - Returns: whether all of it is finite.
    public func write(
        _ row: Int, times factor: Double, _ weights: LaneWeights, to column: inout [Double], at first: Int
    ) -> Bool {
        write(row, weights, to: &column, at: first) { _, re, im in (factor * re, factor * im) }
    }

    /// Puts `i factor x` times a row, weighted, into a column that begins at `first`.
    public func write(
        _ row: Int, timesImaginary factor: Double, _ x: LaneRow, _ weights: LaneWeights, to column: inout [Double],
        at first: Int
    ) -> Bool {
        precondition(x.count == width)
        var isFinite = false
        unsafe x.read { x in
            isFinite = write(row, weights, to: &column, at: first) { i, re, im in
                let scale = unsafe factor * x[i]
                return (-scale * im, scale * re)
            }
        }
        return isFinite
    }

    /// Puts `factor` times a row times a row of others, weighted, into a column that begins at `first`.
    public func write(
        _ row: Int, times factor: Double, row second: Int, of other: ComplexRows, _ weights: LaneWeights,
        to column: inout [Double], at first: Int
    ) -> Bool {
        precondition(other.width == width)
        var isFinite = false
        unsafe other.read(second) { c, d in
            isFinite = write(row, weights, to: &column, at: first) { i, re, im in
                let (u, v) = unsafe (factor * c[i], factor * d[i])
                return (re * u - im * v, re * v + im * u)
            }
        }
        return isFinite
    }

    /// Sum of the squares of `(row - data) · weight`.
    public func squares(_ row: Int, minus data: (real: LaneRow, imaginary: LaneRow), _ weights: LaneWeights) -> Double {
        precondition(data.real.count == width && data.imaginary.count == width && weights.real.count == width)
        let n = blocks
        var sum = Lanes.zero
        unsafe data.real.read { c in
            unsafe data.imaginary.read { d in
                unsafe weights.read { w, v in
                    unsafe read(row) { a, b in
                        for i in 0..<n {
                            let re = unsafe (a[i] - c[i]) * w[i]
                            let im = unsafe (b[i] - d[i]) * v[i]
                            sum += re * re + im * im
                        }
                    }
                }
            }
        }
        return sum.sum()
    }

    /// Writes what `make` gives for each block of a row, times the weights.
    @inline(__always)
    private func write(
        _ row: Int, _ weights: LaneWeights, to column: inout [Double], at first: Int,
        _ make: (Int, Lanes, Lanes) -> (Lanes, Lanes)
    ) -> Bool {
        precondition(weights.real.count == width && weights.imaginary.count == width)
        precondition(first >= 0 && first + 2 * width <= column.count)
        let (full, rest, width) = (width / 4, width % 4, width)
        // A sum is finite where all its terms are.
        var check = Lanes.zero
        unsafe column.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let top = unsafe start + first
            unsafe weights.read { w, v in
                unsafe read(row) { a, b in
                    for i in 0..<full {
                        let (re, im) = unsafe make(i, a[i], b[i])
                        let (p, q) = unsafe (re * w[i], im * v[i])
                        check += p + q
                        unsafe UnsafeMutableRawPointer(top + 4 * i).storeBytes(of: p, as: Lanes.self)
                        unsafe UnsafeMutableRawPointer(top + width + 4 * i).storeBytes(of: q, as: Lanes.self)
                    }
                    guard rest > 0 else { return }
                    let (re, im) = unsafe make(full, a[full], b[full])
                    let (p, q) = unsafe (re * w[full], im * v[full])
                    for lane in 0..<rest {
                        check[0] += p[lane] + q[lane]
                        unsafe top[4 * full + lane] = p[lane]
                        unsafe top[width + 4 * full + lane] = q[lane]
                    }
                }
            }
        }
        return check.sum().isFinite
    }
}
