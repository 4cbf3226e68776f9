import Glibc
internal import Kernels
internal import Measurements

/// The Kramers-Kronig test of one quantity, Z or Y, with its verdict.
///
/// The noise comes from neighboring points or repeats and never from the residuals that it judges. Four questions are
/// asked of the best causal fit: is what it leaves larger than the noise, are neighbors alike, do real and imaginary
/// part contradict each other, does it follow a drift or the amplitude. docs/validity.md says why these, and measures
/// how often each verdict is wrong.
struct ValidityTest: Sendable {
    /// Pass, fail, or not to be decided.
    enum Verdict: String, Sendable { case pass, fail, undecided }

    let verdict: Verdict
    let reason: String
    /// Relative residuals, (X - fit)/|X|, of an outlier from the fit with it; shape [n].
    let real: [Double]
    let imaginary: [Double]
    /// Number of relaxation times of the fit.
    let relaxations: Int
    /// Change of the whole quantity over the sweep, and its error; `nil` where the fit can imitate a drift.
    let drift: (value: Double, se: Double)?
    /// What the residuals follow, where the verdict is a failure and they follow anything.
    let cause: Suspicion?
    /// Indices of single points that are off while all others agree.
    let outliers: [Int]

    /// Root of the mean of |r|² over the points.
    var rms: Double {
        (zip(real, imaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 } / Double(max(1, real.count))).squareRoot()
    }

    /// Relative noise above which no verdict but a gross failure is given.
    ///
    /// 1 % is the bound of what can be judged; its estimate scatters by 12 %, so that spectra of 1 % are still judged.
    static let noiseLimit = 0.015

    /// Tests a quantity.
    ///
    /// - Shape: three arrays [n], falling frequency, finite, magnitudes positive.
    /// - Parameter noise: relative noise of a part; `nil` where it is not known.
    /// - Returns: `nil` for fewer than 6 points or a band without width.
    init?(frequency_Hz: [Double], real re: [Double], imaginary im: [Double], noise: Double?) {
        guard frequency_Hz.count >= 6, let high = frequency_Hz.first, let low = frequency_Hz.last, high > low * 1.001
        else { return nil }
        let points = zip(frequency_Hz, zip(re, im)).map { ($0, $1.0, $1.1) }
        var judged = Judgment(points, noise: noise)
        var (r, i) = judged.residuals
        var remark = ""
        outliers = Self.outliers(points, &judged, &r, &i, noise: noise)
        if let ringing = judged.withResonance(points, noise: noise), let resonance = ringing.resonance {
            judged = ringing
            (r, i) = ringing.residuals
            let f_Hz = resonance.omega_rad_per_s / (2 * Double.pi)
            remark =
                ", with a stable resonance at " + QuantityText.text(f_Hz, unit: .hertz, digits: 3) + ", quality "
                + DecimalText.significant(resonance.quality, digits: 2)
        }
        (real, imaginary) = (r, i)
        (verdict, reason, cause) = (judged.verdict, judged.reason + remark, judged.cause)
        (drift, relaxations) = (judged.drift, judged.relaxations)
    }
    /// Single points far off are put aside; where all others then agree they are outliers, else they were none.
    ///
    /// Neighbors that are off together are no outliers but a device that changed.
    private static func outliers(
        _ points: [(Double, Double, Double)], _ judged: inout Judgment, _ r: inout [Double], _ i: inout [Double],
        noise: Double?
    ) -> [Int] {
        guard noise != nil else { return [] }
        var suspects: [Int] = []
        var kept = Array(points.indices)
        var trial = judged
        while let worst = trial.farPoint {
            suspects.append(kept.remove(at: worst))
            guard suspects.count <= max(1, points.count / 15) else { return [] }
            trial = Judgment(kept.map { points[$0] }, noise: noise)
        }
        suspects.sort()
        guard !suspects.isEmpty, trial.verdict == .pass, zip(suspects, suspects.dropFirst()).allSatisfy({ $1 > $0 + 1 })
        else { return [] }
        // An outlier keeps its residual of the fit with it, a little less than its distance.
        for (place, index) in kept.enumerated() {
            (r[index], i[index]) = (trial.residuals.real[place], trial.residuals.imaginary[place])
        }
        judged = trial
        return suspects
    }
}
