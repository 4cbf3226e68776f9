import Glibc

/// Windows of relaxation time in which a density has one sign: that of the significant relaxations there.
///
/// They end where the sum of those relaxations' own densities (Cole and Cole 1941) changes its sign. Zeros of the free
/// density will not do: the first of many beside a sharp peak is where its ringing begins.
struct RelaxationWindows {
    /// The sign at each time; 0 everywhere without a relaxation.
    let signs: [Double]
    /// The first time of each window, s, and its sign; the first window begins before all times.
    let windows: [(from_s: Double, sign: Double)]

    /// The exponent of a single time, for which a ridge density has some width: a tenth of a decade.
    private static let sharpest = 0.95

    /// - Parameters:
    ///   - time_s: where signs are wanted, s, rising.
    ///   - terms: the significant ones, in any order.
    init(_ time_s: [Double], terms: [RelaxationTerm]) {
        signs = time_s.map { time in
            let sum = terms.reduce(0) { $0 + $1.area * Self.shape(log(time / $1.time_s), $1.exponent) }
            return sum == 0 ? 0 : sum < 0 ? -1 : 1
        }
        var windows: [(from_s: Double, sign: Double)] = []
        for (time, sign) in zip(time_s, signs) where sign != windows.last?.sign {
            windows.append((windows.isEmpty ? 0 : time, sign))
        }
        self.windows = windows.filter { $0.sign != 0 }
    }

    /// Density of `1/(1 + (iωt)^n)` at a distance in ln t from its time.
    private static func shape(_ distance: Double, _ exponent: Double) -> Double {
        let n = max(0.05, min(sharpest, exponent))
        return sin(n * .pi) / (cosh(n * distance) + cos(n * .pi)) / (2 * .pi)
    }
}
