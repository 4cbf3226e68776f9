public import Measurements

/// Whether the device has a memory at all, over the three diagnostics.
///
/// A memory that one measurement sees is there, even if another is blind to it (impedance at zero bias, a loop much
/// faster than the memory). "None" needs every measurement that was made to say so.
public struct MemoryPresence: Sendable {
    /// The decision has no state.
    public init() {}

    /// The label that it gives.
    public static let definitions: [MetricDefinition] = [
        .init(
            "memory.present", "", .none,
            "yes, none or undecided: from each diagnostic (`of` names it) and over all (`of` is device).",
            source: "THEORY I, port test 3")
    ]

    /// Decides from the labels of the diagnostics.
    public func decide(_ labels: [Label]) -> DiagnosticResult {
        var result = DiagnosticResult()
        let families = Family.allCases.compactMap { family -> (Family, String, [String])? in
            let said = labels.filter { $0.id == "memory.present" && $0.at.of == family.rawValue }
            guard !said.isEmpty else { return nil }
            return (family, Self.verdict(said.map(\.value)), said.flatMap(\.from))
        }
        guard !families.isEmpty else { return result }
        let words = families.map { "\($0.0.rawValue): \($0.1)" }.joined(separator: ", ")
        result.labels.append(
            Label(
                "memory.present", Self.verdict(families.map(\.1)), at: Place(of: "device"),
                from: Array(Set(families.flatMap(\.2))).sorted(), rule: words))
        return result
    }

    /// Yes if anyone saw it; none if everyone said none; else undecided.
    static func verdict(_ values: [String]) -> String {
        if values.contains("yes") { return "yes" }
        return values.allSatisfy { $0 == "none" } ? "none" : "undecided"
    }
}
