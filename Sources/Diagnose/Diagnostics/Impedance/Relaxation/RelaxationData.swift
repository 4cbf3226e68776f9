import Glibc

/// A complex quantity over frequency with its weights, as the relaxation fits take it.
struct RelaxationData {
    /// Frequencies, rad/s, falling; shape [n].
    let omega: [Double]
    /// Real and imaginary parts.
    let real: [Double]
    let imaginary: [Double]
    /// 1/sd of a part up to one factor.
    let weight: [Double]
    /// Logarithms of the frequencies.
    let logOmega: [Double]

    init(omega: [Double], real: [Double], imaginary: [Double], weight: [Double]) {
        (self.omega, self.real, self.imaginary, self.weight) = (omega, real, imaginary, weight)
        logOmega = omega.map { log($0) }
    }

    /// Times that the band can tell, half a decade beyond both ends, ten a decade, s, rising.
    var grid_s: [Double] {
        guard let high = omega.first, let low = omega.last, low > 0, high > low else { return [] }
        let (first, last) = (-log10(high) - 0.5, -log10(low) + 0.5)
        // Hostile bands of hundreds of decades are thinned.
        let steps = min(240, max(4, Int((10 * (last - first)).rounded())))
        return (0...steps).map { pow(10, first + (last - first) * Double($0) / Double(steps)) }
    }

    /// Weighted data, real parts above imaginary parts.
    var right: [Double] {
        omega.indices.map { real[$0] * weight[$0] } + omega.indices.map { imaginary[$0] * weight[$0] }
    }

    /// Weighted constant and weighted `iω/ω_max`.
    var freeColumns: [[Double]] {
        let high = omega.first ?? 1
        let zeros = Array(repeating: 0.0, count: omega.count)
        return [weight + zeros, zeros + omega.indices.map { omega[$0] / high * weight[$0] }]
    }

    /// Weighted `1/(1 + iωt)`.
    func column(_ time_s: Double) -> [Double] {
        RelaxationColumn.weighted(time_s, omega, weight)
    }
}
