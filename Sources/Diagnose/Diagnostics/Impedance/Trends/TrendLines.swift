internal import Circuits
import Glibc

/// Straight lines through the logarithms of the elements of a series.
struct TrendLines: Sendable {
    /// The elements with a line, in the order in which they are reported.
    let all: [(element: String, line: TrendLine)]
    /// The internal voltage of each point under the law that holds, V.
    let internal_V: [Double]

    /// Fits each element that is known at four biases or more.
    init(_ selection: TrendSelection, _ law: ConductionLaw) {
        let applied = selection.points.map { abs($0.bias_V) }
        let byLaw = law.verdict == .quasiLinear ? law.quasiLinear?.internal_V : law.exponential?.internal_V
        let voltage = byLaw.flatMap { $0.count == applied.count ? $0 : nil } ?? applied
        internal_V = voltage
        let elements: [(String, (TrendPoint) -> CircuitEstimate?)] = [
            ("R_b", \.R_b), ("R_a", \.R_a), ("L_a", \.L_a), ("tau_k", \.tau_k),
        ]
        all = elements.compactMap { name, value in
            let points = zip(selection.points, voltage).compactMap { $0.logarithm(value($0), at: $1) }
            guard points.count >= TrendSelection.fewest else { return nil }
            return TrendLine(points).map { (name, $0) }
        }
    }

    /// The line of an element.
    subscript(element: String) -> TrendLine? { all.first { $0.element == element }?.line }
}
