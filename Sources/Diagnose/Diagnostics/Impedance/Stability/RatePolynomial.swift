internal import Circuits
internal import ComplexModule
internal import Kernels

/// What the source holds while a disturbance dies out or grows.
enum HeldQuantity: CaseIterable {
    /// The current: poles of Z.
    case current
    /// The voltage across the device and its series resistance: zeros of Z.
    case voltage

    /// As it stands in `at.definition`.
    var name: String { self == .current ? "current control" : "voltage control" }
    /// As it stands in a sentence.
    var words: String { self == .current ? "fixed current" : "fixed voltage" }
}

/// A circuit with one or two memories as plain numbers; a second branch that is not there is zero.
struct CircuitPoint {
    var series_ohm: Double
    var fast_S: Double
    var capacitance_F: Double
    var first: (conductance_S: Double, time_s: Double)
    var second: (conductance_S: Double, time_s: Double) = (0, 0)

    /// Conductance at rest without the series resistance, S.
    var static_S: Double { fast_S + first.conductance_S + second.conductance_S }
}

extension CircuitPoint {
    /// The numbers of a fitted circuit; `nil` for none, or more than two, memories.
    init?(_ circuit: MaxwellCircuit) {
        guard let first = circuit.branches.first, circuit.branches.count <= 2, first.time_s != 0 else { return nil }
        self.init(
            series_ohm: circuit.series_ohm, fast_S: circuit.fastConductance_S, capacitance_F: circuit.capacitance_F,
            first: (first.conductance_S, first.time_s))
        if circuit.branches.count == 2 {
            second = (circuit.branches[1].conductance_S, circuit.branches[1].time_s)
        }
    }
}

/// The rates of a circuit as the roots of a polynomial of degree 3 at most; how many grow is told by its coefficients.
///
/// `a_0 + a_1 x + a_2 x² + a_3 x³` with x the rate times the size of the first memory time, as in `RateEquation`. No root
/// is computed, so hundreds of circuits cost little.
/// - Source: THEORY A.7, F.1; Routh (1877) for degree 3.
struct RatePolynomial {
    private var a0: Double
    private var a1: Double
    private var a2: Double
    private var a3: Double
    /// Unit of the rates, s.
    private let scale_s: Double
    /// Rates at +infinity: a circuit without capacitance whose fast conduction is negative.
    private var infinite = 0

    /// A negative series resistance or capacitance is one that the spectrum does not show, and counts as none.
    init(_ circuit: CircuitPoint, _ held: HeldQuantity) {
        let load = held == .voltage ? max(circuit.series_ohm, 0) : 1
        let fast0 = (held == .voltage ? 1 : 0) + load * circuit.fast_S
        scale_s = abs(circuit.first.time_s)
        let fast1 = load * max(circuit.capacitance_F, 0) / scale_s
        let (g1, t1) = (circuit.first.conductance_S, circuit.first.time_s / scale_s)
        let (g2, t2) = (circuit.second.conductance_S, circuit.second.time_s / scale_s)
        a0 = fast0 + load * (g1 + g2)
        a1 = fast1 + fast0 * (t1 + t2) + load * (g1 * t2 + g2 * t1)
        a2 = fast1 * (t1 + t2) + fast0 * t1 * t2
        a3 = fast1 * t1 * t2
        if fast1 == 0, fast0 < 0 { infinite = 1 }
    }

    /// Number of rates in the right half plane; a pair on its edge counts, as in `FixedPoint`.
    var unstableCount: Int {
        if a3 != 0 { return infinite + cubicCount }
        if a2 != 0 {
            if a0 / a2 < 0 { return infinite + 1 }
            return infinite + (a1 / a2 < 0 || a1 == 0 ? 2 : 0)
        }
        return infinite + (a1 != 0 && a0 / a1 < 0 ? 1 : 0)
    }

    /// Sign changes in the first column of Routh's array.
    private var cubicCount: Int {
        // A zero in the column is a pair of opposite rates: the least change of a coefficient decides.
        let second = a2 / a3 == 0 ? -Double.leastNormalMagnitude : a2 / a3
        let column = [1, second, a1 / a3 - a0 / a3 / second, a0 / a3]
        return zip(column, column.dropFirst()).count { ($0 < 0) != ($1 < 0) }
    }

    /// Whether two of the rates are a complex pair.
    var rings: Bool {
        guard a3 != 0 else { return a2 != 0 && a1 * a1 < 4 * a0 * a2 }
        let (b, c, d) = (a2 / a3, a1 / a3, a0 / a3)
        return b * b * c * c - 4 * c * c * c - 4 * b * b * b * d + 18 * b * c * d - 27 * d * d < 0
    }

    /// The rates themselves, 1/s.
    var rates_per_s: [Complex<Double>] {
        let roots = a3 == 0 ? RootFinding.quadratic(a2, a1, a0) : RootFinding.roots([a0, a1, a2, a3])
        return roots.map { $0 / Complex(scale_s) }
    }

    /// What becomes of a small disturbance; with three rates "focus" says that two of them ring.
    var kind: FixedPoint.Kind {
        switch unstableCount {
        case 0: rings ? .stableFocus : .stableNode
        case 1: .saddle
        default: rings ? .unstableFocus : .unstableNode
        }
    }
}
