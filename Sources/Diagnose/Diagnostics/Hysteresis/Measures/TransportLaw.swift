internal import Glibc

/// The laws of conduction that compete, as straight lines of `ln |I|`.
enum TransportLaw: String, Sendable, CaseIterable {
    /// I = G V.
    case ohmic
    /// Child's law, I = c V².
    case spaceCharge = "space-charge-limited"
    /// I = c V^m: traps of many depths, and anything else without a scale.
    case power = "power law"
    /// Ohmic, then steeper than V² while traps fill, then V²: one curve with two knees.
    case trapFilled = "trap-filled"
    /// ln I = a + b √V.
    case schottky = "Schottky"
    /// ln (I/V) = a + b √V.
    case pooleFrenkel = "Poole-Frenkel"
    /// ln (I/V²) = a - b/V.
    case fowlerNordheim = "Fowler-Nordheim"

    /// Free parameters, the scatter not counted.
    var parameters: Int {
        switch self {
        case .ohmic, .spaceCharge: 1
        case .trapFilled: 4
        default: 2
        }
    }

    /// A law fitted to points.
    struct Fit: Sendable {
        let law: TransportLaw
        /// `ln I` at ln V = 0 and the coefficient of the law (m, or b in V^-1/2 or V), with its error.
        let intercept: Double
        let coefficient: Estimate
        /// Root mean square deviation of ln I.
        let deviation: Double
        /// Akaike's criterion with its correction for few points.
        let aic: Double
        /// Knees of the trap-filled law, ln V.
        var knees: (Double, Double)?

        /// `ln I` at `ln V`.
        func value(_ x: Double) -> Double {
            switch law {
            case .ohmic: intercept + x
            case .spaceCharge: intercept + 2 * x
            case .power: intercept + coefficient.value * x
            case .schottky: intercept + coefficient.value * exp(0.5 * x)
            case .pooleFrenkel: intercept + x + coefficient.value * exp(0.5 * x)
            case .fowlerNordheim: intercept + 2 * x - coefficient.value * exp(-x)
            case .trapFilled:
                intercept + TrapFilledFit.parts(x, knees ?? (x, x)).fixed
                    + coefficient.value * TrapFilledFit.parts(x, knees ?? (x, x)).steep
            }
        }
    }

    /// Fits the law by least squares in ln I; `nil` where its coefficient has the wrong sign or the points are too few.
    func fit(_ points: ConductionPoints) -> Fit? {
        let (x, y) = (points.x, points.y)
        switch self {
        case .ohmic: return Self.offset(self, x, y) { $0 }
        case .spaceCharge: return Self.offset(self, x, y) { 2 * $0 }
        case .power: return Self.line(self, y, x, rest: { _ in 0 }, x: x)
        case .schottky: return Self.line(self, y, x.map { exp(0.5 * $0) }, rest: { _ in 0 }, x: x)
        case .pooleFrenkel: return Self.line(self, y, x.map { exp(0.5 * $0) }, rest: { $0 }, x: x)
        case .fowlerNordheim: return Self.line(self, y, x.map { -exp(-$0) }, rest: { 2 * $0 }, x: x)
        case .trapFilled: return TrapFilledFit.fit(points)
        }
    }

    /// A law whose only freedom is its size.
    private static func offset(_ law: TransportLaw, _ x: [Double], _ y: [Double], _ shape: (Double) -> Double) -> Fit {
        let rest = zip(x, y).map { $1 - shape($0) }
        let mean = rest.reduce(0, +) / Double(rest.count)
        let square = rest.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Fit(
            law: law, intercept: mean, coefficient: Estimate(law == .ohmic ? 1 : 2),
            deviation: (square / Double(rest.count)).squareRoot(),
            aic: criterion(square, rest.count, law.parameters))
    }

