public import ComplexModule
internal import Kernels
public import RealModule

/// A circuit laid out for evaluation at many frequencies: parts before the groups that hold them.
///
/// Z by one pass from the elements to the whole; the derivatives by one pass back: a part in series hands on what its
/// group was handed, a part beside others that times `(Z_group/Z_part)²`. Elements of one term are added up without rows
/// of their own: in series they make `R + iωL + 1/(iωC)`, beside each other the same of 1/Z. Each part is taken at all
/// frequencies before the next one, in buffers made once.
struct CircuitEvaluator {
    /// An element of one term, and where its value stands.
    struct Plain {
        let law: PlainLaw
        let value: Int
    }

    /// A group, or an element of more than one term.
    struct Node {
        enum Kind { case part(Int), series, parallel }

        let kind: Kind
        /// A group's elements of one term, in `plain`.
        var plain = 0..<0
        /// A group's other parts, in `inside`.
        var inside = 0..<0
        /// Whether it stands beside others, so that its admittance is asked for.
        var isBeside = false
        /// The row of `slopes` with what the whole gains by a change of its impedance.
        var slope = 0
        /// Of a parallel group: the row with what the whole gains by a change of its admittance.
        var admittanceSlope = 0
    }

    /// From where the derivative by a value follows.
    enum Origin {
        case plain(PlainLaw, slope: Int, isBeside: Bool)
        case part(slope: Int)
    }

    let parts: [Circuit.Part]
    let omega_rad_per_s: [Double]
    let omegas: LaneRow
    let periods: LaneRow
    private(set) var nodes: [Node] = []
    /// Elements of one term; each group owns a range.
    private(set) var plain: [Plain] = []
    /// Nodes inside groups; each group owns a range.
    private(set) var inside: [Int] = []
    private(set) var origins: [Origin]
    /// Impedances of the nodes.
    var z: ComplexRows
    /// 1/Z of the nodes that stand beside others, and of the parallel groups.
    var y: ComplexRows
    var slopes: ComplexRows
    /// Derivatives of the elements of several terms by their own values.
    var partial: ComplexRows
    /// Derivatives of one element at one frequency.
    var scratch: [Complex<Double>]

    /// Lays a circuit out for angular frequencies.
    init(_ circuit: Circuit, _ omega_rad_per_s: [Double]) {
        parts = circuit.parts
        self.omega_rad_per_s = omega_rad_per_s
        omegas = LaneRow(omega_rad_per_s, filler: 1)
        periods = LaneRow(omega_rad_per_s.map { 1 / $0 }, filler: 1)
        origins = Array(repeating: .part(slope: 0), count: circuit.values.count)
        let width = omega_rad_per_s.count
        z = ComplexRows(rows: 0, width: width)
        (y, slopes, partial) = (z, z, z)
        scratch = []
        _ = add(circuit.joint)
        z = ComplexRows(rows: nodes.count, width: width)
        y = z
        var rows = 1
        hand(0, to: nodes.count - 1, &rows)
        slopes = ComplexRows(rows: rows, width: width)
        slopes.set(0, to: 1)
        if nodes.contains(where: { if case .part = $0.kind { true } else { false } }) {
            scratch = Array(repeating: .zero, count: circuit.values.count)
            partial = ComplexRows(rows: circuit.values.count, width: width)
        }
    }

    private mutating func add(_ joint: Circuit.Joint) -> Int {
        let node: Node
        switch joint {
        case .element(let index):
            node = Self.plain(joint, parts) == nil ? Node(kind: .part(index)) : group(.series, [joint])
        case .series(let joints): node = group(.series, joints)
        case .parallel(let joints):
            node = group(.parallel, joints)
            for index in inside[node.inside] { nodes[index].isBeside = true }
        }
        nodes.append(node)
        return nodes.count - 1
    }

    private mutating func group(_ kind: Node.Kind, _ joints: [Circuit.Joint]) -> Node {
        var node = Node(kind: kind)
        var others: [Int] = []
        for joint in joints where Self.plain(joint, parts) == nil { others.append(add(joint)) }
        node.plain = plain.count..<plain.count
        plain += joints.compactMap { Self.plain($0, parts) }
        node.plain = node.plain.lowerBound..<plain.count
        node.inside = inside.count..<(inside.count + others.count)
        inside += others
        return node
    }

    private static func plain(_ joint: Circuit.Joint, _ parts: [Circuit.Part]) -> Plain? {
        guard case .element(let index) = joint, let law = parts[index].element.plainLaw else { return nil }
        return Plain(law: law, value: parts[index].firstValue)
    }

    /// Gives a node and all inside it the rows of `slopes` that say what the whole gains by them.
    private mutating func hand(_ row: Int, to index: Int, _ rows: inout Int) {
        nodes[index].slope = row
        let node = nodes[index]
        switch node.kind {
        case .part(let part):
            let first = parts[part].firstValue
            for k in first..<first + parts[part].element.parameters.count { origins[k] = .part(slope: row) }
        case .series:
            for one in plain[node.plain] { origins[one.value] = .plain(one.law, slope: row, isBeside: false) }
            for index in inside[node.inside] { hand(row, to: index, &rows) }
        case .parallel:
            let own = rows
            rows += 1
            nodes[index].admittanceSlope = own
            for one in plain[node.plain] { origins[one.value] = .plain(one.law, slope: own, isBeside: true) }
            for index in inside[node.inside] {
                rows += 1
                hand(rows - 1, to: index, &rows)
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
        return evaluator.impedance_ohm(values)
    }

    /// Derivatives of the impedance by each value, one row a frequency, in the values' units.
    ///
    /// Analytic, by the rule of series and parallel parts over each element's own.
    public func derivatives(_ values: [Double], at omega_rad_per_s: [Double]) -> [[Complex<Double>]] {
        precondition(values.count == self.values.count, "one number for each value of the circuit")
        let count = omega_rad_per_s.count
        var evaluator = CircuitEvaluator(self, omega_rad_per_s)
        evaluator.evaluate(values)
        evaluator.differentiate()
        let ones = Array(repeating: 1.0, count: count)
        let weights = LaneWeights(real: ones, imaginary: ones)
        let columns = values.indices.map { k in
            var column = ones + ones
            _ = evaluator.write(k, values, times: 1, weights, to: &column, at: 0)
            return column
        }
        return (0..<count).map { i in columns.map { Complex($0[i], $0[i + count]) } }
    }
}
