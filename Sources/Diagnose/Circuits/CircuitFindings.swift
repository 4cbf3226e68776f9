public import Findings

/// The kinds of finding that circuits and their fits may give.
public enum CircuitFindings {
    static let code = FindingKind(
        "circuit.code", .error,
        "A circuit code cannot be read: an unknown element, a bracket too many or too few, or two notations in one.")
    static let value = FindingKind(
        "circuit.value", .error, "A start, bound or tie names no value of the circuit, or a value that makes no sense.")
    static let unidentifiable = FindingKind(
        "circuit.unidentifiable", .error,
        "Two elements of a circuit cannot be told apart by any spectrum, as two resistors in series cannot.")
    static let points = FindingKind(
        "circuit.points", .error, "A spectrum has too few distinct frequencies for the values that a circuit fits.")
    static let noFit = FindingKind(
        "circuit.no-fit", .error, "No start led to a fit of the circuit: it cannot make this spectrum.")
    /// A fitted value stands at its bound.
    public static let boundHit = FindingKind(
        "circuit.bound", .warning, "A fitted value stands at its bound: it has no standard error of its own.")
    /// The points do not determine all values.
    public static let undetermined = FindingKind(
        "circuit.undetermined", .warning, "The spectrum does not determine all values: no standard errors are given.")

    /// All kinds of this module.
    public static let all: [FindingKind] = [code, value, unidentifiable, points, noFit, boundHit, undetermined]
}
