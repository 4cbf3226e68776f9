public import Findings
internal import LibXML

/// The kinds of finding that reading a template may give.
public enum TemplateFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
