import Glibc
internal import Kernels
internal import Measurements

/// The four questions asked of the causal fits of a set of points.
struct Judgment {
    private(set) var verdict = ValidityTest.Verdict.pass
    private(set) var reason = ""
    private(set) var cause: Suspicion?
    /// Relative residuals of real and imaginary part.
    let residuals: (real: [Double], imaginary: [Double])
    let relaxations: Int
    let drift: (value: Double, se: Double)?
    /// Relative noise of a part that the tests count with.
    let sd: Double
    /// The fits that were judged.
    let fits: NestedFits
    /// The resonance that stands beside the relaxations.
    let resonance: Resonance?

    /// Probabilities below which a question is answered by "fails"; their sum, 1.7 %, bounds the family of questions.
    private enum Level {
        static let size = 0.002
        static let neighbors = 0.002
        static let growing = 0.003
        static let suspicion = 0.01
    }
    /// By how much of the criterion a drift must be the worse explanation before a process beyond the band is believed.
    private static let margin = 4.0
    /// By how much of the criterion a resonance must be the better explanation.
    private static let decisive = 10.0
    /// Degrees of freedom of the noise estimate: 110 overlapping sixth differences of 61 points count as 33.
    private static let freedomPerPoint = 0.5

    /// Smallest drift or dependence on the amplitude that matters.
    private static let smallestSize = 0.005
    /// Residuals below this are below what instruments resolve, whatever their pattern; courses are told by their size.
    private static let instrument = 1e-3

    /// Residuals below this are below what the basis resolves.
    ///
    /// Measured on exact data: four times a decade leave 2e-4 (at most 4e-4) of a family that ends within its band; each
    /// time a decade less costs a factor of ten.
    private static func floor(_ basis: RelaxationBasis) -> Double {
        3e-4 * pow(10, max(0, 4 - basis.timesPerDecade - 0.2))
    }

    /// - Parameter points: frequency in Hz, real and imaginary part, in falling order of frequency.
    init(_ points: [(Double, Double, Double)], noise: Double?, resonance: Resonance? = nil) {
        let n = points.count
        // Without a noise estimate the fit is still shown, at a typical noise.
        sd = max(noise ?? 0.003, 1.5e-4)
        let fits = NestedFits(
            frequency_Hz: points.map(\.0), real: points.map(\.1), imaginary: points.map(\.2), sd: sd,
            resonance: resonance)
        self.fits = fits
        self.resonance = resonance
        let j = fits.chosen
        let level = fits.levels[j]
        let residual = level.reduction.residual(0)
        let unit = sd
        let relative = residual.map { $0 * unit }
        residuals = (Array(relative.prefix(n)), Array(relative.suffix(n)))
        relaxations = level.reduction.rank - 2 - (j > 0 ? 1 : 0) - (resonance == nil ? 0 : 2)
        let (size, se) = level.sizes[Suspicion.driftByPeriods.rawValue]
        drift = se < 1 ? (size, se) : nil

        let freedom = Double(2 * n - level.reduction.rank)
        let spread = freedom > 0 ? sd * (level.rest / freedom).squareRoot() : 0
        let text = "residual sd " + Self.percent(spread)
        guard let noise else {
            (verdict, reason) = (.undecided, text + ", noise unknown")
            return
        }
        reason = text + " at noise " + Self.percent(noise)
        let own = max(8, Self.freedomPerPoint * Double(n))
        let sizeP = FisherDistribution.upperTail(level.rest / freedom, numerator: freedom, denominator: own)
        guard noise <= ValidityTest.noiseLimit else {
            let isGross = noise < 0.1 && spread > 3 * noise && sizeP < Level.size
            (verdict, reason) = (isGross ? .fail : .undecided, reason + (isGross ? "" : ", too noisy for a test"))
            return
        }
        guard spread > Self.floor(fits.basis) else {
            reason += ", below what instruments resolve"
            return
        }
        judgeCourse(fits, j, freedom: own)
        guard spread > max(Self.instrument, Self.floor(fits.basis)) else { return }
        judgeRest(fits, j, sizeP, neighbors: Self.neighbors(residual, n), freedom: own)
    }

    /// The same points judged with a resonance beside the relaxations; `nil` where that explains them no better than the
    /// relaxations and a course do, by Bayes' criterion, or where it fails as well.
    ///
    /// Noise counts as unknown here: differences of neighboring points take a sharp resonance for noise.
    func withResonance(_ points: [(Double, Double, Double)], noise: Double?) -> Judgment? {
        guard verdict == .fail, points.count >= 20, let resonance = Resonance(fits) else { return nil }
        let other = Judgment(points, noise: noise, resonance: resonance)
        guard other.verdict != .fail else { return nil }
        let n = Double(2 * points.count)
        func criterion(_ rest: Double, _ parameters: Int) -> Double {
            n * log(max(rest / n, 1e-3)) + log(n) * Double(parameters)
        }
        let alone = fits.levels.map { criterion($0.rest - ($0.gains.max() ?? 0), $0.reduction.rank + 1) }.min() ?? 0
        // Two numbers place it.
        let level = other.fits.levels[other.fits.chosen]
        return criterion(level.rest, level.reduction.rank + 2) + Self.decisive < alone ? other : nil
    }

