import Glibc

/// Ticks of logarithmic axes: whole decades as powers of ten; inside one or two decades 1, 2, 5; inside less, even steps.
enum LogTicks {
    private static let strides = [1, 2, 3, 4, 5, 6, 10, 20, 50, 100, 200, 500]

    /// The ticks of a logarithmic axis.
    static func make(for axis: Axis, on map: AxisMap, in room: TickRoom) -> AxisTicks {
        let decades = powers(from: map.low, to: map.high)
        guard decades.count >= 2 else { return narrow(for: axis, on: map, in: room) }
        for stride in strides {
            let kept = decades.filter { $0 % stride == 0 }
            let major = kept.map { AxisTicks.Major(value: DecimalPower.ten($0), label: powerText($0)) }
            let calm = map.length / Double(max(1, kept.count)) >= room.comfortable * 0.6
            guard calm, room.fits(major, on: map) else { continue }
            let minor = stride == 1 ? between(map) : decades.filter { $0 % stride != 0 }.map(DecimalPower.ten)
            return AxisTicks(
                major: major, minor: minor.count <= 100 ? minor : [], unitText: AxisFactor.plainUnit(of: axis))
        }
        return AxisTicks(major: [], minor: [], unitText: AxisFactor.plainUnit(of: axis))
    }

    /// The ticks of an axis with fewer than two powers of ten in it.
    private static func narrow(for axis: Axis, on map: AxisMap, in room: TickRoom) -> AxisTicks {
        let factor = AxisFactor(magnitude: map.high, axis: axis)
        let first = DecimalPower.floor(map.low)
        var major: [AxisTicks.Major] = []
        for power in first...max(first, DecimalPower.floor(map.high)) {
            for digit in [1, 2, 5] {
                let value = Double(digit) * DecimalPower.ten(power)
                guard value >= map.low, value <= map.high else { continue }
                major.append(.init(value: value, label: DecimalPower.text(digit, power: power - factor.power)))
            }
        }
        if major.count >= 3, room.fits(major, on: map) {
            return AxisTicks(major: major, minor: between(map), unitText: factor.unitText)
        }
        var ticks = LinearTicks.make(for: axis, on: map, in: room)
        if ticks.major.count < 2, major.count >= 2, room.fits(major, on: map) {
            ticks = AxisTicks(major: major, minor: between(map), unitText: factor.unitText)
        }
        return ticks
    }

    /// The ticks of an axis by decades on both sides of zero.
    static func makeSigned(for axis: Axis, threshold: Double, on map: AxisMap, in room: TickRoom) -> AxisTicks {
        let size = max(abs(map.low), abs(map.high))
        let last = DecimalPower.floor(size)
        // Below ten thresholds the scale is nearly linear, and labels would crowd about zero.
        let first = min(DecimalPower.floor(threshold) + 1, last)
        for stride in strides {
            var major = [AxisTicks.Major(value: 0, label: "0")]
            for power in first...last where (last - power) % stride == 0 {
                let value = DecimalPower.ten(power)
                major.append(.init(value: value, label: powerText(power)))
                major.append(.init(value: -value, label: "−" + powerText(power)))
            }
            major = major.filter { $0.value >= map.low && $0.value <= map.high }.sorted { $0.value < $1.value }
            if room.fits(major, on: map) {
                return AxisTicks(major: major, minor: [], unitText: AxisFactor.plainUnit(of: axis))
            }
        }
        return AxisTicks(major: [], minor: [], unitText: AxisFactor.plainUnit(of: axis))
    }

    /// The powers of ten inside a range.
    private static func powers(from low: Double, to high: Double) -> [Int] {
        let first = Int((log10(low) - 1e-9).rounded(.up))
        let last = Int((log10(high) + 1e-9).rounded(.down))
        return first <= last ? Array(first...last) : []
    }

    /// The places 2 to 9 of each decade, where a decade is long enough to show them.
    private static func between(_ map: AxisMap) -> [Double] {
        let decadeLength = map.length / max(1e-9, log10(map.high) - log10(map.low))
        guard decadeLength >= 14 else { return [] }
        let first = DecimalPower.floor(map.low)
        var values: [Double] = []
        for power in first...max(first, DecimalPower.floor(map.high)) {
            for digit in 2...9 {
                let value = Double(digit) * DecimalPower.ten(power)
                if value >= map.low && value <= map.high { values.append(value) }
            }
        }
        return values
    }

    private static func powerText(_ power: Int) -> String { "10^{\(AxisFactor.minus("\(power)"))}" }
}
