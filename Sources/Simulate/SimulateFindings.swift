public import Findings

/// The kinds of finding that simulation may give.
public enum SimulateFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