    /// The point farthest off, where one is by more than 5 sd in a part.
    var farPoint: Int? {
        let sizes = residuals.real.indices.map { max(abs(residuals.real[$0]), abs(residuals.imaginary[$0])) }
        guard let worst = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), sizes[worst] > 5 * max(sd, 2e-4) else {
            return nil
        }
        return worst
    }

    /// Whether what is left follows a drift or the amplitude.
    private mutating func judgeCourse(_ fits: NestedFits, _ j: Int, freedom: Double) {
        func strongest(_ level: NestedFits.Level) -> (p: Double, which: Int, matters: Bool) {
            let which = level.gains.indices.max { level.gains[$0] < level.gains[$1] } ?? 0
            let p = FisherDistribution.upperTail(level.gains[which], numerator: 1, denominator: freedom)
            return (
                min(1, p * Double(level.gains.count)), which, abs(level.sizes[which].value) > Self.smallestSize
            )
        }
        let level = fits.levels[j]
        let (p, which, matters) = strongest(level)
        if p < Level.suspicion, matters, isLasting(fits, j, which, freedom) {
            fail(Suspicion.allCases[which], level.sizes[which], p)
        }
        // A process beyond the band and a slow drift look alike: the one that explains the data better is believed.
        if verdict == .pass, j > 0 {
            let plain = fits.levels[0]
            let (p, which, matters) = strongest(plain)
            let asDrift = plain.criterion(more: 1, gain: plain.gains[which])
            if p < Level.suspicion, matters, asDrift < level.criterion() + Self.margin,
                isLasting(fits, 0, which, freedom)
            {
                fail(Suspicion.allCases[which], plain.sizes[which], p)
            }
        }
    }

    /// Whether a course still shows beside processes beyond the band, which a low level leaves out.
    ///
    /// A slow drift of the size that is looked for never does; it competes with them by Bayes' criterion alone.
    private func isLasting(_ fits: NestedFits, _ j: Int, _ which: Int, _ freedom: Double) -> Bool {
        let isSlow = Suspicion.allCases[which] == .driftByPeriods || Suspicion.allCases[which] == .driftByBoth
        guard j < 2, fits.levels.count > 2, !(isSlow && abs(fits.levels[j].sizes[which].value) < 0.03) else {
            return true
        }
        return FisherDistribution.upperTail(fits.levels[2].gains[which], numerator: 1, denominator: freedom) < 0.1
    }

    /// Whether it is too large, too smooth, or not causal.
    private mutating func judgeRest(
        _ fits: NestedFits, _ j: Int, _ sizeP: Double, neighbors: Double, freedom: Double
    ) {
        let growing = fits.growingGain(j)
        if growing.count > 0 {
            let p = FisherDistribution.upperTail(
                growing.gain / Double(growing.count), numerator: Double(growing.count), denominator: freedom)
            if p < Level.growing { fail("real and imaginary part contradict each other", p) }
        }
        if sizeP < Level.size { fail("larger than the noise", sizeP) }
        if neighbors < Level.neighbors { fail("neighbors alike", neighbors) }
    }

    private mutating func fail(_ suspicion: Suspicion, _ size: (value: Double, se: Double), _ p: Double) {
        cause = suspicion
        fail(
            suspicion.text + " of " + Self.percent(abs(size.value)) + " ± "
                + DecimalText.significant(100 * size.se, digits: 1) + " %", p)
    }

    private mutating func fail(_ text: String, _ p: Double) {
        verdict = .fail
        reason += ", " + text + " (p = " + DecimalText.significant(max(p, 1e-99), digits: 1) + ")"
    }

    /// Probability that independent residuals would be as alike as neighbors are here, over both parts.
    ///
    /// Lag-1 autocorrelation; residuals of a fit repel each other a little, which makes the test cautious.
    private static func neighbors(_ residual: [Double], _ n: Int) -> Double {
        func one(_ part: ArraySlice<Double>) -> Double {
            let square = part.reduce(0) { $0 + $1 * $1 }
            guard square > 0 else { return 1 }
            let product = zip(part, part.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
            return NormalDistribution.upperTail(product / square * Double(part.count).squareRoot())
        }
        return min(1, 2 * min(one(residual.prefix(n)), one(residual.suffix(n))))
    }

    static func percent(_ fraction: Double) -> String { DecimalText.significant(100 * fraction, digits: 2) + " %" }
}
