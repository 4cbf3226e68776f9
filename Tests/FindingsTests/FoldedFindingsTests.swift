import Findings
import Testing

@Suite struct FoldedFindingsTests {
    private let kind = FindingKind("a.b", .warning, "x")

    private func finding(_ line: Int, _ file: String = "f") -> Finding {
        Finding(kind, "spectrum \(line)", at: SourcePosition(file: file, line: line))
    }

    @Test func `a crowd becomes its first with a count and lines`() {
        let folded = FoldedFindings.folded((1...9).map { finding($0 * 10) })
        #expect(folded.count == 1 && folded.first?.message == "spectrum 10")
        #expect(
            folded.first?.notes.map(\.message) == [
                "the same kind in 8 further places of the file: lines 20, 30, 40, 50, 60, ..."
            ])
    }

    @Test func `two of a kind, other files and findings without a place stay`() {
        let few = [finding(1), finding(2), finding(1, "g"), Finding(kind, "x"), Finding(kind, "y"), Finding(kind, "z")]
        #expect(FoldedFindings.folded(few) == few)
        #expect(FoldedFindings.folded([]).isEmpty)
    }

    @Test func `equal findings are a crowd too, and one of them is told`() {
        let folded = FoldedFindings.folded([finding(1), finding(1), finding(1), finding(1)])
        #expect(folded.count == 1 && folded.first?.notes.count == 1)
    }

    @Test func `order is kept`() {
        let other = Finding(FindingKind("c.d", .error, "x"), "other", at: SourcePosition(file: "f", line: 5))
        let folded = FoldedFindings.folded([finding(1), other, finding(2), finding(3)])
        #expect(folded.map(\.code) == ["a.b", "c.d"])
    }
}
