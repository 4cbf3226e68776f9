import Findings
import Testing

@testable import Gate

@Suite struct RuleReaderTests {
    private let vocabulary = RuleVocabulary(findings: ["iv.compliance", "table.truncated"])

    private func read(_ inside: String) throws(Failure) -> RuleSet {
        var set = RuleSet()
        let text = "<rules xmlns='urn:pinch:rules:1' version='1'>\n\(inside)\n</rules>"
        try RuleReader.read(Array(text.utf8), file: "r.xml", into: &set, vocabulary: vocabulary)
        return set
    }

    private func faults(_ inside: String) -> [Finding] {
        do {
            _ = try read(inside)
            return []
        } catch { return error.findings }
    }

    @Test func `a rule has its parts, and defaults where none are written`() throws {
        let set = try read(
            """
            <rule id='a' metric='impedance.R_s' min='1' max='100' mostly='0.9' severity='warn' missing='fail' class='volatile'/>
            <rule id='b' link='L*'/>
            <waiver rule='a' device='D*' owner='me' reason='old probe' expires='2027-01-01'/>
            """)
        #expect(set.rules.map(\.id) == ["a", "b"])
        #expect(set.rules[0].least == 1 && set.rules[0].most == 100 && set.rules[0].mostly == 0.9)
        #expect(
            set.rules[0].severity == .warn && set.rules[0].missing == .fail && set.rules[0].deviceClass == "volatile")
        #expect(set.rules[1].severity == .fail && set.rules[1].missing == .ignore && set.rules[1].fewest == 1)
        #expect(set.rules[0].position.line == 2)
        #expect(set.waivers.count == 1 && set.waivers[0].covers(rule: "a", device: "D7"))
        #expect(!set.waivers[0].covers(rule: "b", device: "D7"))
    }

    @Test(arguments: [
        ("<rule id='a' metric='impedance.R_ss'/>", "rules.unknown-name", "impedance.R_s"),
        ("<rule id='a' metric='impedance.R_s' max='1' min='2'/>", "rules.contradiction", "nothing can hold"),
        ("<rule id='a' metric='impedance.R_s' mx='1'/>", "rules.unknown-attribute", "max"),
        ("<rule id='a' metric='impedance.R_s' link='L1'/>", "rules.bad-value", "metric and link"),
        ("<rule id='a'/>", "rules.bad-value", "nothing to look at"),
        ("<rule metric='impedance.R_s'/>", "rules.bad-value", "lacks the attribute"),
        ("<rule id='a' metric='impedance.R_s' severity='fial'/>", "rules.bad-value", "fail"),
        ("<rule id='a' metric='impedance.R_s' max='a lot'/>", "rules.bad-value", "not a number"),
        ("<rule id='a' metric='impedance.R_s' unit='F'/>", "rules.bad-value", "ohm"),
        ("<rule id='a' label='impedance.kk_Z' max='1'/>", "rules.bad-value", "is a word"),
        ("<rule id='a' link='L4' equals='agrees'/>", "rules.bad-value", "verdict"),
        ("<rule id='a' metric='impedance.R_s' where='@bias_V >'/>", "rules.bad-value", "not XPath"),
        ("<rule id='a' link='L4'/><rule id='a' link='L1'/>", "rules.bad-value", "second rule"),
        ("<rul id='a'/>", "rules.unknown-element", "rule"),
        ("<waiver rule='a' device='D' owner='' reason='r' expires='2027-01-01'/>", "rules.bad-value", "says nothing"),
        ("<waiver rule='a' device='D' owner='o' reason='r' expires='soon'/>", "rules.bad-value", "not a day"),
        ("", "rules.nothing", "neither"),
    ])
    func `a fault has its code, its line and what to do`(_ inside: String, _ code: String, _ words: String) throws {
        let found = faults(inside)
        let first = try #require(found.first { $0.code == code }, "\(found)")
        #expect((first.message + (first.fix ?? "")).contains(words), "\(first)")
        #expect(first.position?.line != nil)
    }

    @Test func `every fault of a file is told at once`() {
        let found = faults("<rule id='a' metric='x'/>\n<rule id='b' link='L99'/>\n<rule id='c' finding='no.such'/>")
        #expect(found.map(\.position?.line) == [2, 3, 4])
    }

    @Test func `what is no XML, has a doctype or another root is refused`() {
        var set = RuleSet()
        for text in ["<rules", "<!DOCTYPE x><rules xmlns='urn:pinch:rules:1' version='1'/>", "<report/>", ""] {
            #expect(throws: Failure.self) {
                try RuleReader.read(Array(text.utf8), file: "r.xml", into: &set, vocabulary: vocabulary)
            }
        }
    }
}
