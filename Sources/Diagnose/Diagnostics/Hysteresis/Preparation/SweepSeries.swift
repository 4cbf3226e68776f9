internal import Measurements

/// Sweeps of one cycle each that were stored one per file, put together as the cycles of one measurement.
enum SweepSeries {
    /// Rates and reaches that differ by less are alike: noise of a measured voltage and its steps.
    private static let tolerance = 0.05
    /// Fewest sweeps that make a series: as many as a single recording needs for its statistics.
    static let fewest = 6

    /// The series of a device, in the order of their first sweeps.
    ///
    /// Alike are sweeps of one state, rate, current limit and reach of either polarity. They follow one another by the time at
    /// which they were measured where all state a different one, else by the names of their files, numbers in them as numbers.
    static func all(_ sweeps: [PreparedSweep]) -> [PreparedSweep] {
        var groups: [[PreparedSweep]] = []
        for sweep in sweeps where sweep.cycles.count == 1 {
            if let k = groups.firstIndex(where: { isAlike($0[0], sweep) }) {
                groups[k].append(sweep)
            } else {
                groups.append([sweep])
            }
        }
        return groups.filter { $0.count >= fewest }.compactMap { PreparedSweep(series: ordered($0)) }
    }

    private static func isAlike(_ a: PreparedSweep, _ b: PreparedSweep) -> Bool {
        guard a.conditions.state == b.conditions.state, a.conditions.compliance_A == b.conditions.compliance_A,
            isNear(a.rate_V_per_s ?? 0, b.rate_V_per_s ?? 0), let first = a.cycles.first, let second = b.cycles.first
        else { return false }
        return [LobeSign.positive, .negative].allSatisfy { sign in
            let (one, other) = (first.lobe(sign), second.lobe(sign))
            return (one?.fwd == nil) == (other?.fwd == nil) && (one?.bwd == nil) == (other?.bwd == nil)
                && isNear(one?.largest_V ?? 0, other?.largest_V ?? 0)
        }
    }

    private static func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= tolerance * max(abs(a), abs(b)) }

    private static func ordered(_ sweeps: [PreparedSweep]) -> [PreparedSweep] {
        let times = sweeps.map(\.provenance.measuredAt)
        if !times.contains(""), Set(times).count == times.count {
            return sweeps.sorted { $0.provenance.measuredAt < $1.provenance.measuredAt }
        }
        return sweeps.enumerated().sorted { a, b in
            let (one, other) = (FileOrder(a.element.provenance.file), FileOrder(b.element.provenance.file))
            return one == other ? a.offset < b.offset : one < other
        }.map(\.element)
    }
}

/// A name whose numbers count as numbers: `loop2` before `loop10`.
struct FileOrder: Comparable {
    private let parts: [(text: String, number: Int)]

    init(_ name: String) {
        var parts: [(text: String, number: Int)] = []
        var part = (text: "", number: 0)
        var isInNumber = false
        for character in name {
            if character.isASCII, let digit = character.wholeNumberValue {
                isInNumber = true
                // What overflows is compared by its first digits.
                if part.number < Int.max / 20 { part.number = part.number * 10 + digit }
                continue
            }
            if isInNumber {
                parts.append(part)
                (part, isInNumber) = (("", 0), false)
            }
            part.text.append(character)
        }
        parts.append(part)
        self.parts = parts
    }

    static func == (a: FileOrder, b: FileOrder) -> Bool {
        a.parts.count == b.parts.count
            && zip(a.parts, b.parts).allSatisfy { $0.text == $1.text && $0.number == $1.number }
    }

    static func < (a: FileOrder, b: FileOrder) -> Bool {
        for (one, other) in zip(a.parts, b.parts) {
            if one.text != other.text { return one.text < other.text }
            if one.number != other.number { return one.number < other.number }
        }
        return a.parts.count < b.parts.count
    }
}

extension PreparedSweep {
    /// The cycles of several sweeps as those of one, numbered in their order; `nil` for none.
    init?(series sweeps: [PreparedSweep]) {
        guard let first = sweeps.first else { return nil }
        var (voltage_V, current_A): ([Double], [Double]) = ([], [])
        var cycles: [SweepCycle] = []
        for sweep in sweeps {
            for cycle in sweep.cycles {
                let start = voltage_V.count
                cycles.append(
                    SweepCycle(
                        number: cycles.count + 1,
                        samples: (start + cycle.samples.lowerBound)...(start + cycle.samples.upperBound),
                        rate_V_per_s: cycle.rate_V_per_s, lobes: cycle.lobes))
            }
            voltage_V += sweep.voltage_V
            current_A += sweep.current_A
        }
        recording = first.recording
        sources = sweeps.map(\.recording)
        conditions = first.conditions
        provenance = first.provenance
        (self.voltage_V, self.current_A, self.cycles) = (voltage_V, current_A, cycles)
        (time_s, index, shownCycles, remainder) = ([], [], [], 0)
        turningPoints = first.turningPoints
        compliance = nil
        rate_V_per_s = first.rate_V_per_s
        rateSource = first.rateSource
        findings = []
    }
}
