/// The names that `AnalysisXML` writes: what expressions of templates can ask for.
///
/// A name that is not here is told when a template is read. A test compares them with what is written.
enum AnalysisNames {
    /// Elements.
    static let elements: Set<String> = [
        "a", "analysis", "b", "device", "entry", "finding", "label", "link", "link_cause", "link_series", "metadata",
        "metric", "next_measurement", "option", "options", "recording",
    ]

    /// Attributes, the keys of places among them.
    static let attributes: Set<String> = [
        // The analysis and its devices, recordings and free metadata.
        "amplitude_V", "area_m2", "batch", "class", "compliance_A", "control", "depth", "excluded", "file", "format",
        "id", "illumination_W_per_m2", "instrument", "kind", "kind_reason", "meaning", "measured_at", "name", "points",
        "read_V", "schema", "series_ohm", "sha256", "sign_conversion", "temperature_K", "thickness_m", "tool", "unit",
        "value",
        // Metrics and labels.
        "bound", "extrapolation", "from", "high", "level", "low", "n", "rule", "se",
        // Links, what they say together, and what to measure next.
        "against", "between", "cause", "d", "decides", "duration_s", "expectation", "flag", "k", "links", "p_eq",
        "places", "reading", "reason", "s", "s_sys", "verdict", "what", "z",
        // Findings.
        "code", "column", "fix", "line", "message", "severity",
        // Places.
        "V", "V_read", "bias_V", "branch", "component", "cycle", "definition", "lobe", "of", "pulse", "rate_V_per_s",
        "state", "step",
    ]
}
