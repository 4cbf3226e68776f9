public import Kernels

/// One parameter as a joint fit found it.
public struct JointEstimate: Sendable {
    /// The parameter.
    public let parameter: JointParameter
    /// Its value, SI.
    public let value: Double
    /// Standard error; absent where the recordings do not determine the parameter.
    public let se: Double?
    /// Ends of the 95 % interval, symmetric on the scale of the search; absent as `se`.
    public let interval: ClosedRange<Double>?
}

/// How one recording agrees with a model that explains all.
public struct JointResidual: Sendable {
    /// What it is, in words a reader sees.
    public let name: String
    /// Ids of the recordings it comes from.
    public let from: [String]
    /// Number of readings.
    public let count: Int
    /// Sum of squared residuals over their variances.
    public let chiSquare: Double
    /// Root mean square of what is missed beyond the noise, relative to the current or to |Z|.
    public let misfit: Double
    /// Its standard error: what the noise alone would make of it.
    public let misfitError: Double
    /// Predicted current of a trace, A, or Re and Im alternating of a spectrum, ohm.
    public let predicted: [Double]
}

/// A model fitted to all recordings at once.
public struct JointFit: Sendable {
    /// The model.
    public let model: JointModel
    /// Its parameters, in the model's order.
    public let estimates: [JointEstimate]
    /// Covariance of the places of the search, as wide as the misfit asks; in the model's order.
    public let covariance: Matrix
    /// How each recording agrees, spectra first.
    public let residuals: [JointResidual]
    /// Sum of squared residuals over their variances.
    public let chiSquare: Double
    /// Number of readings.
    public let count: Int
    /// Number of free parameters of the model.
    public var parameterCount: Int { estimates.count }
    /// Steps tried.
    public let iterations: Int
    /// Whether the search came to its end.
    public let converged: Bool

    /// `chiSquare` per degree of freedom.
    public var reducedChiSquare: Double { chiSquare / Double(max(1, count - parameterCount)) }

    /// The value of a parameter.
    public func value(of name: String) -> Double? { estimates.first { $0.parameter.name == name }?.value }
}

/// Fits one model to all recordings of a device.
///
/// - Parameters:
///   - data: recordings with the noise of each reading.
///   - hints: what the diagnostics found; starts of the search.
///   - known: fits of other models: that of T1 is where T2 starts, and a model that misses ten times more than the best of
///     them after its first steps is not followed to its end.
/// - Returns: `nil` where no start is found or the search never gets anywhere finite.
/// - Source: THEORY B.1, B.2; Levenberg and Marquardt with forward sensitivities.
public func fitJointly(
    _ model: JointModel, to data: JointData, hints: JointHints, known: [JointFit] = []
) -> JointFit? {
    switch model {
    case .calm, .calmT2:
        JointStarts<ActivatedEquations<Double>, ActivatedEquations<SlopedNumber>>(model, data, hints, known)?.fit()
    case .twoBranch:
        JointStarts<TwoBranchEquations<Double>, TwoBranchEquations<SlopedNumber>>(model, data, hints, known)?.fit()
    }
}
