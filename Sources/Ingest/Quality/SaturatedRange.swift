internal import Findings
internal import Measurements

/// A measuring range that ended: the largest readings are equal to the last digit, though no others are.
///
/// Ten or more equal samples in a row at the largest current of their polarity; elsewhere at most one neighbor in twenty
/// is equal, so the readings are not merely coarse; and the run begins with an edge, so it is no decay that settled.
struct SaturatedRange: QualityCheck {
    let kinds = [Self.saturated]

    func findings(_ recording: Recording) -> [Finding] {
        guard let samples = recording.samples, samples.current_A.count >= 30 else { return [] }
        // A sweep at its limit is told by `iv.clamped` or belongs to a stated limit.
        if case .sweep = recording.data { return [] }
        if let limit = recording.conditions.compliance_A, limit > 0 { return [] }
        return [1.0, -1.0].compactMap { sign in
            guard let run = Self.run(samples.current_A, sign) else { return nil }
            let value = QuantityText.text(samples.current_A[run.lowerBound], unit: .ampere)
            return Finding(
                Self.saturated,
                "\(run.count) samples in a row (\(recording.span(run.lowerBound, run.upperBound - 1))) read exactly "
                    + "\(value), the largest of the record; other neighbors differ",
                at: recording.provenance.position(of: run.lowerBound),
                fix: "measure with a larger range, or state the limit of the source as compliance_A in the sheet")
        }
    }

    /// The longest run at the extreme, if it is no property of the readings themselves.
    private static func run(_ current: [Double], _ sign: Double) -> Range<Int>? {
        guard let largest = current.lazy.map({ sign * $0 }).max(), largest > 0 else { return nil }
        var longest = 0..<0
        var equal = 0
        var i = 0
        while i < current.count {
            let first = i
            while i + 1 < current.count, current[i + 1] == current[i] { i += 1 }
            i += 1
            if sign * current[first] == largest {
                if i - first > longest.count { longest = first..<i }
            } else {
                equal += i - first - 1
            }
        }
        guard longest.count >= 10, current.count - longest.count >= 20,
            equal * 20 <= current.count - longest.count, longest.lowerBound > 0
        else { return nil }
        return sign * current[longest.lowerBound - 1] < 0.98 * largest ? longest : nil
    }

    static let saturated = FindingKind(
        "current.saturated", .warning,
        "Ten or more samples in a row read the largest current to the last digit, though no other neighbors are equal: the "
            + "end of a measuring range, or the current limit of the source. What the device did there is not known.")
}
