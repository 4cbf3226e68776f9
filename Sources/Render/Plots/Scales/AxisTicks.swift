import Drawing
import Measurements

/// The ticks of an axis and how its unit is written.
struct AxisTicks: Sendable, Hashable {
    /// A tick with its label.
    struct Major: Sendable, Hashable {
        var value: Double
        /// Label with `^{}` marks.
        var label: String
    }

    var major: [Major]
    /// Short ticks without labels.
    var minor: [Double]
    /// What stands in parentheses after the axis's name: prefix and unit; empty for a pure number.
    var unitText: String
}

/// What the choice of ticks depends on besides the range.
struct TickRoom {
    /// Whether labels stand above each other.
    var vertical: Bool
    var font: Font
    var text: any TextMeasuring
    /// The magnitude that decides the prefix, where two axes must agree on one; else the axis's own.
    var magnitude: Double?

    /// Fewest points of axis between two ticks that still look calm.
    var comfortable: Double { vertical ? 22 : 34 }

    /// Whether no two labels come too close on this axis.
    func fits(_ major: [AxisTicks.Major], on map: AxisMap) -> Bool {
        var previous: (place: Double, half: Double)?
        let ordered = major.map { (map.position($0.value), half($0.label)) }.sorted { $0.0 < $1.0 }
        for (place, half) in ordered {
            guard place.isFinite else { return false }
            if let held = previous, place - held.place < held.half + half + gap { return false }
            previous = (place, half)
        }
        return true
    }

    /// The size of a label with its scripts.
    func extent(_ label: String) -> TextExtent { text.measure(RichText.spans(label, font: font)) }

    private func half(_ label: String) -> Double {
        let extent = extent(label)
        return (vertical ? extent.ascent + extent.descent : extent.width).value / 2
    }

    private var gap: Double { vertical ? 1.5 : 4 }
}

extension AxisTicks {
    /// The densest calm set of ticks whose labels do not touch.
    static func make(for axis: Axis, on map: AxisMap, in room: TickRoom) -> AxisTicks {
        if !axis.names.isEmpty { return named(axis.names, on: map, in: room) }
        return switch axis.scale {
        case .linear: LinearTicks.make(for: axis, on: map, in: room)
        case .log: LogTicks.make(for: axis, on: map, in: room)
        case .symlog(let threshold): LogTicks.makeSigned(for: axis, threshold: threshold, on: map, in: room)
        }
    }

    /// The names of categories; every second, third and so on where all would touch.
    private static func named(_ names: [String], on map: AxisMap, in room: TickRoom) -> AxisTicks {
        let all = names.enumerated().map { Major(value: Double($0.offset + 1), label: $0.element) }
        for step in 1...max(1, all.count) {
            let kept = all.enumerated().filter { $0.offset % step == 0 }.map(\.element)
            if room.fits(kept, on: map) { return AxisTicks(major: kept, minor: [], unitText: "") }
        }
        return AxisTicks(major: [], minor: [], unitText: "")
    }
}

/// The power of ten that an axis takes out of its labels, and the unit that says so.
struct AxisFactor: Sendable, Hashable {
    var power: Int
    var unitText: String

    /// One prefix for the whole axis, by its largest magnitude; `10^{n}` where there is no prefix for it.
    init(magnitude: Double, axis: Axis) {
        let symbol = axis.unitText ?? axis.unit.symbol
        let exponent = DecimalPower.floor(magnitude)
        let takesPrefix = axis.unitText == nil && axis.unit.takesPrefix
        if exponent >= (takesPrefix ? -1 : -3) && exponent < (takesPrefix ? 3 : 4) {
            power = 0
            unitText = symbol
            return
        }
        let step = Int((Double(exponent) / 3).rounded(.down)) * 3
        power = step
        if takesPrefix, step >= -18, step <= 12 {
            // The prefix of 10^step: a magnitude of 2 keeps clear of rounding up to the next.
            unitText = QuantityText.prefix(for: DecimalPower.ten(step) * 2, unit: axis.unit).symbol + symbol
        } else {
            let factor = "10^{\(AxisFactor.minus("\(step)"))}"
            unitText = symbol.isEmpty ? factor : factor + "\u{A0}" + symbol
        }
    }

    /// The unit alone, for labels that carry their own power of ten.
    static func plainUnit(of axis: Axis) -> String { axis.unitText ?? axis.unit.symbol }

    /// A number's text with a true minus sign.
    static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }
}
