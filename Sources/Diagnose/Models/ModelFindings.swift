public import Findings

/// The kinds of finding that models may give.
public enum ModelFindings {
    /// A model's id that is not registered.
    public static let unknownModel = FindingKind(
        "model.unknown", .error, "No device model has this id; `pinch list models` prints them all.")
    /// A parameter that the model does not have.
    public static let unknownParameter = FindingKind(
        "model.unknown-parameter", .error, "The model has no parameter of this name; names are those of its equations.")
    /// A value outside the range that makes sense.
    public static let outOfRange = FindingKind(
        "model.parameter-out-of-range", .error,
        "The value is not a number or lies outside the range that the parameter may have.")
    /// Equations that could not be integrated.
    public static let stalled = FindingKind(
        "model.stalled", .error,
        "The model's equations could not be integrated to the end; usually a voltage far above the model's own scale, so that an exponential overflows."
    )

    /// All kinds of this module.
    public static let all = [unknownModel, unknownParameter, outOfRange, stalled]
}
