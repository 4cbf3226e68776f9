public import Findings
internal import LibXML

/// The kinds of finding that layout may give.
public enum LayoutFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
