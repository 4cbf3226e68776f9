internal import Findings
internal import Glibc
internal import Measurements

/// What looks as if a column, a unit or a sign were wrong: findings that ask, and change nothing.
enum SweepQuestions {
    static func about(
        _ recording: Recording, _ cycles: [SweepCycle], current_A: [Double], compliance: Compliance?,
        isConstant: Bool
    ) -> [Finding] {
        let start = recording.provenance.position(of: 0)
        guard !cycles.isEmpty, !isConstant else { return [] }
        let largest = current_A.reduce(0) { max($0, abs($1)) }
        var found: [Finding] = []
        if let size = size(largest, recording, start) { found.append(size) }
        if let above = aboveLimit(largest, recording, start) { found.append(above) }
        if let compliance, let clamped = clamped(recording, compliance, start) { found.append(clamped) }
        if let sign = photovoltaic(recording, cycles, start) { found.append(sign) }
        if let unequal = unequal(recording, cycles, start) { found.append(unequal) }
        return found
    }

    /// Films, channels and small cells carry 5 pA to 0.3 A; beyond, a prefix of the unit is the likelier reason.
    private static let usual_A = 5e-12...0.3

    private static func size(_ largest: Double, _ recording: Recording, _ start: SourcePosition) -> Finding? {
        guard largest > 0, !usual_A.contains(largest) else { return nil }
        let isLarge = largest > usual_A.upperBound
        return Finding(
            .sweepCurrentSize,
            "the largest current of \(recording.id) is \(QuantityText.text(largest, unit: .ampere)), "
                + (isLarge ? "more than such devices usually carry" : "less than source meters usually resolve")
                + ": is the unit of the column right?",
            at: start,
            fix: "if it is not, say what it is: --units \"I=\(isLarge ? "mA" : "uA")\" or the sheet's column units")
    }

    private static func aboveLimit(_ largest: Double, _ recording: Recording, _ start: SourcePosition) -> Finding? {
        // 5 %: sources overshoot and hold their limits no better.
        guard let limit = recording.conditions.compliance_A, limit > 0, largest > 1.05 * limit else { return nil }
        return Finding(
            .sweepAboveLimit,
            "the largest current of \(recording.id), \(QuantityText.text(largest, unit: .ampere)), is "
                + "\(DecimalText.significant(largest / limit, digits: 3)) times the stated limit of "
                + "\(QuantityText.text(limit, unit: .ampere)): is the unit of one of them wrong?",
            at: start, fix: "correct compliance_A or the unit of the current")
    }

    private static func clamped(_ recording: Recording, _ compliance: Compliance, _ start: SourcePosition) -> Finding? {
        guard !compliance.clampedSigns.isEmpty else { return nil }
        let sides = compliance.clampedSigns.count == 2 ? "" : compliance.clampedSigns[0] > 0 ? " at V > 0" : " at V < 0"
        return Finding(
            .sweepAllClamped,
            "nearly all of \(recording.id)\(sides) stands at the current limit of \(compliance.words): there the source sets "
                + "the current, and nothing of the device can be read", at: start,
            fix: "measure with a higher current limit")
    }

    /// A photocurrent counted positive: at 0 V the current runs out of a cell, then falls through zero and goes on falling.
    private static func photovoltaic(_ recording: Recording, _ cycles: [SweepCycle], _ start: SourcePosition)
        -> Finding?
    {
        guard let lobe = cycles.lazy.compactMap({ $0.lobe(.positive) }).first else { return nil }
        let branches = [lobe.fwd, lobe.bwd].compactMap { $0 }
        let isCell = branches.allSatisfy { branch in
            guard let first = branch.current_A.first, let last = branch.current_A.last, let u = branch.u_V.first,
                u <= 2 * branch.step_V
            else { return false }
            let noise = 5 * (branch.noise_A(at: 0) ?? 0)
            // Flat at first, then steep: a resistor with an offset is neither.
            let middle = branch.current(at: 0.3 * branch.range_V.upperBound)?.value ?? 0
            return first > noise && last < -noise && middle > 0.5 * first
        }
        guard isCell, !branches.isEmpty else { return nil }
        return Finding(
            .sweepPhotovoltaicSign,
            "\(recording.id) carries \(QuantityText.text(branches[0].current_A.first ?? 0, unit: .ampere)) at 0 V and falls "
                + "through zero: is the photocurrent counted positive? Every sense of the loop turns with it",
            at: start, fix: "write photovoltaic in the sheet's column sign")
    }

    private static func unequal(_ recording: Recording, _ cycles: [SweepCycle], _ start: SourcePosition) -> Finding? {
        for sign in [LobeSign.positive, .negative] {
            let reaches = cycles.dropFirst(cycles.count >= 3 ? 1 : 0).compactMap { $0.lobe(sign)?.largest_V }
            guard reaches.count >= 2, let low = reaches.min(), let high = reaches.max(), high > 1.05 * low else {
                continue
            }
            let ends = [low, high].map { QuantityText.text(sign.factor * $0, unit: .volt, digits: 3) }
            return Finding(
                .sweepUnequalCycles,
                "the cycles of \(recording.id) reach different voltages, from \(ends[0]) to \(ends[1]); means over cycles hold "
                    + "all of them, what is read from the loop as a whole (pinch, crossings, branch means, conduction) only those of "
                    + "one reach", at: start, fix: "leave cycles out: exclude \"cycle=1\" in the sheet")
        }
        return nil
    }
}

extension FindingKind {
    static let sweepCurrentSize = FindingKind(
        "iv.current-size", .warning,
        "The largest current is beyond 0.3 A, or below 5 pA: more than films, channels and small cells usually carry, or less than "
            + "source meters usually resolve. The unit of the column may be wrong. Nothing is changed.")
    static let sweepAboveLimit = FindingKind(
        "iv.above-compliance", .warning,
        "The current exceeds the stated limit of the source, which cannot be: the unit of one of them may be wrong.")
    static let sweepAllClamped = FindingKind(
        "iv.all-clamped", .warning,
        "Nearly every point (95 %) of a polarity stands at the current limit, where the device sets nothing.")
    static let sweepPhotovoltaicSign = FindingKind(
        "iv.photovoltaic-sign", .warning,
        "A positive current at 0 V that falls through zero is a photocurrent counted positive. In the passive sign, which all "
            + "numbers here use, it is negative.")
    static let sweepUnequalCycles = FindingKind(
        "iv.unequal-cycles", .note, "The cycles of a sweep reach voltages that differ by more than 5 %.")
}
