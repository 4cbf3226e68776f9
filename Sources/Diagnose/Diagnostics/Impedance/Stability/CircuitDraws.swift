internal import Circuits
import Glibc
internal import Kernels

/// Normal deviates that all spectra of a device share, drawn once.
struct SharedDeviates {
    /// Circuits drawn of each covariance: one in a hundred of them is two, which tells a certain class from another.
    static let count = 200
    /// Parameters of two branches, and one for the residual variance.
    static let width = 8
    /// Shape [count * width].
    let values: [Double]

    /// Deviates that depend on the seed and the device alone.
    init(seed: UInt64, device: String) {
        var stream = SeededStream(seed: seed, device, "stability")
        values = (0..<Self.count * Self.width).map { _ in stream.normal() }
    }
}

/// Circuits drawn from the normal law that a fit's covariance describes, with the residual variance drawn as well.
///
/// Two covariances are asked, that of errors proportional to |Z| and that of the residuals as they are; what is certain must
/// be so under both.
struct CircuitDraws {
    /// The circuits, those of one covariance after those of the other.
    let points: [CircuitPoint]

    /// `nil` where the fit has no covariance, or one that is no covariance.
    init?(_ fit: MaxwellFit, _ spectrum: PreparedSpectrum, _ deviates: SharedDeviates) {
        guard let center = CircuitPoint(fit.circuit), let own = fit.covariance else { return nil }
        let robust = fit.robustCovariance(
            frequency_Hz: spectrum.frequency_Hz, real_ohm: spectrum.real_ohm, imaginary_ohm: spectrum.imaginary_ohm)
        var points: [CircuitPoint] = []
        points.reserveCapacity(2 * SharedDeviates.count)
        for covariance in [own, robust].compactMap({ $0 }) {
            guard Self.draw(fit, center, covariance, deviates, into: &points) else { return nil }
        }
        self.points = points
    }

    private static func draw(
        _ fit: MaxwellFit, _ center: CircuitPoint, _ covariance: Matrix, _ deviates: SharedDeviates,
        into points: inout [CircuitPoint]
    ) -> Bool {
        let n = fit.parameterCount
        guard n <= SharedDeviates.width - 1, covariance.rows == n else { return false }
        let sd = (0..<n).map { max(covariance[$0, $0], 0).squareRoot() }
        guard sd.allSatisfy(\.isFinite) else { return false }
        let factor = Self.factor(covariance, sd)
        let freedom = Double(max(1, 2 * fit.pointCount - n))
        for draw in 0..<SharedDeviates.count {
            let first = draw * SharedDeviates.width
            let spread = Self.spread(deviates.values[first + SharedDeviates.width - 1], freedom)
            func change(_ i: Int) -> Double {
                var sum = 0.0
                for k in 0...i { sum += factor[i * n + k] * deviates.values[first + k] }
                return spread * sd[i] * sum
            }
            var point = center
            point.series_ohm += change(0)
            point.fast_S += change(1)
            point.capacitance_F += change(2)
            point.first.conductance_S += change(3)
            point.first.time_s *= Self.factor(ofLog: change(4))
            if n > 5 {
                point.second.conductance_S += change(5)
                point.second.time_s *= Self.factor(ofLog: change(6))
            }
            points.append(point)
        }
        return true
    }

    /// The draws of each covariance.
    var sets: [ArraySlice<CircuitPoint>] {
        stride(from: 0, to: points.count, by: SharedDeviates.count).map { points[$0..<($0 + SharedDeviates.count)] }
    }

    /// The least share of the draws of a covariance for which something holds, and the largest.
    func shares(_ holds: (CircuitPoint) -> Bool) -> (least: Double, most: Double) {
        let shares = sets.map { Double($0.count(where: holds)) / Double($0.count) }
        return (shares.min() ?? 0, shares.max() ?? 0)
    }

    /// The quantity over the draws without the ends, 95 % of its values, wide enough for both covariances.
    ///
    /// - Returns: `nil` where more than 2.5 % of the draws lack it.
    func interval(_ quantity: (CircuitPoint) -> Double?) -> (low: Double, high: Double)? {
        var (low, high) = (Double.infinity, -Double.infinity)
        for set in sets {
            let cut = set.count / 40
            var lowest = Extremes(count: cut + 1)
            var highest = Extremes(count: cut + 1)
            var count = 0
            for point in set {
                guard let value = quantity(point), value.isFinite else { continue }
                count += 1
                lowest.add(value)
                highest.add(-value)
            }
            guard count >= set.count - cut, count > 2 * cut else { return nil }
            low = min(low, lowest.last)
            high = max(high, -highest.last)
        }
        return low <= high ? (low, high) : nil
    }

    /// Factor of a time whose logarithm changes; nobody's error is fifty e-folds.
    private static func factor(ofLog change: Double) -> Double { exp(min(max(change, -50), 50)) }

    /// `sqrt(ν/χ²_ν)`, so that draws of a fit to few points follow Student's law (Wilson and Hilferty, 1931).
    private static func spread(_ deviate: Double, _ freedom: Double) -> Double {
        let root = 1 - 2 / (9 * freedom) + deviate * (2 / (9 * freedom)).squareRoot()
        return 1 / max(root * root * root, 0.01).squareRoot()
    }

    /// Lower triangle of the Cholesky factor of the correlations, row after row; dependent parameters get no new share.
    private static func factor(_ covariance: Matrix, _ sd: [Double]) -> [Double] {
        let n = sd.count
        var factor = Array(repeating: 0.0, count: n * n)
        for i in 0..<n where sd[i] > 0 {
            for j in 0...i where sd[j] > 0 {
                var sum = covariance[i, j] / (sd[i] * sd[j])
                for k in 0..<j { sum -= factor[i * n + k] * factor[j * n + k] }
                if i == j {
                    factor[i * n + i] = max(sum, 0).squareRoot()
                } else if factor[j * n + j] > 1e-8 {
                    factor[i * n + j] = sum / factor[j * n + j]
                }
            }
        }
        return factor
    }
}

/// The smallest of many numbers, so many of them, without sorting the others.
private struct Extremes {
    /// In rising order.
    private var kept: [Double]

    init(count: Int) { kept = Array(repeating: .infinity, count: count) }

    /// The largest of the smallest; infinite where there were fewer numbers.
    var last: Double { kept[kept.count - 1] }

    mutating func add(_ value: Double) {
        var place = kept.count - 1
        guard value < kept[place] else { return }
        while place > 0, kept[place - 1] > value {
            kept[place] = kept[place - 1]
            place -= 1
        }
        kept[place] = value
    }
}
