import Glibc
internal import Kernels

/// Exponential conduction: `R = R_0 e^(-u/V_m)` with its own V_m for R_b and for R_a, so that `R I = V_m` for the current
/// of each path (THEORY E.6, B.2).
///
/// u is the voltage without the drop over R_s, whose current is `V_b/R_b + V_a/R_a` by the law itself.
struct ExponentialLaw: Sendable {
    /// Internal voltage of each point, V.
    let internal_V: [Double]
    /// How well it describes the points.
    let fit: LawFit

    /// Fits four parameters; `nil` where no line can be had.
    init?(_ points: [LawPoint], memorySign: Double) {
        var voltage = points.map(\.V)
        guard var lines = Self.lines(points, voltage) else { return nil }
        // The drop is a small part of the voltage: two rounds change u by less than a millionth.
        for _ in 0..<2 {
            let (V_b, V_a) = (-1 / lines[1], -1 / lines[3])
            guard V_b > 0, V_a > 0 else { break }
            let next = points.map { $0.V - $0.series_ohm * (V_b / $0.fast_ohm + memorySign * V_a / $0.memory_ohm) }
            guard next.allSatisfy({ $0 > 0 }), let better = Self.lines(points, next) else { break }
            (voltage, lines) = (next, better)
        }
        internal_V = voltage
        fit = LawFit(
            points, fast: voltage.map { lines[0] + lines[1] * $0 }, memory: voltage.map { lines[2] + lines[3] * $0 },
            parameterCount: 4)
    }

    /// Height at 0 V and slope of ln R_b, then of ln|R_a|, with the correlation of their errors.
    private static func lines(_ points: [LawPoint], _ voltage: [Double]) -> [Double]? {
        var columns = Array(repeating: [Double](), count: 4)
        var right: [Double] = []
        for (point, u) in zip(points, voltage) {
            // Deviations are linear in both logarithms: taken at 0 and 1 they give rows and right sides.
            let zero = point.deviations(fast: 0, memory: 0)
            let fast = point.deviations(fast: 1, memory: 0)
            let memory = point.deviations(fast: 0, memory: 1)
            for (byFast, byMemory, rest) in [
                (fast.0 - zero.0, memory.0 - zero.0, zero.0), (fast.1 - zero.1, memory.1 - zero.1, zero.1),
            ] {
                for (j, value) in [byFast, byFast * u, byMemory, byMemory * u].enumerated() { columns[j].append(value) }
                right.append(-rest)
            }
        }
        guard let fit = fitLinear(columns: columns, right: right), fit.rank == 4,
            fit.coefficients.allSatisfy(\.isFinite)
        else { return nil }
        return fit.coefficients
    }
}
