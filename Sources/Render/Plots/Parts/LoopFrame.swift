import Measurements

/// What the axes of a loop show: the cycles that count, where the first goes far beyond them.
///
/// A forming cycle of 3 V before cycles of 1 V would leave those a third of the figure.
struct LoopFrame: Sendable, Hashable {
    /// Voltages and currents of the cycles but the first.
    let V: ClosedRange<Double>
    let I: ClosedRange<Double>
    /// How far the first cycle goes, V, with its sign.
    let first_V: Double

    /// The frame of cycles in their order; `nil` where the first goes no more than 1.2 times as far as the others.
    init?(_ cycles: [Curve]) {
        guard cycles.count >= 2, let first = cycles.first, cycles.allSatisfy({ $0.from == first.from }),
            let reach = first["V"].filter(\.isFinite).max(by: { abs($0) < abs($1) })
        else { return nil }
        let voltages = cycles.dropFirst().flatMap { $0["V"] }.filter(\.isFinite)
        let currents = cycles.dropFirst().flatMap { $0["I"] }.filter(\.isFinite)
        guard let low = voltages.min(), let high = voltages.max(), let least = currents.min(),
            let most = currents.max(),
            high > low, most > least, abs(reach) > 1.2 * max(abs(low), abs(high))
        else { return nil }
        (V, I, first_V) = (low...high, least...most, reach)
    }

    /// The range of an axis: all of a span and a twentieth of it more on each side.
    static func range(_ span: ClosedRange<Double>) -> AxisRange {
        let margin = 0.05 * (span.upperBound - span.lowerBound)
        return .fixed(low: span.lowerBound - margin, high: span.upperBound + margin)
    }

    /// What a caption says of it.
    var note: String {
        " The first cycle goes on beyond the axes, to \(QuantityText.text(first_V, unit: .volt, digits: 3))."
    }
}
