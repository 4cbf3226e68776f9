import Glibc
internal import Kernels

/// The causal fits of a spectrum, level by level, and what each suspicion would add to them.
///
/// Everything is in units of the noise, so that sums of squares are chi-squares.
struct NestedFits {
    /// One level: the basis up to here, and what it leaves.
    struct Level {
        let reduction: OrderedReduction
        /// Chi-square that is left.
        let rest: Double
        /// For each suspicion, what it takes off `rest`.
        let gains: [Double]
        /// For each suspicion, its size and the error of it; infinite where the fit can imitate it.
        let sizes: [(value: Double, se: Double)]

        /// Bayes' information criterion of a nested model, up to a constant.
        func criterion(more parameters: Int = 0, gain: Double = 0) -> Double {
            rest - gain + log(Double(reduction.rows)) * Double(reduction.rank + parameters)
        }
    }

    let levels: [Level]
    let basis: RelaxationBasis
    /// Sides of the reductions: the data, the suspicions, the growing relaxations.
    let growingCount: Int
    static let firstGrowing = 1 + Suspicion.allCases.count

    /// - Parameters:
    ///   - sd: relative noise of a part, positive.
    ///   - resonance: one that stands beside the relaxations of all levels.
    init(frequency_Hz: [Double], real: [Double], imaginary: [Double], sd: Double, resonance: Resonance?) {
        let magnitude = zip(real, imaginary).map { hypot($0, $1) }
        let basis = RelaxationBasis(omega: frequency_Hz.map { 2 * Double.pi * $0 }, magnitude: magnitude)
        let n = frequency_Hz.count
        // Each point as a unit vector over the noise.
        let unit =
            (0..<n).map { real[$0] / magnitude[$0] / sd } + (0..<n).map { imaginary[$0] / magnitude[$0] / sd }
        let growing = basis.growing
        self.basis = basis
        growingCount = growing.count
        let blank = Suspicion.allCases.map { _ in Array(repeating: 0.0, count: 2 * n) }
        var reduction = OrderedReduction(rows: 2 * n, sides: [unit] + blank + growing)
        var levels: [Level] = []
        for level in 0..<RelaxationBasis.levels {
            // A level that cannot win even if it explained everything need not be tried; nor one without freedom.
            let cost = log(Double(2 * n)) * Double(basis.count(level))
            if let last = levels.last, last.rest < cost || reduction.rank + basis.count(level) > 6 * n / 5 { break }
            for column in basis.columns(level) { reduction.add(column) }
            if level == 0, let resonance { for column in resonance.columns(basis) { reduction.add(column) } }
            // Courses follow the fit, not the data: those of the data hold its noise, which would explain itself.
            let fitted = zip(unit, reduction.residual(0)).map { $0 - $1 }
            let size = (0..<n).map { magnitude[$0] * sd * hypot(fitted[$0], fitted[n + $0]) }
            for suspicion in Suspicion.allCases {
                let course = suspicion.course(frequency_Hz: frequency_Hz, magnitude: size)
                reduction.replace(1 + suspicion.rawValue, by: fitted.indices.map { fitted[$0] * course[$0 % n] })
            }
            levels.append(Self.level(reduction))
        }
        self.levels = levels
    }

    private static func level(_ reduction: OrderedReduction) -> Level {
        var gains: [Double] = []
        var sizes: [(value: Double, se: Double)] = []
        for suspicion in Suspicion.allCases {
            let side = 1 + suspicion.rawValue
            let square = reduction.tailProduct(side, side)
            let product = reduction.tailProduct(0, side)
            // A course whose remnant is rounding is imitated whole.
            let isSeen = square > 1e-6
            gains.append(isSeen ? product * product / square : 0)
            sizes.append(isSeen ? (product / square, 1 / square.squareRoot()) : (0, .infinity))
        }
        return Level(reduction: reduction, rest: reduction.tailProduct(0, 0), gains: gains, sizes: sizes)
    }

    /// The level of lowest criterion.
    var chosen: Int {
        levels.indices.min { levels[$0].criterion() < levels[$1].criterion() } ?? 0
    }

    /// What the growing relaxations take off the rest of a level, and how many of them are new.
    func growingGain(_ level: Int) -> (gain: Double, count: Int) {
        let reduction = levels[level].reduction
        var rest = OrderedReduction(rows: reduction.rows - reduction.rank, sides: [reduction.tail(0)])
        for side in Self.firstGrowing..<(Self.firstGrowing + growingCount) {
            rest.add(reduction.tail(side), tolerance: 1e-8)
        }
        return (levels[level].rest - rest.tailProduct(0, 0), rest.rank)
    }
}
