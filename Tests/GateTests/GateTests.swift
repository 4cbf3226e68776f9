import Diagnostics
import Findings
import Foundation
import Measurements
import Testing

@testable import Gate

/// Devices made by hand, so that each verdict is known.
enum GateSamples {
    static func device(
        _ id: String = "D01", resistances_ohm: [Double] = [10, 20], deviceClass: String = "volatile",
        verdicts: [Verdict] = [], findings: [Finding] = [], date: String = "2026-03-01"
    ) -> DeviceAnalysis {
        var provenance = Provenance(file: "B/\(id)/z.csv", sha256: "aa", format: "plain-table")
        provenance.measuredAt = date
        let recording = Recording(
            id: "impedance-1", kind: .impedance,
            data: .spectrum(ImpedanceSpectrum(frequency_Hz: [1], real_ohm: [1], imaginary_ohm: [0])),
            conditions: Conditions(), provenance: provenance)
        var analysis = DeviceAnalysis(
            of: Device(id: id, batch: "B", statedClass: deviceClass, metadata: [:], recordings: [recording]))
        analysis.metrics = resistances_ohm.enumerated().map { index, value in
            Metric(
                "impedance.R_s", value, se: 0.5, unit: .ohm, at: Place(bias_V: 0.1 * Double(index)),
                from: ["impedance-1"], rule: "EC1")
        }
        analysis.labels = [Label("impedance.kk_Z", "pass", from: ["impedance-1"], rule: "linear")]
        analysis.links = verdicts.map { LinkResult("L4", $0, at: Place(bias_V: 0.3), z: 5, reason: "by hand") }
        analysis.findings = findings
        return analysis
    }

    static func rule(_ subject: RuleSubject, _ change: (inout Rule) -> Void = { _ in }) -> Rule {
        var rule = Rule(id: "r", subject: subject, position: SourcePosition(file: "rules.xml", line: 3))
        change(&rule)
        return rule
    }

    static func result(
        _ rules: [Rule], _ devices: [DeviceAnalysis], waivers: [Waiver] = [], baseline: Baseline? = nil,
        date: String? = nil
    ) -> GateResult {
        var set = RuleSet()
        set.rules = rules
        set.waivers = waivers
        var gate = Gate(set, baseline: baseline)
        for device in devices { gate.add(device, options: DiagnoseOptions()) }
        return gate.finish(tool: "pinch 0.1.0", date: date)
    }

    static func baseline(_ rules: [Rule], _ devices: [DeviceAnalysis]) -> Baseline {
        var set = RuleSet()
        set.rules = rules
        var gate = Gate(set)
        for device in devices { gate.add(device, options: DiagnoseOptions()) }
        return gate.baseline(tool: "pinch 0.1.0")
    }
}

@Suite struct GateTests {
    private typealias Samples = GateSamples

    @Test func `a metric beyond its bound breaks the rule, and the sentence names value, place and file`() {
        let result = Samples.result([Samples.rule(.metric("impedance.R_s")) { $0.most = 15 }], [Samples.device()])
        let outcome = result.outcomes[0]
        #expect(outcome.status == .broken && result.fails(strict: false))
        #expect(outcome.message.contains("20.00 ± 0.50") && outcome.message.contains("bias 100.0"))
        #expect(outcome.message.contains("at most 15.00"))
        #expect(outcome.position.file == "B/D01/z.csv")
    }

    @Test func `a share is enough where the rule says so, to the last value`() {
        let values = [Double](repeating: 10, count: 19) + [99]
        for (mostly, status) in [(0.95, RuleOutcome.Status.passed), (0.96, .broken)] {
            let rule = Samples.rule(.metric("impedance.R_s")) { ($0.most, $0.mostly) = (50, mostly) }
            #expect(Samples.result([rule], [Samples.device(resistances_ohm: values)]).outcomes[0].status == status)
        }
    }

