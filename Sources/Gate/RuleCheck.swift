internal import AnalysisTree
internal import Diagnostics
internal import Findings
internal import LibXML
internal import Measurements

/// Judges the rules in one device; the analysis becomes a tree only where a rule has a condition.
final class RuleCheck {
    private let device: DeviceAnalysis
    private let options: DiagnoseOptions
    private let deviceClass: String
    private var held: (tree: AnalysisXML, context: XPathContext)?
    /// How often a key was given for the rule at hand.
    private var seen: [String: Int] = [:]
    private(set) var findings: [Finding] = []

    init(_ device: DeviceAnalysis, options: DiagnoseOptions) {
        self.device = device
        self.options = options
        // What the user states comes first; without it, what was diagnosed.
        deviceClass =
            device.statedClass.isEmpty
            ? device.labels.first { $0.id == "volatility.class" }?.value ?? "" : device.statedClass
    }

    /// The outcome of a rule; `nil` where it does not hold for this device.
    func outcome(_ rule: Rule) -> RuleOutcome? {
        guard rule.deviceClass.isEmpty || rule.deviceClass == deviceClass,
            rule.batch.isEmpty || rule.batch == device.batch
        else { return nil }
        seen = [:]
        let evidence = self.evidence(rule)
        let missed = evidence.filter { !$0.holds }
        let share = evidence.isEmpty ? 0 : Double(evidence.count - missed.count) / Double(evidence.count)
        var made = RuleOutcome(
            device: device.id, batch: device.batch, rule: rule, status: .passed, severity: rule.severity, message: "",
            evidence: missed + evidence.filter(\.holds))
        if case .finding = rule.subject {
            judgeCount(evidence, &made)
            return made
        }
        if evidence.count < rule.fewest {
            made.status = .missing
            made.severity = rule.missing == .fail ? .fail : rule.missing == .warn ? .warn : .info
            made.message =
                evidence.isEmpty
                ? "there is no \(what(rule))"
                : "there \(evidence.count == 1 ? "is" : "are") \(evidence.count) \(what(rule)); at least \(rule.fewest) \(rule.fewest == 1 ? "was" : "were") expected"
            return made
        }
        // Rounding of the share must not turn 19 of 20 into less than 0.95.
        if share < rule.mostly - 1e-12 {
            made.status = .broken
            made.message = sentence(rule, missed, of: evidence.count)
        } else {
            made.message = "\(evidence.count - missed.count) of \(evidence.count) \(what(rule)) hold"
        }
        return made
    }

    /// Findings are counted, not judged one by one.
    private func judgeCount(_ evidence: [RuleOutcome.Evidence], _ made: inout RuleOutcome) {
        let (least, most) = (made.rule.least ?? 0, made.rule.most ?? (made.rule.least == nil ? 0 : .infinity))
        let count = Double(evidence.count)
        made.message = "\(evidence.count) finding\(evidence.count == 1 ? "" : "s") \(made.rule.subject.id)"
        guard count < least || count > most else { return }
        made.status = .broken
        let limit = count < least ? "at least \(Self.plain(least))" : most == 0 ? "none" : "at most \(Self.plain(most))"
        made.message += "; \(limit) expected"
        if let first = made.evidence.first { made.message += ": " + first.text }
    }

    // MARK: What is judged

    private func evidence(_ rule: Rule) -> [RuleOutcome.Evidence] {
        switch rule.subject {
        case .metric(let id):
            return selected(device.metrics.indices.filter { device.metrics[$0].id == id }, "metric", rule)
                .map { judged(device.metrics[$0], rule) }
        case .label(let id):
            return selected(device.labels.indices.filter { device.labels[$0].id == id }, "label", rule)
                .map { judged(device.labels[$0], rule) }
        case .link(let id):
            // A comparison that could not be made says nothing unless the rule asks for it.
            let wantsUntested = rule.allowed.contains(Verdict.notTested.rawValue)
            let all = device.links.indices.filter {
                Pattern.matches(id, device.links[$0].id) && (wantsUntested || device.links[$0].verdict != .notTested)
            }
            return selected(all, "link", rule).map { judged(device.links[$0], rule) }
        case .finding(let code):
            return selected(
                device.findings.indices.filter { Pattern.matches(code, device.findings[$0].code) }, "finding", rule
            ).map { judged(device.findings[$0]) }
        }
    }

    private func judged(_ metric: Metric, _ rule: Rule) -> RuleOutcome.Evidence {
        let value = metric.value
        var holds = true
        // A value that is only a bound breaks a rule only where the true value must.
        if let least = rule.least, value < least, metric.bound != .lower, metric.bound != .censored { holds = false }
        if let most = rule.most, value > most, metric.bound != .upper { holds = false }
        return RuleOutcome.Evidence(
            text: [Self.number(metric), Self.place(metric.at)].filter { !$0.isEmpty }.joined(separator: " at "),
            holds: holds, position: position(of: metric.from), key: key(metric.id, metric.at),
            value: value, se: metric.se)
    }

    private func judged(_ label: Label, _ rule: Rule) -> RuleOutcome.Evidence {
        RuleOutcome.Evidence(
            text: ["\"\(label.value)\"", Self.place(label.at)].filter { !$0.isEmpty }.joined(separator: " at "),
            holds: rule.allowed.isEmpty || rule.allowed.contains(label.value), position: position(of: label.from),
            key: key(label.id, label.at))
    }

