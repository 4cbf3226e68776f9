internal import Circuits
import Glibc
internal import Measurements

/// The elements of a series against bias by the law that holds, with 95 % bands, for the figure.
///
/// Curves `impedance.trend`, one an element (`of`): V, the element with its sign, and the ends of its band. The law named in
/// `definition` is drawn; where none is clearly better, straight lines that hold.
struct TrendCurves {
    private let selection: TrendSelection
    private let law: ConductionLaw
    private let lines: TrendLines
    private let at: Place
    private let from: [String]

    init(_ selection: TrendSelection, _ law: ConductionLaw, _ lines: TrendLines, at: Place, from: [String]) {
        (self.selection, self.law, self.lines, self.at, self.from) = (selection, law, lines, at, from)
    }

    /// All curves; none where neither law holds.
    var all: [Curve] {
        switch law.verdict {
        case .neither: []
        case .quasiLinear: law.quasiLinear.map(quasiLinear) ?? []
        case .exponential, .undecided:
            lines.all.compactMap { element, line in
                guard law.verdict == .exponential || line.holds(allowed: 0.1) else { return nil }
                return curve(element, "exponential", quantile: line.quantile, line.value)
            }
        }
    }

    private func quasiLinear(_ law: QuasiLinearLaw) -> [Curve] {
        func errors(_ u: Double) -> (fast: Double, memory: Double) { law.standardErrors(at: u) ?? (0, 0) }
        var curves = [
            curve("R_b", "quasi-linear") { (law.logarithms(at: $0).fast, errors($0).fast) },
            curve("R_a", "quasi-linear") { (law.logarithms(at: $0).memory, errors($0).memory) },
        ]
        let times = zip(selection.points, lines.internal_V).compactMap { $0.logarithm($0.tau_k, at: $1) }
        guard times.count >= TrendSelection.fewest, let time = ActivationTime(times, law: law) else { return curves }
        curves.append(
            curve("L_a", "quasi-linear") { u in
                let (y, se) = time.value(at: u)
                return (y + law.logarithms(at: u).memory, hypot(se, errors(u).memory))
            })
        curves.append(curve("tau_k", "quasi-linear", time.value))
        return curves
    }

    /// A curve from its logarithm and the standard error of that at internal voltages.
    private func curve(
        _ element: String, _ name: String, quantile: Double = 1.959964, _ value: (Double) -> (y: Double, se: Double)
    ) -> Curve {
        let sign = element == "R_b" ? selection.fastSign : element == "tau_k" ? 1 : selection.memorySign
        let polarity: Double = at.lobe == "-" ? -1 : 1
        let grid = voltages
        // A band of more than e^12 fills any axis, and a larger one may leave the range of numbers.
        let values = grid.map { value($0.u) }.map { (y: $0.y, half: min(quantile * $0.se, 12)) }
        var place = at
        place.of = element
        place.definition = name
        return Curve(
            "impedance.trend", at: place, from: from,
            columns: [
                CurveColumn("V", .volt, grid.map { polarity * $0.V }),
                CurveColumn("value", Self.unit(element), values.map { sign * exp($0.y) }),
                CurveColumn("low", Self.unit(element), values.map { sign * exp($0.y - $0.half) }),
                CurveColumn("high", Self.unit(element), values.map { sign * exp($0.y + $0.half) }),
            ])
    }

    private static func unit(_ element: String) -> SIUnit {
        element == "tau_k" ? .second : element == "L_a" ? .henry : .ohm
    }

    /// Applied and internal voltages over the range of the biases; the drop between them changes little from bias to bias.
    private var voltages: [(V: Double, u: Double)] {
        let known = zip(selection.points.map { abs($0.bias_V) }, lines.internal_V).map { (V: $0, u: $1) }
        guard let low = known.first?.V, let high = known.last?.V, high > low else { return known }
        return (0...60).map { step in
            let V = low + (high - low) * Double(step) / 60
            let next = known.firstIndex { $0.V >= V } ?? known.count - 1
            guard next > 0, known[next].V > known[next - 1].V else { return (V, V + known[next].u - known[next].V) }
            let share = (V - known[next - 1].V) / (known[next].V - known[next - 1].V)
            let drop = (1 - share) * (known[next - 1].V - known[next - 1].u) + share * (known[next].V - known[next].u)
            return (V, V - drop)
        }
    }
}
