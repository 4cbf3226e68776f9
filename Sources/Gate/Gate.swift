public import Diagnostics
internal import Findings

/// Judges devices by rules, one after the other; nothing of a device is kept but its outcomes.
public struct Gate {
    private let set: RuleSet
    private let baseline: Baseline?
    private var outcomes: [RuleOutcome] = []
    private var findings: [Finding] = []
    private var devices: [String: Int] = [:]
    private var newestDate = ""
    private var judged: Set<String> = []
    private(set) var made = Baseline()

    /// A gate.
    ///
    /// - Parameter baseline: an earlier run to compare with.
    public init(_ set: RuleSet, baseline: Baseline? = nil) {
        self.set = set
        self.baseline = baseline
    }

    /// Judges a device.
    ///
    /// - Parameter options: those that the device was analyzed with.
    public mutating func add(_ device: DeviceAnalysis, options: DiagnoseOptions) {
        devices[device.id, default: 0] += 1
        newestDate = max(newestDate, device.recordings.map { String($0.measuredAt.prefix(10)) }.max() ?? "")
        let check = RuleCheck(device, options: options)
        for rule in set.rules {
            guard var outcome = check.outcome(rule) else { continue }
            if outcome.status != .missing { judged.insert(rule.id) }
            baseline?.compare(&outcome)
            made.add(outcome)
            // What holds is counted, not kept.
            if !outcome.isOpen { outcome.evidence = [] }
            outcomes.append(outcome)
        }
        findings += check.findings
    }

    /// The verdict on all devices.
    ///
    /// - Parameter date: the day that waivers are measured by, YYYY-MM-DD; `nil` for the newest in the data.
    public mutating func finish(tool: String, date: String?) -> GateResult {
        let today = date ?? (CalendarDay.isDay(newestDate) ? newestDate : "")
        waive(today)
        for (id, count) in devices.sorted(by: { $0.key < $1.key }) where count > 1 {
            findings.append(
                Finding(
                    RuleFindings.doubleDevice, "\(count) devices have the id \"\(id)\"",
                    fix: "give each its own id in the sample sheet"))
        }
        for rule in set.rules where !judged.contains(rule.id) && !isCounted(rule) {
            findings.append(
                Finding(
                    RuleFindings.selectsNothing, "rule \"\(rule.id)\" judged nothing in \(devices.count) devices",
                    at: rule.position, fix: "remove it, or give it missing=\"fail\" if the measurement is expected"))
        }
        var result = GateResult(
            tool: tool, outcomes: outcomes, findings: findings, deviceCount: devices.count, rules: set.rules)
        result.removed = baseline?.removed(from: outcomes) ?? []
        return result
    }

    /// The outcomes as a baseline for later runs.
    ///
    /// - Parameter tool: name and version of the program.
    public func baseline(tool: String) -> Baseline {
        var made = made
        made.tool = tool
        return made
    }

    /// Findings are counted, and none is what most rules on them hope for.
    private func isCounted(_ rule: Rule) -> Bool {
        if case .finding = rule.subject { return true }
        return false
    }

    private mutating func waive(_ today: String) {
        var used: Set<Int> = []
        for index in outcomes.indices where outcomes[index].isOpen {
            let outcome = outcomes[index]
            let covering = set.waivers.indices.first { number in
                let waiver = set.waivers[number]
                return waiver.covers(rule: outcome.rule.id, device: outcome.device)
                    && (today.isEmpty || waiver.expires >= today)
            }
            guard let covering else { continue }
            used.insert(covering)
            outcomes[index].status = .waived
            outcomes[index].waiver = set.waivers[covering]
        }
        for (number, waiver) in set.waivers.enumerated() {
            let name = "the waiver of rule \"\(waiver.rule)\" for device \"\(waiver.device)\""
            if !today.isEmpty, waiver.expires < today {
                findings.append(
                    Finding(
                        RuleFindings.expiredWaiver, "\(name) expired on \(waiver.expires); today is \(today)",
                        at: waiver.position, fix: "mend the device, or let \(waiver.owner) decide anew"))
            } else if !used.contains(number) {
                findings.append(
                    Finding(
                        RuleFindings.unusedWaiver, "\(name) covers nothing that is broken", at: waiver.position,
                        fix: "remove it"))
            }
        }
        if today.isEmpty, !used.isEmpty {
            findings.append(
                Finding(
                    RuleFindings.undatedWaiver,
                    "whether \(used.count) waivers have expired is not known: there is no date",
                    fix: "pass --date YYYY-MM-DD"))
        }
    }
}
