import Diagnostics
import Findings
import Foundation
import LibXML
import Measurements
import Testing

@testable import Gate

@Suite struct GateFormatsTests {
    private typealias Samples = GateSamples

    /// A failing, a warning, a waived and a passing rule over two devices with names that every format must escape.
    private var result: GateResult {
        let rules = [
            Samples.rule(.metric("impedance.R_s")) {
                ($0.id, $0.most, $0.title, $0.fix) = ("a<b>&\"c\"", 15, "R, with | and\nline", "100% tighter")
            },
            Samples.rule(.metric("impedance.R_s")) { ($0.id, $0.most, $0.severity) = ("w", 12, .warn) },
            Samples.rule(.label("impedance.kk_Z")) { ($0.id, $0.allowed) = ("k", ["pass"]) },
        ]
        let waiver = Waiver(
            rule: "w", device: "D02", owner: "me", reason: "old", expires: "2027-01-01",
            position: SourcePosition(file: "r.xml"))
        return Samples.result(
            rules, [Samples.device("D<1>\u{1}"), Samples.device("D02")], waivers: [waiver], date: "2026-01-01")
    }

    @Test func `the text ends with one line of counts`() {
        let text = GateText.text(result, strict: false)
        #expect(text.contains("FAIL  D02  a<b>&\"c\": impedance.R_s is 20.00"))
        #expect(text.hasSuffix("FAILED: 2 devices, 3 rules, 2 failed, 1 warned, 2 passed, 1 waived\n"))
    }

    @Test func `JUnit is XML with a suite a device and a case a rule`() throws {
        let document = try XMLDocument.parse(JUnitReport.xml(result, strict: false))
        func count(_ path: String, _ document: XMLDocument) throws -> Double? {
            try XPathContext(document).evaluate("count(\(path))", at: document.root).number
        }
        #expect(try count("/testsuites/testsuite", document) == 2)
        #expect(try count("//testcase", document) == 6)
        #expect(try count("//testcase/failure", document) == 2)
        #expect(try count("//testcase/skipped", document) == 1)
        #expect(try count("/testsuites[@failures = 2]", document) == 1)
        #expect(try count("//testcase[@name='a<b>&\"c\"']", document) == 2)
        // With --strict a warning fails as well.
        let strict = try XMLDocument.parse(JUnitReport.xml(result, strict: true))
        #expect(try count("//testcase/failure", strict) == 3)
    }

    @Test func `SARIF has its version, rules, results with fingerprints, and suppressions`() throws {
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(try SARIFReport.json(result))) as? [String: Any])
        #expect(json["version"] as? String == "2.1.0")
        let run = try #require((json["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 4)
        #expect(results.compactMap { $0["level"] as? String } == ["error", "error", "warning", "warning"])
        #expect(results.count { $0["suppressions"] != nil } == 1)
        let prints = results.compactMap { ($0["partialFingerprints"] as? [String: String])?.values.first }
        #expect(Set(prints).count == 4)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        #expect((driver["rules"] as? [[String: Any]])?.count == 3)
    }

    @Test func `fingerprints stay when numbers change`() {
        func print(_ value: Double) -> String {
            let rule = Samples.rule(.metric("impedance.R_s")) { $0.most = 1 }
            return Fingerprint.of(Samples.result([rule], [Samples.device(resistances_ohm: [value])]).outcomes[0])
        }
        #expect(print(20) == print(21))
    }

    @Test func `GitLab's list has description, check, fingerprint, severity and place`() throws {
        let list = try #require(
            JSONSerialization.jsonObject(with: Data(try GitLabReport.json(result))) as? [[String: Any]])
        #expect(list.count == 3)
        for issue in list {
            #expect(Set(issue.keys) == ["description", "check_name", "fingerprint", "severity", "location"])
        }
        #expect(list.compactMap { $0["severity"] as? String } == ["major", "major", "minor"])
    }

    @Test func `GitHub's commands are one a line, escaped, and no more than ten of a kind`() {
        let text = GitHubAnnotations.text(result)
        #expect(text.split(separator: "\n").count == 3)
        #expect(text.contains("::error file=B/D02/z.csv,title=D02%3A a<b>&\"c\"::"))
        let rule = Samples.rule(.metric("impedance.R_s")) { $0.most = 1 }
        let many = Samples.result([rule], (1...30).map { Samples.device("D\($0)") })
        let lines = GitHubAnnotations.text(many).split(separator: "\n")
        #expect(lines.count == 10 && lines[9].contains("21 more"))
    }

    @Test func `Markdown's cells hold what would end them`() {
        let text = MarkdownSummary.text(result, strict: false)
        #expect(text.contains("| FAIL | D02 | `a&lt;b>&\"c\"` |") && text.contains("### Waived"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| FAIL") }
        #expect(rows.allSatisfy { $0.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" } == 6 })
    }

    @Test func `our own JSON names every outcome`() throws {
        let json = try #require(
            JSONSerialization.jsonObject(with: Data(try GateFile.json(result, strict: false))) as? [String: Any])
        #expect(json["schema"] as? String == "pinch.check/1" && json["failed"] as? Bool == true)
        #expect((json["outcomes"] as? [Any])?.count == 6)
    }
}
