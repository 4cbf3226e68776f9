/// An attribute of `rule`, as `pinch list rules` prints it.
public struct RuleAttribute: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// What it takes.
    public let values: String
    /// What holds where it is not written.
    public let fallback: String
    /// What it means.
    public let meaning: String
}

/// The attributes of `rule`.
public enum RuleAttributes {
    /// In the order of the manual.
    public static let all: [RuleAttribute] = [
        .init(name: "id", values: "name", fallback: "", meaning: "name of the rule, unique over all files"),
        .init(name: "title", values: "text", fallback: "", meaning: "what it is for"),
        .init(name: "metric", values: "id", fallback: "", meaning: "looks at the metrics of this id"),
        .init(name: "label", values: "id", fallback: "", meaning: "looks at the labels of this id"),
        .init(name: "link", values: "id or *", fallback: "", meaning: "looks at the results of this link"),
        .init(
            name: "finding", values: "code or area.*", fallback: "",
            meaning: "counts the findings of this code; none is allowed unless max says so"),
        .init(name: "where", values: "XPath condition", fallback: "all", meaning: "only those for which it holds"),
        .init(name: "min", values: "number, SI", fallback: "none", meaning: "least value, or least number of findings"),
        .init(
            name: "max", values: "number, SI", fallback: "none", meaning: "largest value, or largest number of findings"
        ),
        .init(name: "unit", values: "unit", fallback: "that of the metric", meaning: "states the unit of min and max"),
        .init(
            name: "equals", values: "words parted by |", fallback: "any",
            meaning: "words that a label or verdict may have"),
        .init(name: "mostly", values: "0 to 1", fallback: "1", meaning: "share that must hold"),
        .init(name: "fewest", values: "count", fallback: "1", meaning: "fewer values than this count as missing"),
        .init(name: "severity", values: "info, warn, fail", fallback: "fail", meaning: "weight where it is broken"),
        .init(
            name: "missing", values: "ignore, warn, fail", fallback: "ignore",
            meaning: "weight where there is nothing to judge"),
        .init(
            name: "class", values: "volatile, nonvolatile", fallback: "all",
            meaning: "devices of this class: the stated one, else the diagnosed one"),
        .init(name: "batch", values: "name", fallback: "all", meaning: "devices of this batch"),
        .init(name: "fix", values: "text", fallback: "", meaning: "what to do where it is broken"),
        .init(name: "rel", values: "number", fallback: "1e-9", meaning: "change against the baseline, relative"),
        .init(
            name: "abs", values: "number, SI", fallback: "0",
            meaning: "change against the baseline, in the metric's unit"),
        .init(
            name: "sigma", values: "number", fallback: "0",
            meaning: "change against the baseline, in standard errors of the difference"),
    ]

    static let names = all.map(\.name)
}