    @Test func `a bound of the metric breaks a rule only where the true value must`() {
        var device = Samples.device()
        device.metrics = [
            Metric("volatility.tau_at_0V", 1e3, unit: .second, from: [], rule: "", bound: .lower)
        ]
        let least = Samples.rule(.metric("volatility.tau_at_0V")) { $0.least = 1e6 }
        let most = Samples.rule(.metric("volatility.tau_at_0V")) { $0.most = 10 }
        #expect(Samples.result([least], [device]).outcomes[0].status == .passed)
        #expect(Samples.result([most], [device]).outcomes[0].status == .broken)
    }

    @Test func `a condition selects by XPath over the device`() {
        let rule = Samples.rule(.metric("impedance.R_s")) { ($0.most, $0.condition) = (15, "@bias_V < 0.05") }
        #expect(Samples.result([rule], [Samples.device()]).outcomes[0].status == .passed)
    }

    @Test func `links contradict by default, and comparisons that were not made say nothing`() {
        let rule = Samples.rule(.link("L*"))
        let good = Samples.result([rule], [Samples.device(verdicts: [.consistent, .undecided, .notTested])])
        #expect(good.outcomes[0].status == .passed && good.outcomes[0].message.hasPrefix("2 of 2"))
        let bad = Samples.result([rule], [Samples.device(verdicts: [.consistent, .inconsistent])])
        #expect(bad.outcomes[0].status == .broken && bad.outcomes[0].message.contains("z = 5.0"))
    }

    @Test func `findings are counted, none allowed by default`() {
        let finding = Finding(
            FindingKind("table.truncated", .warning, ""), "the file ends in a row",
            at: SourcePosition(file: "B/D01/z.csv", line: 9))
        let rule = Samples.rule(.finding("table.*"))
        #expect(Samples.result([rule], [Samples.device()]).outcomes[0].status == .passed)
        let outcome = Samples.result([rule], [Samples.device(findings: [finding])]).outcomes[0]
        #expect(outcome.status == .broken && outcome.position.line == 9)
        let lenient = Samples.rule(.finding("table.*")) { $0.most = 1 }
        #expect(Samples.result([lenient], [Samples.device(findings: [finding])]).outcomes[0].status == .passed)
    }

    @Test(arguments: [
        (MissingPolicy.ignore, false, false), (.warn, false, true), (.fail, true, true),
    ])
    func `what is missing weighs as the rule says`(_ policy: MissingPolicy, _ fails: Bool, _ strict: Bool) {
        let rule = Samples.rule(.metric("impedance.R_s")) { ($0.missing, $0.fewest) = (policy, 3) }
        let result = Samples.result([rule], [Samples.device()])
        #expect(result.outcomes[0].status == .missing)
        #expect(result.fails(strict: false) == fails && result.fails(strict: true) == strict)
        #expect(result.outcomes[0].message.contains("at least 3"))
    }

    @Test func `a rule of a class or batch leaves the others alone`() {
        let rule = Samples.rule(.metric("impedance.R_s")) { ($0.most, $0.deviceClass) = (1, "nonvolatile") }
        #expect(Samples.result([rule], [Samples.device()]).outcomes.isEmpty)
        let batch = Samples.rule(.metric("impedance.R_s")) { ($0.most, $0.batch) = (1, "B") }
        #expect(Samples.result([batch], [Samples.device()]).outcomes.count == 1)
        // Without a stated class the diagnosed one counts.
        var device = Samples.device(deviceClass: "")
        device.labels.append(Label("volatility.class", "nonvolatile", from: [], rule: ""))
        #expect(Samples.result([rule], [device]).outcomes.count == 1)
    }

    @Test func `a waiver covers until its day, and is told when it is over or idle`() {
        let rule = Samples.rule(.metric("impedance.R_s")) { $0.most = 15 }
        func waiver(_ device: String, _ day: String) -> Waiver {
            Waiver(
                rule: "r", device: device, owner: "me", reason: "probe", expires: day,
                position: SourcePosition(file: "rules.xml", line: 9))
        }
        let held = Samples.result([rule], [Samples.device()], waivers: [waiver("D*", "2026-03-01")])
        #expect(held.outcomes[0].status == .waived && !held.fails(strict: true) && held.findings.isEmpty)
        // The newest date in the data is the day, unless one is given.
        let over = Samples.result(
            [rule], [Samples.device()], waivers: [waiver("D01", "2026-03-01")], date: "2026-03-02")
        #expect(over.fails(strict: false) && over.findings.map(\.code) == ["rules.expired-waiver"])
        let idle = Samples.result([rule], [Samples.device()], waivers: [waiver("D99", "2027-01-01")])
        #expect(idle.findings.map(\.code) == ["rules.unused-waiver"])
    }

