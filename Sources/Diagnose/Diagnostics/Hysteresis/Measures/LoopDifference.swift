internal import Glibc
internal import Kernels

/// `I_up - I_dn` at a voltage, from both branches together.
///
/// Near a voltage both branches are one steep curve, which they share, plus and minus half of a difference, which varies
/// slowly. `I = P(V) ± D(V)/2` is fitted by weighted least squares, P a quartic and D a quartic or a parabola: the shared
/// curve never leaks into the difference, also where the two branches have other voltages.
enum LoopDifference {
    /// Fewest samples of each branch in the window.
    static let fewest = 5

    /// What of a branch is fitted, and how freely.
    struct Window {
        /// Half of its width, V.
        let halfWidth_V: Double
        /// Largest degree of the difference.
        let degree: Int
    }

    /// The difference with its error; `nil` where a branch does not reach the voltage or has too few samples around it.
    static func estimate(up: PooledLoop.Path, down: PooledLoop.Path, at V: Double, within window: Window) -> Estimate? {
        let halfWidth_V = window.halfWidth_V
        var rows: [Row] = []
        for (path, sign) in [(up, 1.0), (down, -1.0)] {
            guard let low = path.V.first, let high = path.V.last, V >= low, V <= high else { return nil }
            let first = Interpolation.lowerBound(of: V - halfWidth_V, in: path.V.span)
            var i = first
            while i < path.V.count, path.V[i] <= V + halfWidth_V {
                rows.append(
                    Row(t: (path.V[i] - V) / halfWidth_V, sign: sign, I: path.I[i], variance: path.variance_A2[i]))
                i += 1
            }
            guard i - first >= fewest else { return nil }
        }
        return fit(rows, largest: window.degree)
    }

    private struct Row {
        let t: Double
        let sign: Double
        let I: Double
        let variance: Double
    }

    private static func fit(_ rows: [Row], largest: Int) -> Estimate? {
        let isKnown = rows.allSatisfy { $0.variance > 0 }
        // Quartics need samples to spare; with few, the window is narrow and a parabola follows the curve.
        let degree = rows.count >= 16 ? 4 : 2
        var columns: [[Double]] = []
        for power in 0...degree { columns.append(rows.map { pow($0.t, Double(power)) }) }
        let bend = rows.count >= 20 ? largest : 2
        for power in 0...bend { columns.append(rows.map { 0.5 * $0.sign * pow($0.t, Double(power)) }) }
        let weights = rows.map { isKnown ? 1 / $0.variance.squareRoot() : 1 }
        guard let found = fitLinear(columns: columns, right: rows.map(\.I), weights: weights),
            found.rank == columns.count
        else { return nil }
        let at = degree + 1
        let variance = isKnown ? found.inverseNormal?[at, at] : nil
        return Estimate(found.coefficients[at], se: variance.map { max(0, $0).squareRoot() })
    }

    /// The window: to either side 0.85 of the voltage over which the conduction changes by a factor e at its steepest.
    ///
    /// The difference of an activated conductance is a bell of that scale, on whose flanks a parabola would err by 5 % and
    /// a quartic errs by less than 0.5 %. Three percent of the largest voltage and two and a half samples are the least,
    /// 0.4 of it the most; a device whose conductance does not change has nothing that a parabola does not follow.
    static func window(of loop: PooledLoop) -> Window {
        let least = max(2.5 * loop.step_V, 0.03 * loop.largest_V)
        let most = max(least, 0.4 * loop.largest_V)
        var steepest = 0.0
        for path in [loop.settledUp, loop.settledDown] { steepest = max(steepest, steepness_per_V(path, loop, least)) }
        guard steepest * most > 0.85 else { return Window(halfWidth_V: most, degree: 2) }
        return Window(halfWidth_V: max(least, 0.85 / steepest), degree: 4)
    }

    /// Largest `d ln|I/V| / d|V|` along a path, 1/V, where the current is certain.
    private static func steepness_per_V(_ path: PooledLoop.Path, _ loop: PooledLoop, _ halfWidth_V: Double) -> Double {
        var steepest = 0.0
        for V in path.V where abs(V) > 0.05 * loop.largest_V {
            guard
                let fit = Smoothing.localFit(
                    at: V, x: path.V.span, y: path.I.span, halfWidth: halfWidth_V, degree: 2),
                fit.n >= fewest
            else { continue }
            let i = Interpolation.lowerBound(of: V, in: path.V.span)
            let noise = path.variance_A2[min(i, path.variance_A2.count - 1)].squareRoot()
            // Within five errors of zero a relative slope means nothing; a slope within two of its own is none.
            guard abs(fit.value) > 5 * noise * fit.valueGain, abs(fit.slope) > 2 * noise * fit.slopeGain else {
                continue
            }
            let relative = (fit.slope / fit.value) * (V < 0 ? -1 : 1) - 1 / abs(V)
            let error = noise * fit.slopeGain / abs(fit.value)
            steepest = max(steepest, relative - 2 * error)
        }
        return steepest
    }
}
