/// A circuit of elements in series and in parallel, with a name for each value.
///
/// Made from a circuit code (`Circuit(code:)`), printed as one (`code`, `boukampCode`).
public struct Circuit: Sendable {
    /// How parts are joined.
    public indirect enum Joint: Sendable, Hashable {
        /// An element, by its place in `elements`.
        case element(Int)
        /// Parts one after the other; at least two.
        case series([Joint])
        /// Parts beside each other; at least two.
        case parallel([Joint])
    }

    /// An element with its label.
    public struct Part: Sendable {
        /// Its kind.
        public let element: any CircuitElement
        /// Its label: symbol and number, `R1`.
        public let label: String
        /// Where its values begin in the circuit's list of values.
        public let firstValue: Int
    }

    /// The elements, in the order of the code.
    public let parts: [Part]
    /// How they are joined.
    public let joint: Joint
    /// The circuit's values: `R0`, or `Q1.Q` and `Q1.n` where an element has several.
    public let values: [Value]

    /// Joins elements; labels are checked by the reader of the code.
    init(_ elements: [(element: any CircuitElement, label: String)], _ joint: Joint) {
        var first = 0
        let parts = elements.map { element, label in
            defer { first += element.parameters.count }
            return Part(element: element, label: label, firstValue: first)
        }
        self.parts = parts
        self.joint = joint
        values = parts.flatMap { part in
            let parameters = part.element.parameters
            return parameters.map { parameter in
                Value(
                    name: parameters.count == 1 ? part.label : part.label + "." + parameter.name,
                    parameter: parameter)
            }
        }
    }

    /// A value of the circuit.
    public struct Value: Sendable, Hashable {
        /// Its name, as `pinch fit --start` takes it.
        public let name: String
        /// What it measures.
        public let parameter: ElementParameter
    }
}

/// Printing as circuit codes.
extension Circuit {
    /// The code as impedance.py has it, `R0-p(C1,R1,R2-L1)`: what we print and keep.
    public var code: String { text(joint) }

    /// The code as Boukamp and pyimpspec have it, `R(CR[RL])`: `()` parallel, `[]` series, no numbers.
    public var boukampCode: String { boukampText(joint, isOutermost: true) }

    private func text(_ joint: Joint) -> String {
        switch joint {
        case .element(let index): parts[index].label
        case .series(let joints): joints.map(text).joined(separator: "-")
        case .parallel(let joints): "p(" + joints.map(text).joined(separator: ",") + ")"
        }
    }

    private func boukampText(_ joint: Joint, isOutermost: Bool = false) -> String {
        switch joint {
        case .element(let index): return parts[index].element.symbol
        case .series(let joints):
            let inside = joints.map { boukampText($0) }.joined()
            return isOutermost ? inside : "[" + inside + "]"
        case .parallel(let joints): return "(" + joints.map { boukampText($0) }.joined() + ")"
        }
    }
}
