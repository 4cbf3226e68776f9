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
            var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
            var k = 0
            while k + 4 <= count {
                unsafe s0 += buffer[i + k] * buffer[j + k]
                unsafe s1 += buffer[i + k + 1] * buffer[j + k + 1]
                unsafe s2 += buffer[i + k + 2] * buffer[j + k + 2]
                unsafe s3 += buffer[i + k + 3] * buffer[j + k + 3]
                k += 4
            }
            var sum = s0 + s1 + (s2 + s3)
            while k < count {
                unsafe sum += buffer[i + k] * buffer[j + k]
                k += 1
            }
            return sum
        }
    }

    /// Sum of products of a range of `a` from `i` with a range of `b` from `j`.
    @inline(__always)
    static func dot(_ a: borrowing [Double], _ i: Int, with b: borrowing [Double], _ j: Int, _ count: Int) -> Double {
        precondition(i >= 0 && j >= 0 && count >= 0 && i + count <= a.count && j + count <= b.count)
        return unsafe a.withUnsafeBufferPointer { left in
            unsafe b.withUnsafeBufferPointer { right in
                var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0)
                var k = 0
                while k + 4 <= count {
                    unsafe s0 += left[i + k] * right[j + k]
                    unsafe s1 += left[i + k + 1] * right[j + k + 1]
                    unsafe s2 += left[i + k + 2] * right[j + k + 2]
                    unsafe s3 += left[i + k + 3] * right[j + k + 3]
                    k += 4
                }
                var sum = s0 + s1 + (s2 + s3)
                while k < count {
                    unsafe sum += left[i + k] * right[j + k]
                    k += 1
                }
                return sum
            }
        }
    }

    /// Adds `factor` times the range from `source` to the range from `target`; the ranges do not overlap.
    @inline(__always)
    static func add(_ factor: Double, _ values: inout [Double], from source: Int, to target: Int, _ count: Int) {
        precondition(source >= 0 && target >= 0 && count >= 0)
        precondition(source + count <= values.count && target + count <= values.count)
        unsafe values.withUnsafeMutableBufferPointer { buffer in
            for k in 0..<count { unsafe buffer[target + k] += factor * buffer[source + k] }
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
                for k in 0..<count { unsafe target[i + k] += factor * source[j + k] }
            }
        }
    }
}
