public import Findings

/// The kinds of finding that layout may give.
public enum LayoutFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = [
        ambiguous, badValue, danglingLink, emptyLoop, loopLimit, noMatch, nothingPrinted, overflow, pageLimit, tooTall,
        unknownFont, unknownReference, unsettled, xpathFailed,
    ]

    static let ambiguous = FindingKind(
        "layout.several-matches", .warning,
        "A metric element matches several metrics, and only the first is printed. Name the recording, or give a where.")
    static let badValue = FindingKind(
        "layout.bad-value", .error, "An attribute's {expression} gave a value that the attribute does not take.")
    static let danglingLink = FindingKind(
        "layout.dangling-link", .warning, "A link leads to a place that is not in this document.")
    static let emptyLoop = FindingKind(
        "layout.empty-loop", .note,
        "A for-each, metrics or table selects nothing in this analysis, so it prints nothing. That may be meant.")
    static let loopLimit = FindingKind(
        "layout.loop-limit", .error, "The for-each elements of a template repeat more often than any report needs.")
    static let noMatch = FindingKind(
        "layout.no-match", .warning,
        "An expression that shall print something matches nothing in this analysis. "
            + "Where that is expected, say with missing what to print instead.")
    static let nothingPrinted = FindingKind(
        "layout.nothing-printed", .warning,
        "No element of the template prints anything for this device, so its report is an empty page.")
    static let overflow = FindingKind(
        "layout.overflow", .warning, "Text is wider than the place it stands in.")
    static let pageLimit = FindingKind(
        "layout.page-limit", .error, "The document has more pages than any report needs.")
    static let tooTall = FindingKind(
        "layout.too-tall", .warning, "Something is taller than a page and reaches below its text area.")
    static let unknownFont = FindingKind(
        "layout.unknown-font", .warning,
        "The style names a family of type that is not on this machine; the house's own is used.")
    static let unknownReference = FindingKind(
        "layout.unknown-reference", .error, "An id that was put together by an {expression} does not exist.")
    static let unsettled = FindingKind(
        "layout.unsettled", .warning,
        "A table of contents moves the pages that it lists in each pass of the layout; its numbers may be off by one.")
    static let xpathFailed = FindingKind(
        "layout.xpath-failed", .error, "An expression could not be evaluated, or takes more steps than is allowed.")
}
