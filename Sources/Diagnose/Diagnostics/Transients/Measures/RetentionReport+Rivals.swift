import Measurements

extension RetentionReport {
    /// Each law against the chosen one, and the curves of those as good.
    func compare(_ law: RelaxationLaw, to result: inout DiagnosticResult) {
        for other in laws where other.shape.kind != law.shape.kind {
            var difference = metric(
                "retention.delta_AICc", other.aicc - law.aicc, .none,
                rule: "AICc of the \(other.shape.kind.rawValue) law less that of the \(law.shape.kind.rawValue) one")
            difference.at.definition = other.shape.kind.rawValue
            result.metrics.append(difference)
        }
        for rival in rivals {
            var other = fitCurve(rival)
            other.id = "retention.rival"
            other.at.definition = rival.shape.kind.rawValue
            result.curves.append(other)
        }
    }
}
