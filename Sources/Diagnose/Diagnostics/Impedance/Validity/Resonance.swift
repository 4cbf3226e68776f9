import Glibc
internal import Kernels

/// A stable resonance: a pair of poles off the real axis, which no sum of relaxations describes where it is sharp.
///
/// A device that rings at fixed current has one in Z, and one in Y where it rings at fixed voltage. It is causal and stable,
/// so a spectrum may have it; it is looked for only where the relaxations alone fail.
struct Resonance: Sendable, Hashable {
    /// Angular frequency at which it would ring without losses, rad/s.
    let omega_rad_per_s: Double
    /// Quality: half the ratio of that frequency to the rate at which it dies out.
    let quality: Double

    /// Sharper ones are narrower than neighboring points; duller ones are nearly relaxations.
    private static let qualities = [1.2, 2.7, 6, 14]

    init(omega_rad_per_s: Double, quality: Double) {
        self.omega_rad_per_s = omega_rad_per_s
        self.quality = quality
    }

    /// The resonance within the band that takes most off what the relaxations within the band leave; `nil` where none takes
    /// a fifth of it.
    init?(_ fits: NestedFits) {
        guard let level = fits.levels.first, let high = fits.basis.omega.first, let low = fits.basis.omega.last,
            low > 0, high > low
        else { return nil }
        let search = Search(reduction: level.reduction, basis: fits.basis)
        let (bottom, top) = (log(low), log(high))
        let steps = min(80, max(4, Int(8 * (top - bottom) / M_LN10)))
        var best = (left: level.rest, place: 0.0, shape: 0.0)
        for step in 0...steps {
            let place = bottom + (top - bottom) * Double(step) / Double(steps)
            for quality in Self.qualities {
                let left = search.left(place, log(quality))
                if left < best.left { best = (left, place, log(quality)) }
            }
        }
        guard best.left < 0.8 * level.rest else { return nil }
        // Steps in either direction, halved where none leads lower.
        var (along, across) = (0.1, 0.4)
        while along > 1e-4 {
            let trials = [(along, 0), (-along, 0), (0, across), (0, -across)].map { move in
                let place = min(max(best.place + move.0, bottom), top)
                let shape = min(max(best.shape + move.1, 0), log(30))
                return (left: search.left(place, shape), place: place, shape: shape)
            }
            if let lower = trials.min(by: { $0.left < $1.left }), lower.left < best.left {
                best = lower
            } else {
                (along, across) = (along / 2, across / 2)
            }
        }
        self.init(omega_rad_per_s: exp(best.place), quality: exp(best.shape))
    }

    /// Weighted columns of `1/(1 + s/(Qω₀) + s²/ω₀²)` and `s/ω₀` times it, real parts above imaginary parts; each [2n].
    func columns(_ basis: RelaxationBasis) -> [[Double]] {
        let n = basis.omega.count
        var (slow, fast) = (Array(repeating: 0.0, count: 2 * n), Array(repeating: 0.0, count: 2 * n))
        for i in 0..<n {
            let x = basis.omega[i] / omega_rad_per_s
            let (p, q) = (1 - x * x, x / quality)
            let scale = basis.weight[i] / (p * p + q * q)
            (slow[i], slow[i + n]) = (p * scale, -q * scale)
            (fast[i], fast[i + n]) = (x * q * scale, x * p * scale)
        }
        return [slow, fast]
    }

    /// What the relaxations leave with a resonance beside them.
    private struct Search {
        let reduction: OrderedReduction
        let basis: RelaxationBasis

        /// Sum of squares left, by the logarithms of frequency and quality.
        func left(_ place: Double, _ shape: Double) -> Double {
            let columns = Resonance(omega_rad_per_s: exp(place), quality: exp(shape)).columns(basis)
            // The sides of the suspicions are not needed here.
            var work = reduction
            work.replace(1, by: columns[0])
            work.replace(2, by: columns[1])
            let (aa, ab, bb) = (work.tailProduct(1, 1), work.tailProduct(1, 2), work.tailProduct(2, 2))
            let (a, b) = (work.tailProduct(0, 1), work.tailProduct(0, 2))
            let determinant = aa * bb - ab * ab
            let rest = work.tailProduct(0, 0)
            guard determinant > 1e-12 * aa * bb else { return rest }
            return rest - (a * a * bb - 2 * a * b * ab + b * b * aa) / determinant
        }
    }
}
