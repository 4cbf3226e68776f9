internal import Findings
internal import Measurements

/// Sweeps of one cycle each that were stored one per file, put together as the cycles of one measurement.
enum SweepSeries {
    /// Rates and reaches that differ by less are alike: noise of a measured voltage and its steps.
    private static let tolerance = 0.05
    /// Fewest sweeps that make a series: as many as a single recording needs for its statistics.
    static let fewest = 6

    /// The sweeps of a device, each series as one in the place of its first.
    ///
    /// Alike are sweeps of one state, rate, current limit and reach of either polarity. They follow one another by the time at
    /// which they were measured where all state a different one, else by the names of their files, numbers in them as numbers.
    static func joined(_ sweeps: [PreparedSweep]) -> [PreparedSweep] {
        var groups: [[PreparedSweep]] = []
        for sweep in sweeps {
            if sweep.cycles.count == 1, let k = groups.firstIndex(where: { isAlike($0[0], sweep) }) {
                groups[k].append(sweep)
            } else {
                groups.append([sweep])
            }
        }
        return groups.flatMap { group in
            group.count >= fewest ? PreparedSweep(series: ordered(group)).map { [$0] } ?? group : group
        }
    }

    private static func isAlike(_ a: PreparedSweep, _ b: PreparedSweep) -> Bool {
        guard a.cycles.count == 1, a.conditions.state == b.conditions.state,
            a.conditions.compliance_A == b.conditions.compliance_A,
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
        largest_V = sweeps.reduce(0) { max($0, $1.largest_V) }
        recording = first.recording
        sources = sweeps.map(\.recording)
        conditions = first.conditions
        provenance = first.provenance
        (self.voltage_V, self.current_A, self.cycles, shownCycles) = (voltage_V, current_A, cycles, cycles)
        (time_s, index, remainder) = ([], [], 0)
        turningPoints = first.turningPoints
        compliance = Compliance(series: sweeps.map { ($0.compliance, $0.voltage_V.count) })
        rate_V_per_s = first.rate_V_per_s
        rateSource = first.rateSource
        let ends = [first.recording, sweeps.last?.recording ?? ""].joined(separator: " to ")
        findings =
            sweeps.flatMap(\.findings) + [
                Finding(
                    .sweepSeries,
                    "\(sweeps.count) sweeps of one cycle each, \(ends), are read as the cycles of one measurement, the first shown "
                        + "and kept out of the statistics", at: first.position(of: 0))
            ]
    }
}

extension Compliance {
    /// What sweeps one after the other have at their limits, each with its number of samples; `nil` where none has any.
    fileprivate init?(series sweeps: [(compliance: Compliance?, count: Int)]) {
        let known = sweeps.compactMap(\.compliance)
        guard let first = known.first else { return nil }
        let masked = sweeps.flatMap { $0.compliance?.masked ?? [Bool](repeating: false, count: $0.count) }
        guard let start = masked.firstIndex(of: true) else { return nil }
        self.init(
            limits: first.limits, source: first.source, firstSample: start, masked: masked,
            clampedSigns: first.clampedSigns.filter { sign in
                sweeps.allSatisfy { $0.compliance?.clampedSigns.contains(sign) ?? false }
            })
    }
}

extension FindingKind {
    static let sweepSeries = FindingKind(
        "iv.series", .note,
        "Six sweeps and more of one cycle each, alike in state, rate, limit and reach, are one series of cycles, in the order of "
            + "the times at which they were measured, else of their files' names.")
}
