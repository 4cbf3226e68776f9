public import ComplexModule
public import Kernels
public import RealModule

/// A circuit fitted to a spectrum.
public struct CircuitFit: Sendable {
    /// The circuit.
    public let circuit: Circuit
    /// Its values, in the circuit's order.
    public let values: [FittedValue]
    /// Correlations of the free values, in the order of `freeNames`; `nil` where the points do not determine them.
    public let correlations: Matrix?
    /// Names of the values that were fitted.
    public let freeNames: [String]
    /// Sum of squared weighted residuals.
    public let residualSumOfSquares: Double
    /// Angular frequencies of the points, rad/s, in the order given.
    public let omega_rad_per_s: [Double]
    /// The impedance measured, ohm.
    public let measured_ohm: [Complex<Double>]
    /// The fitted impedance at the points, ohm.
    public let fitted_ohm: [Complex<Double>]
    /// What a weighted residual of one means.
    let scale: FitPoints.Scale
    /// Steps of the last descent.
    public let iterations: Int
    /// Why it stopped.
    public let stop: LeastSquaresStop

    /// Number of points N; there are 2 N residuals.
    public var pointCount: Int { measured_ohm.count }

    /// `2 N` less the values fitted.
    public var degreesOfFreedom: Int { 2 * pointCount - freeNames.count }

    /// Weighted residual variance: with modulus weights, relative to |Z|²; with stated deviations, chi² by degree.
    public var residualVariance: Double { residualSumOfSquares / Double(max(1, degreesOfFreedom)) }

    /// A value by its name.
    public func value(_ name: String) -> FittedValue? { values.first { $0.name == name } }
}

/// A value of a fitted circuit, with what is known of its error.
public struct FittedValue: Sendable, Hashable {
    /// How the value came about.
    public enum Origin: String, Sendable {
        /// Fitted.
        case fitted
        /// Kept as given.
        case fixed
        /// Equal to another value.
        case tied
        /// Fitted, and found on a bound of its range, where it was then kept.
        case bound
    }

    /// Its name: `R1`, `Q1.n`.
    public let name: String
    /// What it measures.
    public let parameter: ElementParameter
    /// The value, SI.
    public let value: Double
    /// How it came about.
    public let origin: Origin
    /// Standard error; `nil` where the value was not fitted, or is not determined.
    public let se: Double?
    /// The 95 % interval; an end that the points do not bound is infinite.
    public let interval: ClosedRange<Double>?
    /// Whether the interval was found by profile, as it is where the standard error passes 30 % of the value.
    public let isProfiled: Bool
}
