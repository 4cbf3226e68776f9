internal import Findings
internal import Measurements

/// A current that stands still at its largest while the voltage goes on, and no limit is stated.
///
/// Five or more samples in a row within 0.1 % of the largest current of their polarity, over at least 3 % of the largest
/// voltage: sources hold their limit that well. A photocurrent is as flat, but flows at 0 V too; a device that saturates
/// comes to its plateau slowly, a source with an edge.
struct ClampedCurrent: QualityCheck {
    let kinds = [Self.clamped]

    func findings(_ recording: Recording) -> [Finding] {
        guard case .sweep(let sweep) = recording.data, recording.conditions.compliance_A == nil,
            recording.conditions.control == .voltage, sweep.voltage_V.count >= 10
        else { return [] }
        return [1.0, -1.0].compactMap { sign in
            guard let found = Self.plateau(sweep.voltage_V, sweep.current_A, sign) else { return nil }
            let reach = QuantityText.text(sign * found.limit_A, unit: .ampere)
            return Finding(
                Self.clamped,
                "\(found.count) of \(sweep.voltage_V.count) samples stand at \(reach) while the voltage moves on "
                    + "(\(recording.span(found.first, found.last)) first); no current limit is stated",
                at: recording.provenance.position(of: found.first),
                fix: "state the limit of the source: compliance_A in the sheet")
        }
    }

    private static func plateau(
        _ v: [Double], _ current: [Double], _ sign: Double
    ) -> (limit_A: Double, first: Int, last: Int, count: Int)? {
        var limit = 0.0
        var reach = 0.0
        for i in v.indices {
            limit = max(limit, sign * current[i])
            reach = max(reach, abs(v[i]))
        }
        guard limit > 0, reach > 0 else { return nil }
        // Near 0 V a limit is out of reach; what flows there is no answer to the voltage.
        var isSmallNearZero = false
        for i in v.indices where abs(v[i]) <= 0.1 * reach {
            guard sign * current[i] < 0.5 * limit else { return nil }
            isSmallNearZero = true
        }
        guard isSmallNearZero else { return nil }
        func stands(_ i: Int) -> Bool { sign * current[i] >= 0.999 * limit && sign * v[i] > 0 }
        var run: (first: Int, last: Int)?
        var count = 0
        var i = 0
        while i < v.count {
            guard stands(i) else {
                i += 1
                continue
            }
            let first = i
            var (low, high) = (v[i], v[i])
            while i < v.count, stands(i) {
                (low, high) = (min(low, v[i]), max(high, v[i]))
                i += 1
            }
            count += i - first
            guard run == nil, i - first >= 5, high - low >= 0.03 * reach else { continue }
            let before = first > 0 ? sign * current[first - 1] : 0
            if before < 0.99 * limit { run = (first, i - 1) }
        }
        return run.map { (limit, $0.first, $0.last, count) }
    }

    static let clamped = FindingKind(
        "iv.clamped", .warning,
        "The current stands at one value while the voltage moves on, as at the current limit of a source, and neither the "
            + "file nor the sheet states a limit.")
}
