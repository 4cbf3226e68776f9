import Findings
import Testing

@Suite struct SuggestionTests {
    @Test func `a near miss is offered`() {
        #expect(Suggestion.nearest("reff", in: ["ref", "width", "height"]) == "ref")
        #expect(
            Suggestion.nearest("Impedence.nyquist", in: ["impedance.nyquist", "impedance.bode"]) == "impedance.nyquist")
    }

    @Test func `a far word is not`() {
        #expect(Suggestion.nearest("banana", in: ["ref", "width"]) == nil)
        #expect(Suggestion.nearest("x", in: []) == nil)
    }

    @Test func `a finding prints place, code and fix`() {
        let kind = FindingKind("mpt.decimal-comma", .error, "A number with a decimal comma.")
        let finding = Finding(
            kind, "\"1,2\" uses a decimal comma", at: SourcePosition(file: "cv.mpt", line: 87, column: 23),
            fix: "pass --decimal comma")
        #expect(
            finding.text
                == "cv.mpt:87:23: error: \"1,2\" uses a decimal comma [mpt.decimal-comma]\n  fix: pass --decimal comma")
    }
}
