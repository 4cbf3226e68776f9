internal import Findings
internal import Measurements

/// What preparation has to say about a recording, in the order in which a reader wants it.
enum SweepFindings {
    static func about(
        recording: Recording, cycles: [SweepCycle], compliance: Compliance?, measuredRate: Double?, isConstant: Bool,
        firstMasked: Int?, remainder: Int
    ) -> [Finding] {
        let start = recording.provenance.position(of: 0)
        guard !cycles.isEmpty else {
            return [
                Finding(
                    .sweepTooShort,
                    "the sweep \(recording.id) has \(recording.data.count) samples and no branch; "
                        + "a branch needs two voltages", at: start)
            ]
        }
        var found: [Finding] = []
        if isConstant {
            found.append(
                Finding(
                    .sweepConstantCurrent, "every sample of \(recording.id) has the same current; is the column right?",
                    at: start, fix: "check the column with: pinch inspect \(recording.provenance.file)"))
        }
        if let compliance { found.append(limit(compliance, recording, firstMasked)) }
        if let few = few(cycles, recording, start) { found.append(few) }
        if !cycles.contains(where: { $0.lobes.contains { $0.fwd != nil && $0.bwd != nil } }) {
            found.append(
                Finding(
                    .sweepSingleBranch,
                    "\(recording.id) holds one branch only (\(cycles[0].branches.map(\.name).joined(separator: ", "))); "
                        + "areas and indices need the way there and back", at: start))
        }
        if cycles.count >= 2 {
            found.append(
                Finding(
                    .sweepFirstCycle,
                    "the first of \(cycles.count) cycles of \(recording.id) is shown and kept out of the statistics",
                    at: start))
        }
        if remainder > 0 {
            found.append(
                Finding(
                    .sweepRemainder, "the last \(remainder) samples of \(recording.id) make no whole lobe; not used",
                    at: start))
        }
        return found + rate(recording, measuredRate, start)
    }

    private static func few(_ cycles: [SweepCycle], _ recording: Recording, _ start: SourcePosition) -> Finding? {
        let branches = cycles.flatMap(\.branches)
        guard let least = branches.min(by: { $0.u_V.count < $1.u_V.count }), !least.isDense else { return nil }
        return Finding(
            .sweepFewSamples,
            "the branch \(least.name) of \(recording.id) has \(least.u_V.count) voltages: nothing is read between them",
            at: start,
            fix: "measure with smaller steps")
    }

    private static func limit(_ compliance: Compliance, _ recording: Recording, _ first: Int?) -> Finding {
        let percent = DecimalText.fixed(100 * compliance.maskedFraction, decimals: 1)
        let limit = compliance.words
        let stated = compliance.source == "stated"
        return Finding(
            .sweepCompliance,
            "\(percent) % of \(recording.id) stands at the current limit of \(limit) "
                + (stated ? "(stated)" : "(found as a plateau)") + "; the voltage at the device is unknown there",
            at: recording.provenance.position(of: first ?? 0),
            fix: stated ? nil : "state the limit in the sheet's column compliance_A")
    }

    private static func rate(_ recording: Recording, _ measured: Double?, _ start: SourcePosition) -> [Finding] {
        guard let stated = recording.conditions.rate_V_per_s else {
            guard measured == nil else { return [] }
            return [
                Finding(
                    .sweepNoRate,
                    "\(recording.id) has neither times nor a scan rate; nothing that needs a rate is given",
                    at: start, fix: "give the scan rate in the sheet's column rate_V_per_s")
            ]
        }
        // 5 %: beyond what steps and settling times of sources explain. A rate off the samples contradicts nothing.
        guard recording.conditions.isRateMeasured != true, let measured, abs(measured - stated) > 0.05 * abs(stated)
        else { return [] }
        return [
            Finding(
                .sweepRateContradicted,
                "the times of \(recording.id) give \(QuantityText.text(measured, unit: .voltPerSecond)), "
                    + "stated are \(QuantityText.text(stated, unit: .voltPerSecond)); the times are used", at: start)
        ]
    }
}

extension FindingKind {
    static let sweepTooShort = FindingKind(
        "iv.too-few-points", .warning,
        "A sweep has no branch with two different voltages, so nothing can be read from it.")
    static let sweepFewSamples = FindingKind(
        "iv.few-voltages", .warning,
        "A branch has fewer than five voltages. Straight lines between them would make resistances, ratios and thresholds of "
            + "nothing, so that only its areas and what was measured at a sample are given.")
    static let sweepConstantCurrent = FindingKind(
        "iv.constant-current", .warning,
        "All currents of a sweep are equal: usually a wrong column, an open circuit below resolution, or a clamped source. "
            + "Nothing is computed from them.")
    static let sweepCompliance = FindingKind(
        "iv.compliance", .warning,
        "Points stand at the current limit of the source. There the source, not the device, sets the current: slopes "
            + "leave them out, ratios from them are bounds, and areas with more than 5 % of them are lower bounds.")
    static let sweepSingleBranch = FindingKind(
        "iv.single-branch", .note, "A sweep goes one way only, so that it has no loop.")
    static let sweepFirstCycle = FindingKind(
        "iv.first-cycle", .note,
        "The first cycle carries forming and history; with more cycles it is shown but enters no statistics.")
    static let sweepRemainder = FindingKind(
        "iv.remainder", .note, "Samples after the last whole lobe belong to no cycle and are not used.")
    static let sweepNoRate = FindingKind(
        "iv.no-rate", .note, "Without times and without a stated scan rate, capacitances cannot be had from a loop.")
    static let sweepRateContradicted = FindingKind(
        "iv.rate-contradicted", .warning, "The times of a sweep and its stated scan rate differ by more than 5 %.")
}
