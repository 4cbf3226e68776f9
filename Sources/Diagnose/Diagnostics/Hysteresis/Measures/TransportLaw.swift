internal import Glibc
internal import Kernels

/// The laws of conduction that compete, as straight lines of `ln |I|` but for the sum.
enum TransportLaw: String, Sendable, CaseIterable {
    /// I = G V.
    case ohmic
    /// Child's law, I = c V².
    case spaceCharge = "space-charge-limited"
    /// I = G V + c V²: free carriers beside injected ones, without a knee between them.
    case ohmicSpaceCharge = "ohmic + space-charge"
    /// I = c V^m: traps of many depths, and anything else without a scale.
    case power = "power law"
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
        default: 2
        }
    }

    /// What the coefficient multiplies, `ln I = intercept + rest + coefficient * basis`; `nil` for laws that have none.
    func line(at x: Double) -> (rest: Double, basis: Double)? {
        switch self {
        case .ohmic, .spaceCharge, .ohmicSpaceCharge: nil
        case .power: (0, x)
        case .schottky: (0, exp(0.5 * x))
        case .pooleFrenkel: (x, exp(0.5 * x))
        case .fowlerNordheim: (2 * x, -exp(-x))
        }
    }

    /// A law fitted to points.
    struct Fit: Sendable {
        let law: TransportLaw
        /// `ln I` at ln V = 0 and the coefficient of the law (m, b in V^-1/2 or V, or the voltage in V at which both parts of the sum
        /// are equal), with its error.
        let intercept: Double
        let coefficient: Estimate
        /// Sum of the squared deviations of ln I, and their root mean square.
        let square: Double
        let deviation: Double
        /// Akaike's criterion with its correction for few points.
        let aic: Double

        init(_ law: TransportLaw, intercept: Double, coefficient: Estimate, square: Double, count: Int) {
            (self.law, self.intercept, self.coefficient, self.square) = (law, intercept, coefficient, square)
            deviation = (square / Double(max(1, count))).squareRoot()
            aic = TransportLaw.criterion(square, count, law.parameters)
        }

        /// `ln I` at `ln V`.
        func value(_ x: Double) -> Double {
            switch law {
            case .ohmic: return intercept + x
            case .spaceCharge: return intercept + 2 * x
            case .ohmicSpaceCharge: return intercept + x + log1p(exp(x) / coefficient.value)
            default:
                guard let line = law.line(at: x) else { return intercept }
                return intercept + line.rest + coefficient.value * line.basis
            }
        }
    }

    /// Fits the law by weighted least squares in ln I; `nil` where its coefficient has the wrong sign or the points are too few.
    func fit(_ points: ConductionPoints) -> Fit? {
        switch self {
        case .ohmic: return Self.offset(self, points) { $0 }
        case .spaceCharge: return Self.offset(self, points) { 2 * $0 }
        case .ohmicSpaceCharge: return Self.sum(points)
        default: return Self.line(self, points)
        }
    }

    /// Mean and sum of squares of what a shape leaves.
    private static func rest(_ points: ConductionPoints, _ shape: (Double) -> Double) -> (mean: Double, square: Double)
    {
        var (sum, mean) = (0.0, 0.0)
        for i in points.x.indices {
            sum += points.weight[i]
            mean += points.weight[i] * (points.y[i] - shape(points.x[i]))
        }
        mean /= max(sum, .leastNormalMagnitude)
        var square = 0.0
        for i in points.x.indices {
            let rest = points.y[i] - shape(points.x[i]) - mean
            square += points.weight[i] * rest * rest
        }
        return (mean, square)
    }

    /// A law whose only freedom is its size.
    private static func offset(_ law: TransportLaw, _ points: ConductionPoints, _ shape: (Double) -> Double) -> Fit {
        let found = rest(points, shape)
        return Fit(
            law, intercept: found.mean, coefficient: Estimate(law == .ohmic ? 1 : 2), square: found.square,
            count: points.x.count)
    }

    /// A law with a size and a coefficient, which must be positive.
    private static func line(_ law: TransportLaw, _ points: ConductionPoints) -> Fit? {
        guard let found = LawLine(law.rows(points)[...]), found.slope > 0 else { return nil }
        let count = points.x.count
        let variance = max(found.square / max(1, Double(count) - 2), 1e-6)
        return Fit(
            law, intercept: found.intercept,
            coefficient: Estimate(found.slope, se: (variance / found.spread).squareRoot()), square: found.square,
            count: count)
    }

    /// Basis, target and weight of each point for a law that is a line; empty for others.
    func rows(_ points: ConductionPoints) -> [LawLine.Row] {
        points.x.indices.compactMap { i in
            line(at: points.x[i]).map { (z: $0.basis, t: points.y[i] - $0.rest, w: points.weight[i]) }
        }
    }

    /// The sum of an ohmic and a square part: the voltage at which both are equal, by golden section in its logarithm.
    ///
    /// `nil` where that lies a factor of twenty beyond the points: then one part is not seen.
    private static func sum(_ points: ConductionPoints) -> Fit? {
        let count = points.x.count
        guard count >= 4, let first = points.x.first, let last = points.x.last else { return nil }
        func found(_ knee: Double) -> (mean: Double, square: Double) {
            rest(points) { $0 + log1p(exp($0 - knee)) }
        }
        let (low, high) = (first - 3, last + 3)
        let grid = (0...24).map { low + (high - low) * Double($0) / 24 }
        let values = grid.map { found($0).square }
        guard let k = values.indices.min(by: { values[$0] < values[$1] }), k > 0, k < grid.count - 1 else { return nil }
        let knee = RootFinding.minimum(of: { found($0).square }, from: grid[k - 1], to: grid[k + 1], tolerance: 1e-5)
        let best = found(knee)
        let h = 0.05
        let bend = (found(knee + h).square - 2 * best.square + found(knee - h).square) / (h * h)
        let variance = max(best.square / max(1, Double(count) - 2), 1e-6)
        let se = bend > 0 ? exp(knee) * (2 * variance / bend).squareRoot() : nil
        return Fit(
            .ohmicSpaceCharge, intercept: best.mean, coefficient: Estimate(exp(knee), se: se), square: best.square,
            count: count)
    }

    /// AICc of residuals in ln I; deviations below 0.1 % count as that.
    static func criterion(_ square: Double, _ n: Int, _ parameters: Int) -> Double {
        let k = Double(parameters + 1)
        let count = Double(n)
        return count * log(square / count + 1e-6) + 2 * k + 2 * k * (k + 1) / max(1, count - k - 1)
    }
}

/// A straight line by weighted least squares.
struct LawLine: Sendable, Hashable {
    let slope: Double
    let intercept: Double
    /// Sum of the squared deviations.
    let square: Double
    /// Sum of the squares of the basis about its mean.
    let spread: Double

    /// A point: what the coefficient multiplies, what the line shall give, and its weight.
    typealias Row = (z: Double, t: Double, w: Double)

    /// `nil` where the basis does not vary.
    init?(_ rows: ArraySlice<Row>) {
        guard rows.count >= 2 else { return nil }
        var (n, mz, mt) = (0.0, 0.0, 0.0)
        for row in rows {
            n += row.w
            mz += row.w * row.z
            mt += row.w * row.t
        }
        (mz, mt) = (mz / n, mt / n)
        var (zz, zt, tt) = (0.0, 0.0, 0.0)
        for row in rows {
            let (z, t) = (row.z - mz, row.t - mt)
            zz += row.w * z * z
            zt += row.w * z * t
            tt += row.w * t * t
        }
        guard zz > 0 else { return nil }
        slope = zt / zz
        intercept = mt - slope * mz
        square = max(0, tt - slope * zt)
        spread = zz
    }
}
