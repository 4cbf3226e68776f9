/// How the points of a spectrum count in a fit.
public enum ImpedanceWeights: String, Sendable, CaseIterable, Codable {
    /// Real and imaginary part each relative to |Z|: errors proportional to the modulus. The default.
    case modulus
    /// Real part relative to Re Z, imaginary part relative to Im Z; a part below a hundredth of |Z| counts as that.
    case proportional
    /// All parts alike, in ohm.
    case unit
}

/// What a fit of a circuit starts from and keeps to.
public struct CircuitFitOptions: Sendable {
    /// Starts by name of a value, SI; where all free values have one, others are tried only if it leaves no noise.
    public var starts: [String: Double] = [:]
    /// Whether other starts are tried where the one given leaves residuals that are no noise (default true).
    public var searchesBeyondStart = true
    /// Values that stay as they are.
    public var fixed: [String: Double] = [:]
    /// Ranges to stay in, lower and upper; either may be infinite.
    public var bounds: [String: ClosedRange<Double>] = [:]
    /// Values that equal another one: `R2` follows `R1`.
    public var ties: [String: String] = [:]
    /// How points count.
    public var weights = ImpedanceWeights.modulus
    /// Standard deviations of the real and imaginary parts, ohm, where repeats gave them: they replace `weights`.
    public var deviations_ohm: [(real: Double, imaginary: Double)] = []
    /// Moves the grid of automatic starts (default 0).
    public var seed: UInt64 = 0
    /// Whether a value with an error of more than 30 % gets its interval by profile (default true), which costs dozens of
    /// fits.
    public var profilesIntervals = true
    /// Starts that are compared before the best are refined (default 40 for each free value).
    public var startsPerValue = 40

    /// The defaults.
    public init() {}
}
