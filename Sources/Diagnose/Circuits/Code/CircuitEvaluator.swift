public import ComplexModule
public import RealModule

/// A circuit laid out for evaluation at many frequencies: parts before the groups that hold them.
///
/// Z by one pass from the elements to the whole; the derivatives by one pass back: a part in series hands on its
/// group's factor, a part beside others that factor times `(Z_group/Z_part)²`. Both passes use the buffers it owns.
struct CircuitEvaluator {
    private enum Kind {
        case part(Int)
        case series(Range<Int>)
        case parallel(Range<Int>)
    }

    private let parts: [Circuit.Part]
    private var kinds: [Kind] = []
    /// Nodes inside groups; each group owns a range of this list.
    private var inside: [Int] = []
    private var z: [Complex<Double>]
    private var factors: [Complex<Double>]
    /// Derivatives by the circuit's values after `impedance_ohm`.
    private(set) var derivatives: [Complex<Double>]

    /// Lays a circuit out.
    init(_ circuit: Circuit) {
        parts = circuit.parts
        z = []
        factors = []
        derivatives = Array(repeating: .zero, count: circuit.values.count)
        _ = add(circuit.joint)
        z = Array(repeating: .zero, count: kinds.count)
        factors = z
    }

    private mutating func add(_ joint: Circuit.Joint) -> Int {
        switch joint {
        case .element(let index): kinds.append(.part(index))
        case .series(let joints): kinds.append(.series(group(joints)))
        case .parallel(let joints): kinds.append(.parallel(group(joints)))
        }
        return kinds.count - 1
    }

    private mutating func group(_ joints: [Circuit.Joint]) -> Range<Int> {
        var nodes: [Int] = []
        for joint in joints { nodes.append(add(joint)) }
        let first = inside.count
        inside += nodes
        return first..<inside.count
    }

    /// Impedance at one angular frequency, ohm; `derivatives` are set.
    ///
    /// Not finite where the values make no circuit (a capacitance of zero in series, a pole on this frequency).
    mutating func impedance_ohm(_ values: [Double], at omega_rad_per_s: Double) -> Complex<Double> {
        for (node, kind) in kinds.enumerated() {
            switch kind {
            case .part(let index):
                let part = parts[index]
                z[node] = part.element.impedance_ohm(
                    values, part.firstValue, at: omega_rad_per_s, derivatives: &derivatives)
            case .series(let range):
                var sum = Complex<Double>.zero
                for k in range { sum += z[inside[k]] }
                z[node] = sum
            case .parallel(let range):
                var sum = Complex<Double>.zero
                for k in range { sum += 1 / z[inside[k]] }
                z[node] = 1 / sum
            }
        }
        guard let whole = z.last else { return .zero }
        handFactorsDown()
        return whole
    }

    private mutating func handFactorsDown() {
        factors[factors.count - 1] = 1
        for node in kinds.indices.reversed() {
            switch kinds[node] {
            case .part(let index):
                let first = parts[index].firstValue
                for k in first..<first + parts[index].element.parameters.count { derivatives[k] *= factors[node] }
            case .series(let range):
                for k in range { factors[inside[k]] = factors[node] }
            case .parallel(let range):
                for k in range {
                    let ratio = z[node] / z[inside[k]]
                    factors[inside[k]] = factors[node] * ratio * ratio
                }
            }
        }
    }
}

extension Circuit {
    /// Impedance at angular frequencies, ohm; not finite where the values make no circuit.
    ///
    /// - Shape: `values` in the order of `self.values`, SI; the result as `omega_rad_per_s`.
    public func impedance_ohm(_ values: [Double], at omega_rad_per_s: [Double]) -> [Complex<Double>] {
        precondition(values.count == self.values.count, "one number for each value of the circuit")
        var evaluator = CircuitEvaluator(self)
        return omega_rad_per_s.map { evaluator.impedance_ohm(values, at: $0) }
    }

    /// Derivatives of the impedance by each value, one row a frequency, in the values' units.
    ///
    /// Analytic, by the rule of series and parallel parts over each element's own.
    public func derivatives(_ values: [Double], at omega_rad_per_s: [Double]) -> [[Complex<Double>]] {
        precondition(values.count == self.values.count, "one number for each value of the circuit")
        var evaluator = CircuitEvaluator(self)
        return omega_rad_per_s.map { omega in
            _ = evaluator.impedance_ohm(values, at: omega)
            return evaluator.derivatives
        }
    }
}
