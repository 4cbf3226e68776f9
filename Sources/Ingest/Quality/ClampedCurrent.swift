internal import Findings
internal import Measurements

/// A current that stands still at its largest while the voltage goes on, and no limit is stated.
///
/// A note, as the analysis warns of such points (`iv.compliance`): here the limit itself is asked for.
struct ClampedCurrent: QualityCheck {
    let kinds = [Self.clamped]

    func findings(_ recording: Recording) -> [Finding] {
        guard case .sweep(let sweep) = recording.data, recording.conditions.compliance_A == nil,
            recording.conditions.control == .voltage, sweep.voltage_V.count >= 10
        else { return [] }
        return [1.0, -1.0].compactMap { sign in
            guard let found = CurrentPlateau(voltage_V: sweep.voltage_V, current_A: sweep.current_A, sign: sign) else {
                return nil
            }
            let reach = QuantityText.text(sign * found.limit_A, unit: .ampere)
            return Finding(
                Self.clamped,
                "\(found.count) of \(sweep.voltage_V.count) samples stand at \(reach) while the voltage moves on "
                    + "(\(recording.span(found.first, found.last)) first); no current limit is stated",
                at: recording.provenance.position(of: found.first),
                fix: "state the limit of the source: compliance_A in the sheet")
        }
    }

    static let clamped = FindingKind(
        "iv.clamped", .note,
        "Five or more samples in a row stand within 0.1 % of the largest current while the voltage moves on, as at the "
            + "current limit of a source, and neither the file nor the sheet states a limit. An unknown limit is not none."
    )
}