    /// A law with a size and a coefficient, which must be positive.
    private static func line(
        _ law: TransportLaw, _ y: [Double], _ z: [Double], rest: (Double) -> Double, x: [Double]
    ) -> Fit? {
        let n = Double(y.count)
        let target = zip(x, y).map { $1 - rest($0) }
        let (mz, mt) = (z.reduce(0, +) / n, target.reduce(0, +) / n)
        var (zz, zt) = (0.0, 0.0)
        for (a, b) in zip(z, target) {
            zz += (a - mz) * (a - mz)
            zt += (a - mz) * (b - mt)
        }
        guard zz > 0, zt > 0 else { return nil }
        let slope = zt / zz
        let square = zip(z, target).reduce(0) { sum, pair in
            let residual = pair.1 - mt - slope * (pair.0 - mz)
            return sum + residual * residual
        }
        let variance = max(square / max(1, n - 2), 1e-6)
        return Fit(
            law: law, intercept: mt - slope * mz, coefficient: Estimate(slope, se: (variance / zz).squareRoot()),
            deviation: (square / n).squareRoot(), aic: criterion(square, y.count, law.parameters))
    }

    /// AICc of residuals in ln I; deviations below 0.1 % count as that.
    static func criterion(_ square: Double, _ n: Int, _ parameters: Int) -> Double {
        let k = Double(parameters + 1)
        let count = Double(n)
        return count * log(square / count + 1e-6) + 2 * k + 2 * k * (k + 1) / max(1, count - k - 1)
    }
}

/// The space-charge law with its trap-filled region: slopes 1, m > 2 and 2 in double logarithms.
enum TrapFilledFit {
    /// What is fixed of ln I, and what the steep slope multiplies, between knees at ln V.
    static func parts(_ x: Double, _ knees: (Double, Double)) -> (fixed: Double, steep: Double) {
        let low = min(x, knees.0)
        let middle = min(max(x, knees.0), knees.1) - knees.0
        return (low + 2 * max(0, x - knees.1), middle)
    }

    /// The best knees on a grid of the points themselves, at most sixteen.
    static func fit(_ points: ConductionPoints) -> TransportLaw.Fit? {
        let (x, y) = (points.x, points.y)
        guard x.count >= 12 else { return nil }
        let stride = max(1, (x.count - 4) / 16)
        let grid = Array(Swift.stride(from: 2, to: x.count - 2, by: stride))
        var best: TransportLaw.Fit?
        for (k, a) in grid.enumerated() {
            for b in grid.dropFirst(k + 1) {
                let knees = (x[a], x[b])
                guard let fit = fit(x, y, knees), fit.coefficient.value > 2.5 else { continue }
                if best.map({ fit.aic < $0.aic }) ?? true { best = fit }
            }
        }
        return best
    }

    private static func fit(_ x: [Double], _ y: [Double], _ knees: (Double, Double)) -> TransportLaw.Fit? {
        let n = Double(x.count)
        var (mz, mt) = (0.0, 0.0)
        let rows = zip(x, y).map { x, y -> (z: Double, t: Double) in
            let parts = parts(x, knees)
            mz += parts.steep / n
            mt += (y - parts.fixed) / n
            return (parts.steep, y - parts.fixed)
        }
        var (zz, zt, tt) = (0.0, 0.0, 0.0)
        for row in rows {
            zz += (row.z - mz) * (row.z - mz)
            zt += (row.z - mz) * (row.t - mt)
            tt += (row.t - mt) * (row.t - mt)
        }
        guard zz > 0 else { return nil }
        let slope = zt / zz
        let square = max(0, tt - slope * zt)
        let variance = max(square / max(1, n - 4), 1e-6)
        return TransportLaw.Fit(
            law: .trapFilled, intercept: mt - slope * mz,
            coefficient: Estimate(slope, se: (variance / zz).squareRoot()),
            deviation: (square / n).squareRoot(),
            aic: TransportLaw.criterion(square, x.count, TransportLaw.trapFilled.parameters), knees: knees)
    }
}
