public import Findings

/// The kinds of finding that simulation may give.
public enum SimulateFindings {
    /// A protocol's id that is not registered.
    public static let unknownProtocol = FindingKind(
        "simulate.unknown-protocol", .error,
        "No measurement protocol has this id; `pinch list protocols` prints them all.")
    /// A layout's id that is not registered.
    public static let unknownLayout = FindingKind(
        "simulate.unknown-layout", .error, "No file layout has this id; there are `plain` and `eclab`.")
    /// A noise that is not a number of a sensible size.
    public static let badNoise = FindingKind(
        "simulate.bad-noise", .error, "The relative noise must be a number from 0 to 1.")

    /// All kinds of this module.
    public static let all = [unknownProtocol, unknownLayout, badNoise]
}
