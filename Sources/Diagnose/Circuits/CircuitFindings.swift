public import Findings

/// The kinds of finding that circuits and their fits may give.
public enum CircuitFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
