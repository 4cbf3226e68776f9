internal import JointFit

/// A predicted trace with its error and the part of it that the inputs' errors make.
struct Prediction {
    /// Predicted current, A; shape [n].
    let current_A: [Double]
    /// Standard deviation of it, A; shape [n].
    let sd_A: [Double]
    /// Root mean square of predicted less measured, over that of the measured.
    let error: Double
    /// Its standard error.
    let se: Double
    /// Number of readings.
    let count: Int
    /// The current with each input one error off, A.
    let variants_A: [[Double]]

    init(_ table: CircuitTable, _ variants: [CircuitTable], _ trace: JointTrace) {
        let center = table.currents(trace)
        let read = trace.sd_A.indices.filter { trace.sd_A[$0].isFinite }
        let size = read.reduce(0) { $0 + trace.current_A[$1] * trace.current_A[$1] }
        func miss(_ current_A: [Double]) -> Double {
            let sum = read.reduce(0) { sum, k in
                let part = current_A[k] - trace.current_A[k]
                return sum + part * part
            }
            return (sum / max(size, .leastNormalMagnitude)).squareRoot()
        }
        var variance = [Double](repeating: 0, count: center.count)
        let middle = miss(center)
        var spread = 0.0
        // Jumps that lie somewhere in a gap: at its ends, as if one standard error off.
        let phases = trace.loose_s.contains { $0 != 0 } ? [0.0, 1] : []
        variants_A = variants.map { $0.currents(trace) } + phases.map { table.currents(trace, phase: $0) }
        for current in variants_A {
            for k in current.indices {
                let part = current[k] - center[k]
                variance[k] += part * part
            }
            let part = miss(current) - middle
            spread += part * part
        }
        current_A = center
        sd_A = variance.map { $0.squareRoot() }
        error = middle
        se = spread.squareRoot()
        count = read.count
    }
}
