import Glibc

/// Which model explains a device, if one does.
public struct JointVerdict: Sendable {
    /// The answer.
    public enum Choice: Sendable, Hashable {
        /// This model, and no other within ten units of BIC.
        case model(JointModel)
        /// More than one.
        case undecided([JointModel])
        /// The best leaves more than the noise by `bound` of the signal.
        case none(best: JointModel, worst: String, misfit: Double)
    }

    /// The fits, best first.
    public let fits: [JointFit]
    /// Their BIC, as `fits`.
    public let bic: [Double]
    /// The answer.
    public let choice: Choice

    /// The fit to tell of: the chosen one; among several the one of fewest parameters; where none explains all, the best.
    public var told: JointFit? {
        guard case .undecided(let rivals) = choice else { return fits.first }
        return fits.filter { rivals.contains($0.model) }.min { $0.parameterCount < $1.parameterCount }
    }

    /// Largest part of the signal that a model may miss beyond the noise: the bound of L17 (THEORY G.3).
    public static let bound = 0.15
    /// Largest part of the recordings that a model may miss by more: one that was taken in another state speaks against itself.
    private static let mostMissed = 0.1
    /// Units of BIC that are very strong evidence (Kass and Raftery 1995).
    private static let veryStrong = 10.0

    /// Judges fits of different models to the same recordings; `nil` without any.
    ///
    /// Where even the best leaves more than the noise, the noise is taken as large as it leaves: else ten units would be
    /// won by the shape of a misfit.
    public init?(_ fits: [JointFit]) {
        guard let least = fits.map(\.reducedChiSquare).min() else { return nil }
        let scale = max(1, least)
        let rated = fits.map { fit in
            (fit: fit, bic: fit.chiSquare / scale + Double(fit.parameterCount) * log(Double(fit.count)))
        }.sorted { $0.bic < $1.bic }
        self.fits = rated.map(\.fit)
        bic = rated.map(\.bic)
        guard let best = rated.first else { return nil }
        let worst = best.fit.residuals.max { $0.misfit < $1.misfit }
        let missed = best.fit.residuals.filter { $0.misfit > Self.bound }.count
        if let worst, Double(missed) > Self.mostMissed * Double(best.fit.residuals.count) {
            choice = .none(best: best.fit.model, worst: worst.name, misfit: worst.misfit)
            return
        }
        let rivals = rated.filter { $0.bic < best.bic + Self.veryStrong }.map(\.fit.model)
        choice = rivals.count > 1 ? .undecided(rivals) : .model(best.fit.model)
    }
}
