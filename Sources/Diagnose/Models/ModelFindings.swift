public import Findings

/// The kinds of finding that models may give.
public enum ModelFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