    private func judged(_ link: LinkResult, _ rule: Rule) -> RuleOutcome.Evidence {
        let holds = rule.allowed.isEmpty ? link.verdict != .inconsistent : rule.allowed.contains(link.verdict.rawValue)
        let sides = [link.a?.name, link.b?.name].compactMap { $0 }.joined(separator: " and ")
        var text = [link.id, sides].filter { !$0.isEmpty }.joined(separator: " ") + " " + link.verdict.rawValue
        let place = Self.place(link.at)
        if !place.isEmpty { text += " at " + place }
        if let z = link.z { text += " (z = " + DecimalText.significant(z, digits: 2) + ")" }
        return RuleOutcome.Evidence(
            text: text, holds: holds, position: position(of: (link.a?.from ?? []) + (link.b?.from ?? [])),
            key: key("\(link.id) \(sides)", link.at))
    }

    private func judged(_ finding: Finding) -> RuleOutcome.Evidence {
        RuleOutcome.Evidence(text: finding.message, holds: false, position: finding.position, key: finding.code)
    }

    /// Those of some elements for which the rule's condition holds.
    private func selected(_ indices: [Int], _ name: String, _ rule: Rule) -> [Int] {
        guard !rule.condition.isEmpty, !indices.isEmpty else { return indices }
        let (tree, context) = asked()
        let wanted = Set(indices)
        do {
            let nodes = try context.evaluate("\(name)[\(rule.condition)]", at: tree.device)
            guard case .nodes(let found) = nodes else { return [] }
            return found.compactMap(\.mark).filter(wanted.contains)
        } catch {
            findings.append(
                Finding(
                    RuleFindings.badCondition, "where=\"\(rule.condition)\" of rule \"\(rule.id)\": \(error.message)",
                    at: rule.position))
            return []
        }
    }

    private func asked() -> (tree: AnalysisXML, context: XPathContext) {
        if let held { return held }
        let tree = AnalysisXML(Analysis(tool: "", options: options, devices: []), device: device)
        let made = (tree: tree, context: XPathContext(tree.document))
        held = made
        return made
    }

    // MARK: Words

    private func position(of from: [String]) -> SourcePosition? {
        device.recordings.first { from.contains($0.id) }.map { SourcePosition(file: $0.file) }
    }

    private func what(_ rule: Rule) -> String {
        switch rule.subject {
        case .metric(let id), .label(let id): id + (rule.condition.isEmpty ? "" : " where \(rule.condition)")
        case .link(let id): "result\(id.hasSuffix("*") ? "s of links" : "s of \(id)")"
        case .finding(let code): "findings \(code)"
        }
    }

    private func sentence(_ rule: Rule, _ missed: [RuleOutcome.Evidence], of count: Int) -> String {
        let worst = missed.prefix(3).map(\.text).joined(separator: "; ")
        let expected: String
        switch rule.subject {
        case .metric(let id):
            let unit = MetricDefinitions.all.first { $0.id == id }?.unit ?? .none
            let ends = [
                rule.least.map { "at least " + QuantityText.text($0, unit: unit) },
                rule.most.map { "at most " + QuantityText.text($0, unit: unit) },
            ]
            expected = ends.compactMap { $0 }.joined(separator: " and ")
        case .label, .finding: expected = rule.allowed.map { "\"\($0)\"" }.joined(separator: " or ")
        case .link: expected = rule.allowed.isEmpty ? "no contradiction" : rule.allowed.joined(separator: " or ")
        }
        var text = subjectName(rule) + worst
        if missed.count > 3 { text += " and \(missed.count - 3) more" }
        text += "; expected " + expected
        if rule.mostly < 1 {
            text +=
                " in \(DecimalText.significant(100 * rule.mostly, digits: 3).trimmedZeros) %, got \(count - missed.count) of \(count)"
        }
        return text
    }

    private func subjectName(_ rule: Rule) -> String {
        if case .link = rule.subject { return "" }
        return rule.subject.id + " is "
    }

    private static func number(_ metric: Metric) -> String {
        let bound = metric.bound.map { $0 == .upper ? "≤ " : "≥ " } ?? ""
        let parts = QuantityText.parts(metric.value, standardError: metric.se, unit: metric.unit)
        return bound + parts.number + (parts.unit.isEmpty ? "" : " " + parts.unit)
    }

    private static func plain(_ value: Double) -> String { DecimalText.significant(value, digits: 6).trimmedZeros }

    /// `0.5 V, cycle 2`.
    static func place(_ at: Place) -> String {
        at.entries.map { entry in
            guard entry.unit != .none, let number = Double(entry.text) else {
                return entry.key == "definition" || entry.key == "of" || entry.key == "state"
                    ? entry.text : "\(entry.key) \(entry.text)"
            }
            let value = QuantityText.text(number, unit: entry.unit)
            return entry.key == "bias_V" ? "bias " + value : value
        }.joined(separator: ", ")
    }

    /// What a baseline knows a value by: id, place, and its number among those that share both.
    private func key(_ id: String, _ at: Place) -> String {
        let key = ([id] + at.entries.map { "\($0.key)=\($0.text)" }).joined(separator: " ")
        seen[key, default: 0] += 1
        let number = seen[key] ?? 1
        return number == 1 ? key : key + " #\(number)"
    }
}
