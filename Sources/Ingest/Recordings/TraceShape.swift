internal import Measurements

/// What kind of measurement voltage, current and time are, from the shape of the voltage alone.
///
/// The voltage is cut into runs of samples that stay at one level within its own noise. Long runs mean levels that
/// were held, short ones a ramp. Nothing of the device's answer enters, so the answer cannot bias the choice.
enum TraceShape {
    /// A kind with the reason for it.
    struct Verdict: Hashable {
        /// The kind.
        var kind: RecordingKind
        /// Why, in words.
        var reason: String
    }

    /// Runs of at least this many samples count as held (a staircase sweep may read each step a few times).
    static let heldSamples = 8
    /// At most this many steps are single steps; more alternating levels are a pulse train.
    static let mostSteps = 7
    /// At least this many rising or falling levels are a staircase.
    static let staircaseLevels = 5

    /// Judges a voltage in time.
    /// - Parameter hasTime: without time a record can only be a sweep.
    static func judge(voltage_V: [Double], hasTime: Bool) -> Verdict {
        guard hasTime else { return Verdict(kind: .iv, reason: "no time column, so a sweep") }
        let survey = RunSurvey(voltage_V)
        guard survey.count > 1 else {
            return Verdict(kind: .retention, reason: "the voltage is constant")
        }
        guard survey.typicalLength >= heldSamples else {
            guard survey.count > 2 * mostSteps, survey.returnsToBase(voltage_V) else {
                return Verdict(kind: .iv, reason: "the voltage changes by ramps")
            }
            return isReadAfterWrite(runs(of: voltage_V).map(\.level))
                ? Verdict(kind: .retention, reason: "equal read pulses after one write pulse")
                : Verdict(kind: .pulses, reason: "short pulses from one level")
        }
        let levels = runs(of: voltage_V).map(\.level)
        let steps = survey.count - 1
        if isStaircase(levels) {
            return Verdict(kind: .steady, reason: "the voltage climbs in \(steps) held steps")
        }
        if steps <= mostSteps {
            return Verdict(kind: .transient, reason: steps == 1 ? "one voltage step" : "\(steps) voltage steps")
        }
        if isReadAfterWrite(levels) {
            return Verdict(kind: .retention, reason: "equal read pulses after one write pulse")
        }
        return Verdict(kind: .pulses, reason: "\(steps) changes between held levels")
    }

    /// Judges a current that the source holds: a ramp is a sweep; levels are steps, whose answer is the voltage.
    static func judge(current_A: [Double], hasTime: Bool) -> Verdict {
        let shape = judge(voltage_V: current_A, hasTime: hasTime)
        guard shape.kind != .iv else {
            return Verdict(kind: .iv, reason: shape.reason.replacingVoltage)
        }
        let steps = RunSurvey(current_A).count - 1
        return Verdict(
            kind: .transient,
            reason: "current controlled: "
                + (steps < 1 ? "one current" : steps == 1 ? "one step of the current" : "\(steps) steps of the current")
        )
    }

    /// A stretch of samples at one level.
    struct Run: Hashable {
        /// Mean voltage, V.
        var level: Double
        /// Number of samples.
        var count: Int
    }

    /// Cuts a voltage into runs that stay within its noise of their own mean.
    static func runs(of voltage_V: [Double]) -> [Run] {
        var runs: [Run] = []
        eachRun(of: voltage_V, within: tolerance(of: voltage_V)) { run in
            runs.append(run)
            return true
        }
        return runs
    }

    /// Hands over one run after another, as a ramp has as many as samples; stops where `body` says `false`.
    static func eachRun(of voltage_V: [Double], within tolerance: Double, _ body: (Run) -> Bool) {
        guard let first = voltage_V.first else { return }
        var mean = first
        var count = 0
        for value in voltage_V {
            if count > 0, abs(value - mean) > tolerance {
                guard body(Run(level: mean, count: count)) else { return }
                mean = value
                count = 1
            } else {
                count += 1
                mean += (value - mean) / Double(count)
            }
        }
        _ = body(Run(level: mean, count: count))
    }

    /// Five times the noise of the voltage, and never below 1e-6 of its range.
    ///
    /// The noise is the smaller of two estimates: from differences (0 for held levels) and from second differences
    /// (0 for ramps), each by its lower quartile, which a change every other sample leaves alone. 0.3186 is the lower
    /// quartile of |N(0, 1)|; differences of white noise are √2, second differences √6 as wide.
    static func tolerance(of voltage_V: [Double]) -> Double {
        guard let low = voltage_V.min(), let high = voltage_V.max() else { return 0 }
        let floor = max(1e-6 * (high - low), 1e-12 * max(abs(low), abs(high)))
        guard voltage_V.count >= 5 else { return floor }
        let (quarter, places) = ((voltage_V.count - 2) / 4, voltage_V.count - 2)
        let change = OrderStatistic.value(at: quarter, among: places) { abs(voltage_V[$0 + 1] - voltage_V[$0]) } ?? 0
        let bend =
            OrderStatistic.value(at: quarter, among: places) { i in
                abs(voltage_V[i + 2] - 2 * voltage_V[i + 1] + voltage_V[i])
            } ?? 0
        let noise = min(change / 2.0.squareRoot(), bend / 6.0.squareRoot()) / 0.3186
        // A twentieth of the range is no noise of a source.
        return max(floor, min(5 * noise, 0.05 * (high - low)))
    }

    /// Whether the levels rise or fall in stretches of several, as a staircase up (and down again) does.
    private static func isStaircase(_ levels: [Double]) -> Bool {
        guard levels.count >= staircaseLevels else { return false }
        var turns = 0
        for i in 1..<levels.count - 1 where (levels[i + 1] - levels[i]) * (levels[i] - levels[i - 1]) < 0 { turns += 1 }
        return (turns + 1) * (staircaseLevels - 1) <= levels.count - 1
    }

    /// Whether the first pulse is the largest and all later ones are alike and smaller.
    private static func isReadAfterWrite(_ levels: [Double]) -> Bool {
        guard let rest = levels.first else { return false }
        let pulses = levels.map { abs($0 - rest) }
        guard let write = pulses.max(), write > 0, let at = pulses.firstIndex(of: write), at <= 2 else { return false }
        let reads = pulses.dropFirst(at + 1).filter { $0 > 0.02 * write }
        guard let low = reads.min(), let high = reads.max(), reads.count >= 3 else { return false }
        return high < 0.7 * write && high - low < 0.1 * high
    }
}

extension String {
    /// The reason of a shape for the current, which was judged as a voltage is.
    fileprivate var replacingVoltage: String {
        let name = "the voltage"
        return hasPrefix(name) ? "the current" + dropFirst(name.count) : self
    }
}
