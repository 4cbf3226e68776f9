/// A circuit that people speak of by a short name.
public struct NamedCircuit: Sendable, Hashable {
    /// Its name, `EC1`.
    public let id: String
    /// Its code.
    public let code: String
    /// What it stands for.
    public let meaning: String
    /// The code of one more term, for the circuits that have as many as one wants; empty for the others.
    let term: String

    init(_ id: String, _ code: String, _ meaning: String, term: String = "") {
        self.id = id
        self.code = code
        self.meaning = meaning
        self.term = term
    }
}

/// The circuits of THEORY E.2.
public enum NamedCircuits {
    /// In the order of their names.
    public static let all: [NamedCircuit] = [
        NamedCircuit("EC0", "R0-p(C1,R1)", "a resistance and a capacitance, no memory"),
        NamedCircuit(
            "EC1", "R0-p(C1,R1,R2-L1)", "the chemical inductor: one memory of either sign beside fast conduction"),
        NamedCircuit("EC2", "R0-p(Q1,R1,R2-L1)", "EC1 with a constant-phase element for the capacitance"),
        NamedCircuit("EC3", "R0-p(C1,R1,R2-L1,R3-C2)", "EC1 and a branch that charges: the two-branch device"),
        NamedCircuit("EC4", "R0-p(C1,R1,R2-L1,R3-L2)", "two memories: the double inductor"),
        NamedCircuit("EC5", "R0-p(R1,C1)-p(C2,R2,R3-L1)", "EC1 behind another arc"),
        NamedCircuit(
            "EC6", "R0-K1-K2", "signed Voigt chain: steps of either sign in series; EC6:n has n of them (2)",
            term: "-K"),
        NamedCircuit(
            "EC7", "R0-p(C1,R1,M1,M2)",
            "signed Maxwell form: memories of either sign beside each other; EC7:n has n of them (2)", term: ",M"),
    ]

    /// Most terms of EC6 and EC7: more than a spectrum of a hundred points can tell apart.
    private static let mostTerms = 20

    /// The code of a name, letters of either case; `nil` for what is no name.
    ///
    /// `EC6:3` has three terms; `+L` at the end adds the inductance of the leads, `EC1+L`.
    public static func code(_ name: String) -> String? {
        var name = name.lowercased()
        let hasLead = name.hasSuffix("+l")
        if hasLead { name.removeLast(2) }
        let words = name.split(separator: ":", omittingEmptySubsequences: false)
        guard let circuit = all.first(where: { $0.id.lowercased() == words[0] }), words.count <= 2 else { return nil }
        var code = circuit.code
        if let word = words.dropFirst().first {
            guard let count = Int(word), (1...mostTerms).contains(count), !circuit.term.isEmpty else { return nil }
            let terms = (1...count).map { circuit.term + String($0) }.joined()
            code = circuit.term.hasPrefix("-") ? "R0" + terms : "R0-p(C1,R1" + terms + ")"
        }
        return hasLead ? "L0-" + code : code
    }

    /// The circuit of a name without terms or leads, letters of either case.
    public static func named(_ id: String) -> NamedCircuit? { all.first { $0.id.lowercased() == id.lowercased() } }
}
