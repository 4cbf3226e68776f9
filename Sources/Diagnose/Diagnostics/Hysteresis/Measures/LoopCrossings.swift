internal import Glibc
internal import Kernels

/// Voltages where the branches of a lobe cross away from the pinch (THEORY D.3).
enum LoopCrossings {
    /// Zeros of `I_bwd - I_fwd` whose sign is sure on both sides, as magnitudes of the voltage.
    ///
    /// The difference is averaged over blocks of a twelfth of the lobe; a block counts when it lies beyond 4 standard
    /// errors (2 in THEORY for one point on either side: with all of a lobe tried, 2 or 3 would cross resistors by chance).
    /// Those below `pinch_V` belong to the pinch.
    static func crossings_V(_ lobe: Lobe, pinch_V: Double) -> [Estimate] {
        guard let fwd = lobe.fwd, let bwd = lobe.bwd, !fwd.variance_A2.isEmpty, !bwd.variance_A2.isEmpty else {
            return []
        }
        let rows = differences(fwd, bwd, from: pinch_V)
        let width = max(1, rows.count / 12)
        let scale = rows.map { abs($0.d) }.max() ?? 0
        var found: [Estimate] = []
        var last: (middle: Double, mean: Double, se: Double)?
        for first in stride(from: 0, to: rows.count, by: width) {
            let block = rows[first..<min(first + width, rows.count)]
            let n = Double(block.count)
            let mean = block.map(\.d).reduce(0, +) / n
            let se = sqrt(block.map(\.variance).reduce(0, +)) / n
            // Below 1e-6 of the widest opening, rounding of the file decides the sign.
            guard abs(mean) > max(4 * se, 1e-6 * scale) else { continue }
            let here = (middle: block.map(\.u).reduce(0, +) / n, mean: mean, se: se)
            if let before = last, before.mean * here.mean < 0 { found.append(zero(between: before, here, rows)) }
            last = here
        }
        return found
    }

    /// `I_bwd - I_fwd` at the outgoing branch's own voltages: rows on the union of both would share their noise.
    private static func differences(
        _ fwd: Branch, _ bwd: Branch, from least_V: Double
    ) -> [(u: Double, d: Double, variance: Double)] {
        var rows: [(u: Double, d: Double, variance: Double)] = []
        rows.reserveCapacity(fwd.u_V.count)
        var j = 0
        for i in fwd.u_V.indices {
            let u = fwd.u_V[i]
            while j + 2 < bwd.u_V.count, bwd.u_V[j + 1] < u { j += 1 }
            guard u >= least_V, u >= bwd.u_V[j], u <= bwd.u_V[j + 1], !fwd.isMasked(i), !bwd.isMasked(j),
                !bwd.isMasked(j + 1)
            else { continue }
            let f = (u - bwd.u_V[j]) / (bwd.u_V[j + 1] - bwd.u_V[j])
            let back = bwd.current_A[j] + f * (bwd.current_A[j + 1] - bwd.current_A[j])
            let variance = (1 - f) * (1 - f) * bwd.variance_A2[j] + f * f * bwd.variance_A2[j + 1]
            rows.append((u, back - fwd.current_A[i], variance + fwd.variance_A2[i]))
        }
        return rows
    }

    /// The zero between two blocks, by Newton's steps on a local parabola of the rows there.
    private static func zero(
        between a: (middle: Double, mean: Double, se: Double), _ b: (middle: Double, mean: Double, se: Double),
        _ rows: [(u: Double, d: Double, variance: Double)]
    ) -> Estimate {
        let slope = (b.mean - a.mean) / (b.middle - a.middle)
        let line = Estimate(a.middle - a.mean / slope, se: sqrt(a.se * a.se + b.se * b.se) / abs(slope))
        let u = rows.map(\.u)
        let d = rows.map(\.d)
        var place = line
        for _ in 0..<4 {
            guard
                let fit = Smoothing.localFit(
                    at: place.value, x: u.span, y: d.span, halfWidth: 0.4 * (b.middle - a.middle), degree: 2),
                fit.n >= 5, fit.slope * slope > 0
            else { return line }
            let first = Interpolation.lowerBound(of: place.value - 0.4 * (b.middle - a.middle), in: u.span)
            let variance = rows[first..<min(first + fit.n, rows.count)].map(\.variance).reduce(0, +) / Double(fit.n)
            let next = place.value - fit.value / fit.slope
            guard next > a.middle, next < b.middle else { return line }
            place = Estimate(next, se: sqrt(variance) * fit.valueGain / abs(fit.slope))
        }
        // Openings grow like exponentials: what a cubic makes of the same rows tells how far a parabola may be off.
        if let cubic = Smoothing.localFit(
            at: place.value, x: u.span, y: d.span, halfWidth: 0.4 * (b.middle - a.middle), degree: 3), cubic.n >= 6
        {
            let bend = cubic.value / slope
            place = Estimate(place.value, se: hypot(place.se ?? 0, bend))
        }
        return place
    }
}
