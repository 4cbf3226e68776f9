internal import Findings

/// JUnit XML as CI systems read it: a suite for each device, a test case for each rule.
public enum JUnitReport {
    /// The file; broken rules of severity `fail` are failures, the rest of what is open stands in `system-out`.
    ///
    /// - Parameter strict: whether `warn` counts as a failure too.
    public static func xml(_ result: GateResult, strict: Bool) -> [UInt8] {
        let failing = { (one: RuleOutcome) in one.counts && one.severity >= (strict ? .warn : .fail) }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let failures = result.outcomes.count(where: failing)
        let skipped = result.outcomes.count { isSkipped($0) && !failing($0) }
        text +=
            "<testsuites name=\"pinch check\" tests=\"\(result.outcomes.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\" time=\"0\">\n"
        for (device, outcomes) in groups(result.outcomes) {
            let name = XMLText.escaped(device)
            text +=
                "  <testsuite name=\"\(name)\" tests=\"\(outcomes.count)\" failures=\"\(outcomes.count(where: failing))\" errors=\"0\" skipped=\"\(outcomes.count { isSkipped($0) && !failing($0) })\" time=\"0\">\n"
            for outcome in outcomes { text += testCase(outcome, fails: failing(outcome)) }
            text += "  </testsuite>\n"
        }
        return Array((text + "</testsuites>\n").utf8)
    }

    private static func isSkipped(_ outcome: RuleOutcome) -> Bool {
        outcome.status == .missing || outcome.status == .waived
    }

    private static func groups(_ outcomes: [RuleOutcome]) -> [(String, [RuleOutcome])] {
        var groups: [(String, [RuleOutcome])] = []
        for outcome in outcomes {
            if groups.last?.0 == outcome.device {
                groups[groups.count - 1].1.append(outcome)
            } else {
                groups.append((outcome.device, [outcome]))
            }
        }
        return groups
    }

    private static func testCase(_ outcome: RuleOutcome, fails: Bool) -> String {
        let batch = outcome.batch.isEmpty ? "" : outcome.batch + "."
        let head =
            "    <testcase classname=\"\(XMLText.escaped(batch + outcome.device))\" name=\"\(XMLText.escaped(outcome.rule.id))\" file=\"\(XMLText.escaped(outcome.position.file))\" time=\"0\""
        let message = XMLText.escaped(outcome.message)
        if fails {
            var body = outcome.evidence.filter { !$0.holds }.prefix(50).map { one in
                XMLText.escaped([one.position?.text, one.text].compactMap { $0 }.joined(separator: ": "))
            }
            if !outcome.rule.fix.isEmpty { body.append("fix: " + XMLText.escaped(outcome.rule.fix)) }
            return head
                + ">\n      <failure message=\"\(message)\" type=\"\(outcome.severity.rawValue)\">\(body.joined(separator: "\n"))</failure>\n    </testcase>\n"
        }
        if outcome.status == .waived, let waiver = outcome.waiver {
            let words = XMLText.escaped("waived by \(waiver.owner) until \(waiver.expires): \(waiver.reason)")
            return head + ">\n      <skipped message=\"\(words)\"/>\n    </testcase>\n"
        }
        if outcome.status == .missing { return head + ">\n      <skipped message=\"\(message)\"/>\n    </testcase>\n" }
        if outcome.isOpen {
            let word = outcome.counts ? outcome.severity.rawValue : "known from the baseline"
            return head + ">\n      <system-out>\(word): \(message)</system-out>\n    </testcase>\n"
        }
        return head + "/>\n"
    }
}
