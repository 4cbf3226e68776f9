import Circuits
import Findings
import TestSupport
import Testing

@Suite struct CircuitCodeTests {
    @Test(arguments: [
        ("R0-p(C1,R1,R2-L1)", "R(CR[RL])"),
        ("R0", "R"),
        ("R0-p(R1,C1)-p(R2,Q2)", "R(RC)(RQ)"),
        ("L0-R0-p(C1,R1-Ws1)", "LR(C[RWs])"),
        ("p(R1-p(R2,C2),C1)", "([R(RC)]C)"),
        ("R0-Zarc1-H1-G1-K1-La1-Wo1-W1", "RZarcHGKLaWoW"),
    ])
    func `a code is read and printed in both notations`(_ dashes: String, _ brackets: String) throws {
        let circuit = try Circuit(code: dashes)
        #expect(circuit.code == dashes)
        #expect(circuit.boukampCode == brackets)
        let again = try Circuit(code: brackets)
        #expect(again.boukampCode == brackets)
        #expect(again.joint == circuit.joint)
        #expect(try Circuit(code: again.code).code == again.code)
    }

    @Test func `values bear the label of their element`() throws {
        let circuit = try Circuit(code: "R0-p(CPE1,R1)-Wo_2")
        #expect(circuit.code == "R0-p(Q1,R1)-Wo_2")
        #expect(circuit.values.map(\.name) == ["R0", "Q1.Q", "Q1.n", "R1", "Wo_2.R", "Wo_2.tau"])
        #expect(try Circuit(code: "R (C R [R L])").values.map(\.name) == ["R1", "C1", "R2", "R3", "L1"])
    }

    @Test func `groups within groups of their kind are one`() throws {
        #expect(try Circuit(code: "R0-p(R1,p(C1,C2))").code == "R0-p(R1,C1,C2)")
        #expect(try Circuit(code: "[R[CL]]").boukampCode == "RCL")
    }

    @Test(arguments: [
        ("R0-p(C1,[R1L1])", 9, "belongs to the notation"),
        ("R(C1)", 4, "belongs to the notation"),
        ("R0-X1", 4, "there is no element \"X\""),
        ("R0-p(C1)", 6, "one branch"),
        ("R0-p(C1,R1", 11, "not closed"),
        ("R0-p(C1,R1))", 12, "\")\""),
        ("R0--R1", 4, "\"-\""),
        ("R0-", 4, "ends"),
        ("", 1, "ends"),
        ("R0-R0", 4, "stands twice"),
        ("R(C)", 3, "one branch"),
        ("R(CR]", 5, "\"]\""),
        ("R0-p(C1,R1)é", 12, "\"é\""),
        ("R0 R1", 4, "\"R\""),
    ])
    func `a fault is told with its column`(_ code: String, _ column: Int, _ what: String) throws {
        let failure = #expect(throws: Failure.self) { try Circuit(code: code) }
        let finding = try #require(failure?.findings.first)
        #expect(finding.code == "circuit.code" && finding.fix != nil)
        #expect(finding.message.contains("column \(column)"), "\(finding.message)")
        #expect(finding.message.contains(what), "\(finding.message)")
    }

    @Test func `depth and size have limits`() {
        let deep = String(repeating: "R(C[", count: 5000)
        #expect(throws: Failure.self) { try Circuit(code: deep) }
        let long = (0..<300).map { "R\($0)" }.joined(separator: "-")
        #expect(throws: Failure.self) { try Circuit(code: long) }
    }

    @Test func `random text is refused or read, never a trap`() {
        var random = SeededRandom(seed: 4)
        let alphabet = Array("RCLQWosaGHKZrcp()[]-,019 _é")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...14, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "R" })
            if let circuit = try? Circuit(code: text) {
                #expect((try? Circuit(code: circuit.code))?.code == circuit.code, "\(text)")
            }
        }
    }

    @Test(arguments: [
        ("EC1", "R0-p(C1,R1,R2-L1)"), ("ec6:3", "R0-K1-K2-K3"), ("EC7", "R0-p(C1,R1,M1,M2)"),
        ("EC7:1", "R0-p(C1,R1,M1)"), ("EC1+L", "L0-R0-p(C1,R1,R2-L1)"), ("EC6:1+l", "L0-R0-K1"),
    ])
    func `a name may say how many terms, and whether there are leads`(_ name: String, _ code: String) throws {
        #expect(NamedCircuits.code(name) == code)
        #expect(try Circuit(code: code).code == code)
    }

    @Test(arguments: ["EC8", "EC1:2", "EC6:0", "EC6:21", "EC6:", "EC6:x", "+L", "R0"])
    func `what is no name is none`(_ name: String) { #expect(NamedCircuits.code(name) == nil) }

    @Test func `every named circuit is a code`() throws {
        for named in NamedCircuits.all { #expect(try Circuit(code: named.code).code == named.code) }
    }
}
