public import ComplexModule
internal import Kernels
public import RealModule

/// A circuit laid out for evaluation at many frequencies: parts before the groups that hold them.
///
/// Z by one pass from the elements to the whole; the derivatives by one pass back: a part in series hands on its
/// group's factor, a part beside others that factor times `(Z_group/Z_part)²`. Each part is taken at all frequencies
/// before the next one. Both passes use the buffers it owns.
struct CircuitEvaluator {
    private enum Kind {
        case plain(PlainLaw, value: Int)
        case part(Int)
        case series(Range<Int>)
        case parallel(Range<Int>)

        var isPlain: Bool { if case .plain = self { true } else { false } }
    }

    private let parts: [Circuit.Part]
    private let omega_rad_per_s: [Double]
    private let period_s: [Double]
    private var kinds: [Kind] = []
    /// Whether each node stands beside others.
    private var isBeside: [Bool] = []
    /// Nodes inside groups; each group owns a range of this list.
    private var inside: [Int] = []
    /// Impedances of the nodes.
    private var z: ComplexRows
    /// 1/Z of the nodes that stand beside others, and sums of them.
    private var y: ComplexRows
    private var factors: ComplexRows
    /// Derivatives by the circuit's values after `differentiate`.
    private(set) var derivatives: ComplexRows
    /// Derivatives of one element at one frequency.
    private var scratch: [Complex<Double>]

    /// Lays a circuit out for angular frequencies.
    init(_ circuit: Circuit, _ omega_rad_per_s: [Double]) {
        parts = circuit.parts
        self.omega_rad_per_s = omega_rad_per_s
        period_s = omega_rad_per_s.map { 1 / $0 }
        z = ComplexRows(rows: 0, width: 0)
        y = z
        factors = z
        derivatives = ComplexRows(rows: circuit.values.count, width: omega_rad_per_s.count)
        scratch = Array(repeating: .zero, count: circuit.values.count)
        _ = add(circuit.joint)
        z = ComplexRows(rows: kinds.count, width: omega_rad_per_s.count)
        y = z
        factors = z
    }

    private mutating func add(_ joint: Circuit.Joint) -> Int {
        let kind: Kind =
            switch joint {
            case .element(let index):
                parts[index].element.plainLaw.map { .plain($0, value: parts[index].firstValue) } ?? .part(index)
            case .series(let joints): .series(group(joints))
            case .parallel(let joints): .parallel(group(joints))
            }
        kinds.append(kind)
        isBeside.append(false)
        if case .parallel(let range) = kind { for node in inside[range] { isBeside[node] = true } }
        return kinds.count - 1
    }

    private mutating func group(_ joints: [Circuit.Joint]) -> Range<Int> {
        var nodes: [Int] = []
        for joint in joints { nodes.append(add(joint)) }
        let first = inside.count
        inside += nodes
        return first..<inside.count
    }

    /// Impedance of the whole at a frequency, by its index, after `evaluate`, ohm.
    ///
    /// Not finite where the values make no circuit (a capacitance of zero in series, a pole on this frequency).
    func impedance_ohm(_ index: Int) -> Complex<Double> {
        let whole = z[kinds.count - 1, index]
        return Complex(whole.real, whole.imaginary)
    }

    /// Impedances at all frequencies.
    mutating func evaluate(_ values: [Double]) {
        for node in kinds.indices {
            switch kinds[node] {
            case .plain(let law, let value): fill(node, law, values[value])
            case .part(let index): fill(node, index, values)
            case .series(let range): z.set(node, toSumOf: inside[range])
            case .parallel(let range):
                y.set(node, toSumOf: inside[range])
                z.set(node, toReciprocalsOf: node, of: y)
            }
            // The sum of admittances is the group's own; the others are one over their impedances.
            if isBeside[node], !kinds[node].isPlain { y.set(node, toReciprocalsOf: node, of: z) }
        }
    }

