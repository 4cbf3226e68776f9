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
            var lanes = SIMD4<Double>.zero
            var k = 0
            while k + 4 <= count {
                let a = unsafe SIMD4(buffer[i + k], buffer[i + k + 1], buffer[i + k + 2], buffer[i + k + 3])
                let b = unsafe SIMD4(buffer[j + k], buffer[j + k + 1], buffer[j + k + 2], buffer[j + k + 3])
                lanes += a * b
                k += 4
            }
            var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3])
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
                var lanes = SIMD4<Double>.zero
                var k = 0
                while k + 4 <= count {
                    let x = unsafe SIMD4(left[i + k], left[i + k + 1], left[i + k + 2], left[i + k + 3])
                    let y = unsafe SIMD4(right[j + k], right[j + k + 1], right[j + k + 2], right[j + k + 3])
                    lanes += x * y
                    k += 4
                }
                var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3])
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
}
