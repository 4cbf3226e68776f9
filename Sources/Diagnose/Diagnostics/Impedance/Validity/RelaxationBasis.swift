import Glibc

/// The nested causal bases of the Kramers-Kronig test: columns in the order in which they may be needed.
///
/// Level 0 has a constant, a term in iω and four relaxation times a decade within the band. Level 1 adds `1/(iω)` (a
/// blocking electrode), level 2 two times beyond each end of the band, level 3 the times between, eight a decade.
/// Every column is causal with stable poles. Few columns keep the test sharp: a spectrum that is free to do anything
/// beyond its band can imitate a drift of 1 % to within 0.1 % (docs/validity.md has the measurement).
struct RelaxationBasis {
    /// Frequencies, rad/s, falling.
    let omega: [Double]
    /// Relaxation times a decade within the band.
    let timesPerDecade: Double
    /// The relaxation times of levels 0, 2 and 3, s; level 1 has none.
    private let times_s: [[Double]]
    /// One over the size of each point.
    let weight: [Double]

    /// - Parameter magnitude: |X|, by which each row is divided; positive.
    init(omega: [Double], magnitude: [Double]) {
        self.omega = omega
        weight = magnitude.map { 1 / $0 }
        let (high, low) = (omega.first ?? 1, omega.last ?? 1)
        let decades = log10(high / low)
        // Half as many columns as rows at most, so that a sparse spectrum keeps something to be tested with.
        let intervals = max(1, min(Int((4 * decades).rounded()), omega.count - 4))
        timesPerDecade = decades > 0 ? Double(intervals) / decades : 0
        let step = pow(high / low, 1 / Double(intervals))
        let time = { (place: Double) in pow(step, place) / high }
        let inside = (0...intervals).map { time(Double($0)) }
        let beyond = [-1, -2, Double(intervals) + 1, Double(intervals) + 2].map(time)
        let between = (-2...(intervals + 1)).map { time(Double($0) + 0.5) }
        times_s = [inside, [], beyond, between]
    }

    /// Number of levels.
    static let levels = 4

    /// Number of columns of a level.
    func count(_ level: Int) -> Int { level == 0 ? times_s[0].count + 2 : level == 1 ? 1 : times_s[level].count }

    /// The weighted columns of a level, real parts above imaginary parts; each [2n].
    func columns(_ level: Int) -> [[Double]] {
        switch level {
        case 0: [constant, inductance] + times_s[0].map { relaxation($0) }
        case 1: [blocking]
        default: times_s[level].map { relaxation($0) }
        }
    }

    /// Columns that no causal response has: relaxations that grow, one a decade.
    ///
    /// Together with the causal ones they describe real and imaginary parts that have nothing to do with each other.
    var growing: [[Double]] {
        guard let high = omega.first, let low = omega.last, low > 0 else { return [] }
        let steps = min(12, max(1, Int(log10(high / low).rounded())))
        return (0...steps).map { relaxation(pow(high / low, Double($0) / Double(steps)) / high, isGrowing: true) }
    }

    private var constant: [Double] { weight + weight.map { _ in 0 } }
    private var inductance: [Double] {
        let high = omega.first ?? 1
        return weight.map { _ in 0 } + omega.indices.map { omega[$0] / high * weight[$0] }
    }
    private var blocking: [Double] {
        let low = omega.last ?? 1
        return weight.map { _ in 0 } + omega.indices.map { -low / omega[$0] * weight[$0] }
    }

    private func relaxation(_ time_s: Double, isGrowing: Bool = false) -> [Double] {
        RelaxationColumn.weighted(time_s, omega, weight, isGrowing: isGrowing)
    }
}