    private mutating func fill(_ node: Int, _ law: PlainLaw, _ value: Double) {
        switch law {
        case .constant:
            z.set(node, to: value)
            if isBeside[node] { y.set(node, to: 1 / value) }
        case .rising:
            z.set(node, toImaginary: value, times: omega_rad_per_s)
            if isBeside[node] { y.set(node, toImaginary: -1 / value, times: period_s) }
        case .falling:
            z.set(node, toImaginary: -1 / value, times: period_s)
            if isBeside[node] { y.set(node, toImaginary: value, times: omega_rad_per_s) }
        }
    }

    private mutating func fill(_ node: Int, _ index: Int, _ values: [Double]) {
        let (element, first) = (parts[index].element, parts[index].firstValue)
        let count = element.parameters.count
        for i in omega_rad_per_s.indices {
            let impedance = element.impedance_ohm(values, first, at: omega_rad_per_s[i], derivatives: &scratch)
            z[node, i] = (impedance.real, impedance.imaginary)
            for k in first..<first + count { derivatives[k, i] = (scratch[k].real, scratch[k].imaginary) }
        }
    }

    /// Adds the derivative by one value to that by another, which it follows.
    mutating func addDerivative(of value: Int, to head: Int) { derivatives.add(value, to: head) }

    /// Derivatives by the circuit's values, after `evaluate` of the same values.
    mutating func differentiate(_ values: [Double]) {
        factors.set(kinds.count - 1, to: 1)
        for node in kinds.indices.reversed() {
            switch kinds[node] {
            case .plain(.constant, let value): derivatives.set(value, toRow: node, of: factors)
            case .plain(.rising, let value):
                derivatives.set(value, toImaginary: 1, times: omega_rad_per_s, row: node, of: factors)
            case .plain(.falling, let value):
                // dZ/dC = -Z/C = i/(ωC²).
                let slope = 1 / (values[value] * values[value])
                derivatives.set(value, toImaginary: slope, times: period_s, row: node, of: factors)
            case .part(let index):
                let first = parts[index].firstValue
                for k in first..<first + parts[index].element.parameters.count {
                    derivatives.multiply(k, byRow: node, of: factors)
                }
            case .series(let range): for child in inside[range] { factors.copy(node, to: child) }
            case .parallel(let range):
                for child in inside[range] { factors.set(child, fromGroup: node, impedances: z, admittances: y) }
            }
        }
    }
}

/// An evaluator that all models of one search share, so that its buffers are made once.
final class SharedEvaluator {
    /// The evaluator.
    var evaluator: CircuitEvaluator

    /// Lays a circuit out for angular frequencies.
    init(_ circuit: Circuit, _ omega_rad_per_s: [Double]) {
        evaluator = CircuitEvaluator(circuit, omega_rad_per_s)
    }
}

extension Circuit {
    /// Impedance at angular frequencies, ohm; not finite where the values make no circuit.
    ///
    /// - Shape: `values` in the order of `self.values`, SI; the result as `omega_rad_per_s`.
    public func impedance_ohm(_ values: [Double], at omega_rad_per_s: [Double]) -> [Complex<Double>] {
        precondition(values.count == self.values.count, "one number for each value of the circuit")
        var evaluator = CircuitEvaluator(self, omega_rad_per_s)
        evaluator.evaluate(values)
        return omega_rad_per_s.indices.map { evaluator.impedance_ohm($0) }
    }

    /// Derivatives of the impedance by each value, one row a frequency, in the values' units.
    ///
    /// Analytic, by the rule of series and parallel parts over each element's own.
    public func derivatives(_ values: [Double], at omega_rad_per_s: [Double]) -> [[Complex<Double>]] {
        precondition(values.count == self.values.count, "one number for each value of the circuit")
        var evaluator = CircuitEvaluator(self, omega_rad_per_s)
        evaluator.evaluate(values)
        evaluator.differentiate(values)
        return omega_rad_per_s.indices.map { i in
            values.indices.map { k in
                let slope = evaluator.derivatives[k, i]
                return Complex(slope.real, slope.imaginary)
            }
        }
    }
}
