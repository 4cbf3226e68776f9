/// What a spectrum that breaks the Kramers-Kronig relations may have suffered.
///
/// Each is a factor `1 + e q(ω)` on the data with a real `q`, which no causal response has; its size `e` is tested.
enum Suspicion: Int, CaseIterable, Sendable {
    /// The device changed with time, and each point took time in proportion to its period.
    case driftByPeriods
    /// The device changed with time, and each point took the same time.
    case driftByPoints
    /// Between the two: periods at the low end, a least time a point at the high end.
    case driftByBoth
    /// The response depends on the voltage across a device with a constant current: `q ~ |X|²`.
    case largeValues
    /// The same where the quantity is the small one: `q ~ 1/|X|²`.
    case smallValues

    /// The factor at each point, between 0 and 1.
    ///
    /// The direction of the sweep does not matter: the other one differs by a constant factor, which the fit absorbs.
    func course(frequency_Hz: [Double], magnitude: [Double]) -> [Double] {
        switch self {
        case .driftByPeriods: return Self.periods(frequency_Hz)
        case .driftByPoints: return Self.points(frequency_Hz)
        case .driftByBoth:
            return zip(Self.periods(frequency_Hz), Self.points(frequency_Hz)).map { 0.7 * $0 + 0.3 * $1 }
        case .largeValues:
            let largest = max(magnitude.max() ?? 1, 1e-300)
            return magnitude.map { ($0 / largest) * ($0 / largest) }
        case .smallValues:
            let smallest = max(magnitude.min() ?? 1, 1e-6 * (magnitude.max() ?? 1))
            return magnitude.map { $0 > smallest ? (smallest / $0) * (smallest / $0) : 1 }
        }
    }

    private static func periods(_ frequency_Hz: [Double]) -> [Double] {
        var elapsed = 0.0
        let times = frequency_Hz.map { f in
            elapsed += 1 / f
            return elapsed
        }
        return times.map { $0 / elapsed }
    }

    private static func points(_ frequency_Hz: [Double]) -> [Double] {
        frequency_Hz.indices.map { Double($0) / Double(max(1, frequency_Hz.count - 1)) }
    }

    /// What a reader should know of it.
    var text: String {
        switch self {
        case .driftByPeriods, .driftByPoints, .driftByBoth: "a drift during the sweep"
        case .largeValues, .smallValues: "a dependence on the amplitude"
        }
    }
}
