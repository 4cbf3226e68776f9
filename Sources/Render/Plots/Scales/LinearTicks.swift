/// Ticks at 1, 2 or 5 times a power of ten.
enum LinearTicks {
    /// The finest steps whose labels have room.
    static func make(for axis: Axis, on map: AxisMap, in room: TickRoom) -> AxisTicks {
        let factor = AxisFactor(magnitude: room.magnitude ?? max(abs(map.low), abs(map.high)), axis: axis)
        var step = firstStep(span: map.high - map.low, most: max(2, map.length / room.comfortable))
        // Two labels tell a scale only just: a finer step is tried where it still has room.
        if step.counts(from: map.low, to: map.high).count < 3 {
            let finer = labels(step.previous, low: map.low, high: map.high, factor: factor)
            if room.fits(finer, on: map) { step = step.previous }
        }
        // Thirty steps are ten decades: the labels fit long before, or none is left.
        for _ in 0..<30 {
            let major = labels(step, low: map.low, high: map.high, factor: factor)
            if room.fits(major, on: map) {
                return AxisTicks(
                    major: major, minor: halves(of: step, low: map.low, high: map.high), unitText: factor.unitText)
            }
            step = step.next
        }
        return AxisTicks(major: [], minor: [], unitText: factor.unitText)
    }

    /// The labels of a step inside a range.
    static func labels(_ step: Step, low: Double, high: Double, factor: AxisFactor) -> [AxisTicks.Major] {
        step.counts(from: low, to: high).map { count in
            AxisTicks.Major(
                value: Double(count * step.digit) * DecimalPower.ten(step.power),
                label: DecimalPower.text(count * step.digit, power: step.power - factor.power))
        }
    }

    /// The smallest 1-2-5 step that gives at most so many intervals.
    static func firstStep(span: Double, most: Double) -> Step {
        let raw = span / most
        let power = DecimalPower.floor(raw)
        let unit = DecimalPower.ten(power)
        for digit in [1, 2, 5] where Double(digit) * unit >= raw * (1 - 1e-9) {
            return Step(digit: digit, power: power)
        }
        return Step(digit: 1, power: power + 1)
    }

    /// Unlabeled ticks that part each step in two (steps of 1 and 2) or five (steps of 5).
    private static func halves(of step: Step, low: Double, high: Double) -> [Double] {
        let fine =
            step.digit == 2
            ? Step(digit: 1, power: step.power)
            : step.digit == 1
                ? Step(digit: 5, power: step.power - 1) : Step(digit: 1, power: step.power)
        let each = step.digit == 5 ? 5 : 2
        return fine.counts(from: low, to: high).filter { $0 % each != 0 }
            .map { Double($0 * fine.digit) * DecimalPower.ten(fine.power) }
    }

    /// A step of `digit * 10^power`.
    struct Step: Sendable, Hashable {
        /// 1, 2 or 5.
        var digit: Int
        var power: Int

        /// The next coarser step.
        var next: Step {
            switch digit {
            case 1: Step(digit: 2, power: power)
            case 2: Step(digit: 5, power: power)
            default: Step(digit: 1, power: power + 1)
            }
        }

        /// The next finer step.
        var previous: Step {
            switch digit {
            case 1: Step(digit: 5, power: power - 1)
            case 2: Step(digit: 1, power: power)
            default: Step(digit: 2, power: power)
            }
        }

        /// The multiples of the step inside a range, ends included up to rounding.
        func counts(from low: Double, to high: Double) -> [Int] {
            let size = Double(digit) * DecimalPower.ten(power)
            guard size > 0, size.isFinite else { return [] }
            let first = (low / size - 1e-9).rounded(.up)
            let last = (high / size + 1e-9).rounded(.down)
            // Ranges are never narrower than 1e-5 of their size, so counts stay far below this.
            guard first.isFinite, last.isFinite, abs(first) < 1e12, abs(last) < 1e12, last - first < 1000, first <= last
            else { return [] }
            return Array(Int(first)...Int(last))
        }
    }
}
