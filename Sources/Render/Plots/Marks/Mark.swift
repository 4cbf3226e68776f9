/// Something drawn inside a panel.
public enum Mark: Sendable, Hashable {
    case line(LineMark)
    case points(PointMark)
    case band(BandMark)
    case arrows(ArrowMark)
    case text(TextMark)
    case rule(RuleMark)

    /// What the mark is, as the group in the picture is named: `data`, `fit`, `residual`, `band`, `guide`.
    public var role: String {
        switch self {
        case .line(let mark): mark.role
        case .points(let mark): mark.role
        case .band(let mark): mark.role
        case .arrows, .rule: "guide"
        case .text: "annotation"
        }
    }

    /// The words beside the mark's sample in the legend; `nil` keeps it out.
    var label: String? {
        switch self {
        case .line(let mark): mark.label
        case .points(let mark): mark.label
        case .band(let mark): mark.label
        case .arrows, .text, .rule: nil
        }
    }
}
