public import Measurements

/// A parameter of a device model: its name in the equations, unit, default, and the values that make sense.
public struct ModelParameter: Sendable, Hashable {
    /// Name as in the equations and in `--set name=value`.
    public let name: String
    /// Unit of the value.
    public let unit: SIUnit
    /// Value of a model that was made with `init()`.
    public let defaultValue: Double
    /// Least value allowed.
    public let lowest: Double
    /// Greatest value allowed.
    public let highest: Double
    /// What it does, in one line.
    public let meaning: String

    /// Defines a parameter.
    public init(
        _ name: String, _ unit: SIUnit, _ defaultValue: Double, in range: ClosedRange<Double>, _ meaning: String
    ) {
        self.name = name
        self.unit = unit
        self.defaultValue = defaultValue
        self.lowest = range.lowerBound
        self.highest = range.upperBound
        self.meaning = meaning
    }
}

/// A parameter and the place in a model of type `Model` where its value stands.
public struct ParameterSlot<Model>: Sendable {
    /// The parameter.
    public let parameter: ModelParameter
    /// Where its value stands.
    public let place: any WritableKeyPath<Model, Double> & Sendable

    /// Ties a parameter to its place.
    public init(_ place: any WritableKeyPath<Model, Double> & Sendable, _ parameter: ModelParameter) {
        self.parameter = parameter
        self.place = place
    }
}
