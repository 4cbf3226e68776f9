import Glibc
internal import Kernels
internal import Measurements

/// What the residuals of a linear Kramers-Kronig fit say.
struct KramersKronigVerdict: Sendable {
    /// Pass, fail, or not to be decided.
    enum Value: String, Sendable { case pass, fail, undecided }

    let value: Value
    let reason: String

    /// Residual sd over noise sd from which the size alone fails: the noise is known within some 15 %.
    static let sizeLimit = 2.0
    /// Probability below which a pattern of the residuals is none of chance, over both parts (Bonferroni).
    static let level = 0.01

    /// Residuals below this are below what the fit's own terms resolve, whatever their pattern.
    ///
    /// Measured on exact data of R, RC, ZARC and EC1 of either sign: five relaxations a decade leave at most 1e-5, the
    /// three a decade that half the points of a sparse spectrum allow leave 2e-3. Instruments are not better than 1e-3.
    static func floor(_ fit: LinearKramersKronig) -> Double { fit.relaxationsPerDecade > 4.5 ? 1e-3 : 3e-3 }

    /// Judges a fit.
    ///
    /// Measured false alarms on the same families at 0.01, 0.1 and 1 % noise, 100 seeds each, at 10 points a decade:
    /// none. The bounds of THEORY E.4 (no run of more than 7 residuals of one sign) reject up to 26 % of them, because
    /// what the fit leaves of exact data is tiny and of one sign; so patterns only count above the floor.
    /// - Parameter noise: relative noise of a part, from differences of neighboring points; never from the residuals.
    init(_ fit: LinearKramersKronig, noise: Double?) {
        let sd = fit.residualSD
        let size = "rms residual " + Self.percent(fit.rms)
        guard sd > Self.floor(fit) else {
            (value, reason) = (.pass, size + " is below what instruments resolve")
            return
        }
        guard let noise else {
            (value, reason) =
                fit.rms > 0.01
                ? (.undecided, size + ", noise unknown") : (.pass, size + " is below 1 %, noise unknown")
            return
        }
        let against = size + " at noise " + Self.percent(noise)
        guard noise < 0.1 else {
            (value, reason) = (.undecided, against + " is too noisy for a test")
            return
        }
        if sd > Self.sizeLimit * noise {
            (value, reason) = (.fail, against)
            return
        }
        let p = min(1, 2 * min(Self.neighborProbability(fit.real), Self.neighborProbability(fit.imaginary)))
        if p < Self.level {
            (value, reason) = (
                .fail, against + ", neighbors alike with p = " + DecimalText.significant(p, digits: 2)
            )
        } else {
            (value, reason) = (.pass, against)
        }
    }

    /// Probability that independent residuals would be as alike as neighbors are here (lag-1 autocorrelation).
    ///
    /// Residuals of a fit repel each other a little, which makes the test cautious.
    static func neighborProbability(_ residual: [Double]) -> Double {
        let n = Double(residual.count)
        let square = residual.reduce(0) { $0 + $1 * $1 }
        guard n >= 5, square > 0 else { return 1 }
        let product = zip(residual, residual.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        return NormalDistribution.upperTail(product / square * n.squareRoot())
    }

    private static func percent(_ fraction: Double) -> String {
        DecimalText.significant(100 * fraction, digits: 2) + " %"
    }
}
