/// A circuit that people speak of by a short name.
public struct NamedCircuit: Sendable, Hashable {
    /// Its name, `EC1`.
    public let id: String
    /// Its code.
    public let code: String
    /// What it stands for.
    public let meaning: String
}

/// The circuits of THEORY E.2.
public enum NamedCircuits {
    /// In the order of their names.
    public static let all: [NamedCircuit] = [
        NamedCircuit(id: "EC0", code: "R0-p(C1,R1)", meaning: "a resistance and a capacitance, no memory"),
        NamedCircuit(
            id: "EC1", code: "R0-p(C1,R1,R2-L1)",
            meaning: "the chemical inductor: one memory of either sign beside fast conduction"),
        NamedCircuit(
            id: "EC2", code: "R0-p(Q1,R1,R2-L1)", meaning: "EC1 with a constant-phase element for the capacitance"),
        NamedCircuit(
            id: "EC3", code: "R0-p(C1,R1,R2-L1,R3-C2)", meaning: "EC1 and a branch that charges: the two-branch device"
        ),
        NamedCircuit(id: "EC4", code: "R0-p(C1,R1,R2-L1,R3-L2)", meaning: "two memories: the double inductor"),
        NamedCircuit(id: "EC5", code: "R0-p(R1,C1)-p(C2,R2,R3-L1)", meaning: "EC1 behind another arc"),
        NamedCircuit(id: "EC6", code: "R0-K1-K2", meaning: "two steps of a Voigt chain, of either sign"),
    ]

    /// The circuit of a name, letters of either case.
    public static func named(_ id: String) -> NamedCircuit? { all.first { $0.id.lowercased() == id.lowercased() } }
}
