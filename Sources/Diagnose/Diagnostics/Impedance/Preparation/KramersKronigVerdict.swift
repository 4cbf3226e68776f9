import Glibc
internal import Kernels
internal import Measurements

/// What the residuals of a linear Kramers-Kronig fit say.
struct KramersKronigVerdict: Sendable {
    /// Pass, fail, or not to be decided.
    enum Value: String, Sendable { case pass, fail, undecided }

    let value: Value
    let reason: String

    /// Residuals below this are below the accuracy of instruments, whatever their pattern.
    static let floor = 2e-3
    /// Residual sd over noise sd from which the size alone fails: the noise is known within some 15 %.
    static let sizeLimit = 2.0
    /// Probability below which a pattern of the residuals is none of chance, over both parts (Bonferroni).
    static let level = 0.01

    /// Judges a fit.
    ///
    /// - Parameter noise: relative noise of a part, from differences of neighboring points; never from the residuals.
    init(_ fit: LinearKramersKronig, noise: Double?) {
        let sd = fit.residualSD
        let size = "rms residual " + Self.percent(fit.rms)
        guard sd > Self.floor else {
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
