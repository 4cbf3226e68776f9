internal import Findings

/// Electrode areas as potentiostats state them.
enum ElectrodeArea {
    /// Areas in cm² that instruments write when nobody typed one.
    private static let defaults: Set<Double> = [0, 0.001, 1]

    /// An area in m²; `nil` with a note where it is only the instrument's default, or negative.
    static func stated(cm2: Double?, at place: SourcePosition, _ findings: inout [Finding]) -> Double? {
        guard let cm2 else { return nil }
        guard defaults.contains(cm2) || cm2 < 0 else { return cm2 * 1e-4 }
        findings.append(
            Finding(
                AreaFindings.defaulted,
                "the area of \(cm2) cm2 is what the instrument writes when nobody "
                    + "typed one; it is not used", at: place, fix: "state it as area_cm2 in the sheet, if it matters"))
        return nil
    }
}

/// What can be wrong with an area.
enum AreaFindings {
    static let defaulted = FindingKind(
        "conditions.default-area", .note, "The electrode's area in the file is the instrument's default, so not known.")
    static let all = [defaulted]
}
