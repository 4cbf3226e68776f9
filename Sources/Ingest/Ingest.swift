public import Findings
public import Measurements

/// The kinds of finding that reading may give.
public enum IngestFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
