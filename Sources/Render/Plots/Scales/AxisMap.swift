import Drawing
import Glibc

/// An axis with its range found and its place on the page known: data in, points out.
struct AxisMap: Sendable, Hashable {
    var scale: Scale
    /// Smallest and largest value shown.
    var low: Double
    var high: Double
    /// Places of `low` and `high` on the page; either may be the larger.
    var start: Double
    var end: Double

    /// The place of a value; not finite where the value has none on this scale.
    func position(_ value: Double) -> Double {
        let from = transformed(low)
        let span = transformed(high) - from
        return start + (transformed(value) - from) / span * (end - start)
    }

    /// The places of values; as `position`, with the logarithms of the ends taken once.
    func positions(_ values: [Double]) -> [Double] {
        let from = transformed(low)
        let span = transformed(high) - from
        return values.map { start + (transformed($0) - from) / span * (end - start) }
    }

    /// The value at a part of the axis, 0 at `low` and 1 at `high`.
    func value(at part: Double) -> Double {
        let from = transformed(low)
        return inverse(from + part * (transformed(high) - from))
    }

    /// Length on the page.
    var length: Double { abs(end - start) }

    /// A value on the scale, where the axis is even.
    func transformed(_ value: Double) -> Double {
        switch scale {
        case .linear: value
        case .log: value > 0 ? log10(value) : .nan
        case .symlog(let threshold): asinh(value / (2 * threshold)) / M_LN10
        }
    }

    private func inverse(_ place: Double) -> Double {
        switch scale {
        case .linear: place
        case .log: pow(10, place)
        case .symlog(let threshold): 2 * threshold * sinh(place * M_LN10)
        }
    }
}

extension AxisMap {
    /// The range of an axis over its data.
    ///
    /// Never empty, never of zero length, whatever the data.
    static func range(of axis: Axis, data: [ClosedRange<Double>]) -> (low: Double, high: Double) {
        switch axis.range {
        case .fixed(let low, let high):
            return widened(min(low, high), max(low, high), scale: axis.scale, padding: 0)
        case .auto(let padding):
            var low = Double.infinity
            var high = -Double.infinity
            for values in data {
                low = min(low, values.lowerBound)
                high = max(high, values.upperBound)
            }
            for value in axis.includes where value.isFinite && (axis.scale != .log || value > 0) {
                low = min(low, value)
                high = max(high, value)
            }
            return widened(low, high, scale: axis.scale, padding: padding)
        }
    }

    /// A usable range near a raw one: finite, ordered, not too narrow for its labels, with padding.
    private static func widened(
        _ rawLow: Double, _ rawHigh: Double, scale: Scale, padding: Double
    ) -> (low: Double, high: Double) {
        // Beyond 1e300 a span or its padding would overflow.
        var low = min(max(rawLow, -1e300), 1e300)
        var high = min(max(rawHigh, -1e300), 1e300)
        switch scale {
        case .log:
            guard rawLow <= rawHigh, high > 0 else { return (1, 10) }
            low = max(low, 1e-300)
            high = max(high, low)
            // A single value stands in the middle of a factor of 4.
            let decades = log10(high) - log10(low)
            if decades < 4e-5 { return (low / 2, high * 2) }
            // More than two decades of padding would waste the frame, and past 1e±305 overflow.
            let factor = pow(10, min(padding * decades, 2))
            return (low / factor, high * factor)
        case .linear, .symlog:
            guard rawLow <= rawHigh else { return (0, 1) }
            let size = max(abs(low), abs(high))
            if size < 1e-300 { return (-1, 1) }
            // Data flatter than 1e-5 of their size would need more digits than a label can hold: they are drawn flat.
            let least = size * 1e-5
            if high - low < least {
                let middle = low / 2 + high / 2
                let half = high - low < size * 1e-12 ? size * 0.1 : least
                return (middle - half, middle + half)
            }
            let map = AxisMap(scale: scale, low: low, high: high, start: 0, end: 1)
            return (max(map.value(at: -padding), -1e305), min(map.value(at: 1 + padding), 1e305))
        }
    }
}
