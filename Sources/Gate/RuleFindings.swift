public import Findings

/// The kinds of finding that rules and baselines may give.
public enum RuleFindings {
    static let notXML = FindingKind("rules.not-xml", .error, "A file of rules is not well-formed XML.")
    static let unknownElement = FindingKind(
        "rules.unknown-element", .error, "A file of rules holds an element that it does not know.")
    static let unknownAttribute = FindingKind(
        "rules.unknown-attribute", .error, "A rule or waiver has an attribute that it does not know.")
    static let unknownName = FindingKind(
        "rules.unknown-name", .error, "A rule looks at a metric, label, link or finding that does not exist.")
    static let badValue = FindingKind(
        "rules.bad-value", .error, "An attribute of a rule or waiver has a value that it cannot have.")
    static let contradiction = FindingKind("rules.contradiction", .error, "The bounds of a rule exclude each other.")
    static let nothing = FindingKind("rules.nothing", .error, "A file of rules holds none.")
    static let selectsNothing = FindingKind(
        "rules.selects-nothing", .warning,
        "A rule found nothing to judge in any device: its measurement is missing, or its condition never holds.")
    static let badCondition = FindingKind(
        "rules.bad-condition", .error, "The condition of a rule could not be asked of an analysis.")
    static let unusedWaiver = FindingKind(
        "rules.unused-waiver", .warning, "A waiver covers nothing that is broken; it can be removed.")
    static let expiredWaiver = FindingKind(
        "rules.expired-waiver", .warning, "A waiver's last day has passed; what it covered counts again.")
    static let undatedWaiver = FindingKind(
        "rules.undated-waiver", .warning,
        "Neither the data nor --date state a day, so whether a waiver has expired is not known; it holds.")
    static let doubleDevice = FindingKind(
        "check.double-device", .error, "Two devices of a check have one id, so that verdicts could not be told apart.")
    static let baselineUnreadable = FindingKind(
        "baseline.unreadable", .error, "The file is not a baseline that pinch check wrote.")
    static let baselineSchema = FindingKind(
        "baseline.schema", .error, "The baseline was written by a version with another shape.")

    /// All kinds of this module.
    public static let all = [
        notXML, unknownElement, unknownAttribute, unknownName, badValue, contradiction, nothing, selectsNothing,
        badCondition, unusedWaiver, expiredWaiver, undatedWaiver, doubleDevice, baselineUnreadable, baselineSchema,
    ]
}
