import Glibc
public import Measurements

/// A parameter of a joint model: its name in the equations, its unit, and the scale on which it is searched.
public struct JointParameter: Sendable, Hashable {
    /// On which scale a search moves a parameter.
    public enum Scale: Sendable, Hashable {
        /// Positive, searched as its logarithm.
        case logarithm
        /// Of any sign, searched as it is.
        case linear
        /// Between 0 and 1, searched as `ln(p/(1 - p))`.
        case logit
    }

    /// Name as in `pinch simulate --set`.
    public let name: String
    /// Unit of the value.
    public let unit: SIUnit
    /// On which scale it is searched.
    public let scale: Scale

    init(_ name: String, _ unit: SIUnit, _ scale: Scale = .logarithm) {
        self.name = name
        self.unit = unit
        self.scale = scale
    }

    /// Where a value stands on the scale of the search.
    func place(of value: Double) -> Double {
        switch scale {
        case .logarithm: log(max(value, 1e-300))
        case .linear: value
        case .logit: log(min(max(value, 1e-6), 1 - 1e-6) / (1 - min(max(value, 1e-6), 1 - 1e-6)))
        }
    }

    /// The value at a place of the search.
    func value<Number: SmoothNumber>(at place: Number) -> Number {
        switch scale {
        case .logarithm: Number.exponential(place)
        case .linear: place
        case .logit: 1 / (Number.exponential(Number(0) - place) + 1)
        }
    }

    /// Slope of the value by the place, from the value.
    func slope(at value: Double) -> Double {
        switch scale {
        case .logarithm: value
        case .linear: 1
        case .logit: value * (1 - value)
        }
    }
}
