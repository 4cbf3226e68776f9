/// The inner loops of dense linear algebra over ranges of one array, checked once on entry.
///
/// Goals: correct (every range is checked before the first load), then fast: four lanes, so that the sum does not
/// wait for itself. The order of summation is fixed, so results do not depend on the run.
enum BufferView {
    /// Sum of products of two ranges of `count` values, from `i` and from `j`; rounding error about `count/4` ulp.
    @inline(__always)
    static func dot(_ values: borrowing [Double], _ i: Int, _ j: Int, _ count: Int) -> Double {
        precondition(i >= 0 && j >= 0 && count >= 0 && i + count <= values.count && j + count <= values.count)
        return unsafe values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            return unsafe dot(start + i, start + j, count)
        }
    }

    /// Sum of products of a range of `a` from `i` with a range of `b` from `j`.
    @inline(__always)
    static func dot(_ a: borrowing [Double], _ i: Int, with b: borrowing [Double], _ j: Int, _ count: Int) -> Double {
        precondition(i >= 0 && j >= 0 && count >= 0 && i + count <= a.count && j + count <= b.count)
        return unsafe a.withUnsafeBufferPointer { left in
            unsafe b.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return unsafe dot(left + i, right + j, count)
            }
        }
    }

    /// Products of all columns of a matrix with each other: the lower triangle of `J^T J`.
    ///
    /// - Shape: `columns` is [m * n] and `products` [n * n], column-major. Each sum is that of `dot`.
    static func products(of columns: borrowing [Double], _ m: Int, _ n: Int, into products: inout [Double]) {
        precondition(m >= 0 && n >= 0 && columns.count >= m * n && products.count == n * n)
        unsafe columns.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            for j in 0..<n {
                let left = unsafe start + j * m
                var i = j
                // Two at a time, so that the column is loaded once for both.
                while i + 1 < n {
                    let (a, b) = unsafe dots(left, start + i * m, start + (i + 1) * m, m)
                    products[i + j * n] = a
                    products[i + 1 + j * n] = b
                    i += 2
                }
                if i < n { products[i + j * n] = unsafe dot(left, start + i * m, m) }
            }
        }
    }

    @inline(__always)
    private static func dots(
        _ left: UnsafePointer<Double>, _ first: UnsafePointer<Double>, _ second: UnsafePointer<Double>, _ count: Int
    ) -> (Double, Double) {
        var (a, b) = (SIMD4<Double>(), SIMD4<Double>())
        var k = 0
        while k &+ 4 <= count {
            let lanes = unsafe four(left + k)
            unsafe a += lanes * four(first + k)
            unsafe b += lanes * four(second + k)
            k &+= 4
        }
        var sums = (a[0] + a[1] + (a[2] + a[3]), b[0] + b[1] + (b[2] + b[3]))
        while k < count {
            unsafe sums.0 += left[k] * first[k]
            unsafe sums.1 += left[k] * second[k]
            k &+= 1
        }
        return sums
    }

    @inline(__always)
    private static func dot(_ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, _ count: Int) -> Double {
        var lanes = SIMD4<Double>()
        var k = 0
        while k &+ 4 <= count {
            unsafe lanes += four(left + k) * four(right + k)
            k &+= 4
        }
        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3])
        while k < count {
            unsafe sum += left[k] * right[k]
            k &+= 1
        }
        return sum
    }

    /// Adds `factor` times the range from `source` to the range from `target`; the ranges do not overlap.
    @inline(__always)
    static func add(_ factor: Double, _ values: inout [Double], from source: Int, to target: Int, _ count: Int) {
        precondition(source >= 0 && target >= 0 && count >= 0)
        precondition(source + count <= values.count && target + count <= values.count)
        unsafe values.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe add(factor, times: start + source, to: start + target, count)
        }
    }

    /// Adds `factor` times a range of `b` from `j` to the range of `a` from `i`.
    @inline(__always)
    static func add(
        _ factor: Double, times b: borrowing [Double], from j: Int, to a: inout [Double], _ i: Int, _ count: Int
    ) {
        precondition(i >= 0 && j >= 0 && count >= 0 && i + count <= a.count && j + count <= b.count)
        unsafe a.withUnsafeMutableBufferPointer { target in
            unsafe b.withUnsafeBufferPointer { source in
                guard let target = target.baseAddress, let source = source.baseAddress else { return }
                unsafe add(factor, times: source + j, to: target + i, count)
            }
        }
    }

    @inline(__always)
    private static func add(
        _ factor: Double, times source: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, _ count: Int
    ) {
        let lanes = SIMD4(repeating: factor)
        var k = 0
        while k &+ 4 <= count {
            let sum = unsafe four(target + k) + lanes * four(source + k)
            unsafe UnsafeMutableRawPointer(target + k).storeBytes(of: sum, as: SIMD4<Double>.self)
            k &+= 4
        }
        while k < count {
            unsafe target[k] += factor * source[k]
            k &+= 1
        }
    }

    /// Four values side by side, from any address.
    @inline(__always)
    private static func four(_ start: UnsafePointer<Double>) -> SIMD4<Double> {
        unsafe UnsafeRawPointer(start).loadUnaligned(as: SIMD4<Double>.self)
    }
}