    @Test func `a rule that judges nothing anywhere is told, and so are two devices of one id`() {
        let rule = Samples.rule(.metric("cycles.endurance")) { $0.least = 1 }
        let result = Samples.result([rule], [Samples.device(), Samples.device()])
        #expect(Set(result.findings.map(\.code)) == ["rules.selects-nothing", "check.double-device"])
    }

    @Test func `the worst stand first`() {
        let warn = Samples.rule(.metric("impedance.R_s")) { ($0.id, $0.most, $0.severity) = ("w", 15, .warn) }
        let fail = Samples.rule(.metric("impedance.R_s")) { ($0.id, $0.most) = ("f", 15) }
        #expect(Samples.result([warn, fail], [Samples.device()]).open.map(\.rule.id) == ["f", "w"])
    }
}

@Suite struct BaselineTests {
    private typealias Samples = GateSamples
    private let rule = GateSamples.rule(.metric("impedance.R_s")) { $0.most = 15 }

    private func change(_ before: [Double], _ after: [Double]) -> RuleOutcome {
        let baseline = Samples.baseline([rule], [Samples.device(resistances_ohm: before)])
        return Samples.result([rule], [Samples.device(resistances_ohm: after)], baseline: baseline).outcomes[0]
    }

    @Test func `what was broken is known, and does not fail the gate; what broke since does`() {
        #expect(change([20], [20]).change == .known && !change([20], [20]).counts)
        #expect(change([10], [20]).change == .regressed && change([10], [20]).counts)
        #expect(change([10], [10]).change == .same)
    }

    @Test func `what is mended is fixed, what is unknown is new, what is gone is removed`() {
        let loose = Samples.rule(.metric("impedance.R_s")) {
            $0.most = 15
            $0.tolerance.absolute = 100
        }
        let baseline = Samples.baseline([loose], [Samples.device(resistances_ohm: [20])])
        let fixed = Samples.result([loose], [Samples.device(resistances_ohm: [10])], baseline: baseline)
        #expect(fixed.outcomes[0].change == .fixed && !fixed.fails(strict: false))
        let new = Samples.result([loose], [Samples.device("D02")], baseline: baseline)
        #expect(new.outcomes[0].change == .new)
        #expect(new.removed.map(\.device) == ["D01"])
    }

    @Test func `a value that moves beyond its tolerance breaks the rule`() {
        #expect(change([10], [10.1]).status == .broken)
        #expect(change([10], [10.1]).message.contains("was 10") && change([10], [10.1]).message.contains("1.0 %"))
        for (set, moved) in [
            ({ $0.relative = 0.02 }, false), ({ $0.absolute = 0.05 }, true), ({ $0.sigma = 1 }, false),
        ]
            as [((inout Tolerance) -> Void, Bool)]
        {
            let rule = Samples.rule(.metric("impedance.R_s")) { set(&$0.tolerance) }
            let baseline = Samples.baseline([rule], [Samples.device(resistances_ohm: [10])])
            let now = Samples.result([rule], [Samples.device(resistances_ohm: [10.1])], baseline: baseline)
            #expect((now.outcomes[0].status == .broken) == moved)
        }
    }

    @Test func `a value that is gone is a change`() {
        #expect(change([10, 11], [10]).message.contains("is gone"))
    }

    @Test func `a baseline reads what it wrote, and refuses another shape`() throws {
        let baseline = Samples.baseline([rule], [Samples.device()])
        let bytes = try baseline.json()
        #expect(try Baseline.read(bytes, file: "b.json") == baseline)
        let other = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "baseline/1", with: "baseline/9")
        for text in [other, "{}", "nothing"] {
            #expect(throws: Failure.self) { try Baseline.read(Array(text.utf8), file: "b.json") }
        }
    }
}
