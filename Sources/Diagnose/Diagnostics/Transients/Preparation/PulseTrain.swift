import Glibc
import Kernels
import Measurements

/// A row of pulses at one level, with what was read of each and why they belong together.
struct PulseTrain: Sendable {
    /// What the row was for.
    enum Purpose: String, Sendable { case potentiation, depression, unchanged, paired, rate, single }

    /// The pulses.
    var pulses: [Pulse]
    /// What the row was for.
    var purpose = Purpose.single
    /// Why, in words.
    var reason = ""
    /// How many pulses seem to be missing between them.
    var missing = 0

    /// Level of the pulses, V.
    var level_V: Double { pulses.first?.level_V ?? 0 }
    /// Conductance read after (or in) each pulse, S; shape [n].
    var conductance_S: [Double] { pulses.map(\.conductance_S) }
    /// Where the conductance was read, in words.
    var phase: String { pulses.first?.phase ?? "" }
    /// Distances from start to start, s; empty without a trace.
    var periods_s: [Double] {
        let starts = pulses.compactMap(\.start_s)
        return zip(starts.dropFirst(), starts).map { $0 - $1 }
    }
    /// Median of those, s.
    var period_s: Double? { RobustStatistics.median(periods_s) }

    /// Spread of those about their median, over it; those of missing pulses are left out.
    var jitter: Double? {
        guard let period_s, period_s > 0 else { return nil }
        return RobustStatistics.scaledMAD(periods_s.filter { abs($0 / period_s - 1) < 0.5 }).map { $0 / period_s }
    }
    /// From the end of the first pulse to the start of the second, s.
    var interval_s: Double? {
        guard pulses.count > 1, let end_s = pulses[0].end_s, let start_s = pulses[1].start_s else { return nil }
        return max(0, start_s - end_s)
    }

    /// Whether the conductance grows.
    var grows: Bool { (pulses.last?.conductance_S ?? 0) >= (pulses.first?.conductance_S ?? 0) }

    /// The level of reads among active holds; `nil` where there are none.
    static func readLevel(_ active: [VoltageHold], stated_V: Double?) -> Double? {
        if let stated_V, stated_V != 0 { return stated_V }
        guard let smallest = active.map(\.level_V).min(by: { abs($0) < abs($1) }) else { return nil }
        let larger = active.filter { abs($0.level_V) > 1.5 * abs(smallest) }.count
        let small = active.count - larger
        // Reads come about as often as pulses; a train of small pulses alone has no larger ones beside it.
        return larger > 0 && 3 * small >= 2 * larger ? smallest : nil
    }

    /// The trains in a trace.
    ///
    /// - Parameter part: the last part of each pulse or read whose mean is taken.
    static func trains(in trace: PreparedTrace, part: Double = 0.2) -> [PulseTrain] {
        named(grouped(Pulse.pulses(in: trace, part: part)))
    }

    /// The trains in a table of reads: neighboring rows with one height and width of pulses belong together.
    ///
    /// Without heights the rows are cut where the conductance turns by a fifth of its range: that was another pulse.
    static func trains(in reads: ReadSeries, excluded: [Int]) -> [PulseTrain] {
        let left = Set(excluded)
        let turns = reads.pulse_V.isEmpty ? turns(reads.conductance_S) : []
        var part = 0
        var pulses: [Pulse] = []
        for i in reads.conductance_S.indices where !left.contains(i) && reads.conductance_S[i].isFinite {
            let level = reads.pulse_V.indices.contains(i) && reads.pulse_V[i].isFinite ? reads.pulse_V[i] : 0
            if turns.contains(i) { part += 1 }
            let width = reads.width_s.indices.contains(i) && reads.width_s[i] > 0 ? reads.width_s[i] : nil
            pulses.append(
                Pulse(
                    level_V: level, conductance_S: reads.conductance_S[i], statedWidth_s: width,
                    phase: "as stored by the instrument", part: part))
        }
        return named(grouped(pulses))
    }

    /// The first reads after the conductance turned, by more than a fifth of its range and eight times the noise.
    private static func turns(_ values: [Double]) -> Set<Int> {
        guard values.count >= 6, let low = values.min(), let high = values.max(), values.allSatisfy(\.isFinite) else {
            return []
        }
        let noise = (RobustStatistics.scaledMAD(seconds(values)) ?? 0) / 6.0.squareRoot()
        let samples = DecaySamples(time_s: values.indices.map { Double($0) }, values: values)
        let found = Ringing.turns(samples, noise: max(noise, 0.2 * (high - low) / 8), factor: 8)
        return Set(found.map { Int($0.time_s) + 1 })
    }
}

/// How pulses are put together.
extension PulseTrain {
    /// Periods within this factor belong to one train: sources that are triggered by software jitter so much.
    static let jitter = 1.5

    /// Neighbors of one level, width and phase, cut where the period changes.
    private static func grouped(_ pulses: [Pulse]) -> [PulseTrain] {
        var list: [PulseTrain] = []
        var run: [Pulse] = []
        for pulse in pulses {
            if let last = run.last, !isSame(last, pulse) {
                list += split(run)
                run = []
            }
            run.append(pulse)
        }
        return list + split(run)
    }

    private static func isSame(_ a: Pulse, _ b: Pulse) -> Bool {
        guard abs(a.level_V - b.level_V) <= 0.05 * abs(a.level_V) + 1e-9 else { return false }
        guard a.phase == b.phase, a.part == b.part else { return false }
        guard let x = a.width_s, let y = b.width_s, x > 0, y > 0 else { return true }
        // Coarse sampling leaves the width open; a change beyond three of its errors is another pulse.
        return max(x, y) <= 1.5 * min(x, y) + 3 * (a.widthError_s + b.widthError_s)
    }

    /// Cuts a run of equal pulses where the period changes; a multiple of the period is a missing pulse.
    private static func split(_ run: [Pulse]) -> [PulseTrain] {
        guard let first = run.first else { return [] }
        let starts = run.compactMap(\.start_s)
        guard starts.count == run.count else { return [PulseTrain(pulses: run)] }
        let gaps = zip(starts.dropFirst(), starts).map { $0 - $1 }
        var list: [PulseTrain] = []
        var open = PulseTrain(pulses: [first])
        var periods: [Double] = []
        for (i, gap) in gaps.enumerated() {
            let next = i + 1 < gaps.count ? gaps[i + 1] : nil
            var joins = true
            if periods.isEmpty {
                // A pulse before a long pause, with shorter distances after it, stands alone.
                joins = next.map { gap <= jitter * $0 } ?? (list.isEmpty || isLike(gap, list))
            } else if let period = RobustStatistics.median(periods.suffix(21)), period > 0 {
                let ratio = gap / period
                joins = ratio <= jitter && ratio >= 1 / jitter
                let whole = ratio.rounded()
                if !joins, periods.count >= 3, whole >= 2, whole <= 4, abs(ratio - whole) < 0.15, let next,
                    next <= jitter * period, next >= period / jitter
                {
                    joins = true
                    open.missing += Int(whole) - 1
                    // The gap itself is no period.
                    open.pulses.append(run[i + 1])
                    continue
                }
            }
            if joins {
                open.pulses.append(run[i + 1])
                periods.append(gap)
            } else {
                list.append(open)
                open = PulseTrain(pulses: [run[i + 1]])
                periods = []
            }
        }
        return list + [open]
    }

    /// Whether a distance at the end of a run is as short as those inside the groups before it: the last pair of a series.
    private static func isLike(_ gap: Double, _ before: [PulseTrain]) -> Bool {
        let inside = before.flatMap(\.periods_s).max() ?? .infinity
        return gap <= 30 * inside
    }

    /// Names each train by what its reads do, and trains of several rates as such.
    private static func named(_ trains: [PulseTrain]) -> [PulseTrain] {
        var list = trains.map { train in
            var train = train
            (train.purpose, train.reason) = purpose(of: train)
            return train
        }
        for k in list.indices where list[k].pulses.count >= 3 {
            let alike = list.filter {
                $0.pulses.count >= 3 && abs($0.level_V - list[k].level_V) <= 0.05 * abs(list[k].level_V)
            }
            let periods = alike.compactMap(\.period_s)
            guard let low = periods.min(), let high = periods.max(), high > jitter * low else { continue }
            list[k].purpose = .rate
            list[k].reason +=
                "; one of \(alike.count) trains of this level with periods from "
                + "\(QuantityText.text(low, unit: .second, digits: 3)) to \(QuantityText.text(high, unit: .second, digits: 3))"
        }
        return list
    }

    private static func purpose(of train: PulseTrain) -> (Purpose, String) {
        let n = train.pulses.count
        let level = QuantityText.text(train.level_V, unit: .volt, digits: 3)
        guard n > 1 else { return (.single, "one pulse of \(level)") }
        if n == 2, train.period_s != nil { return (.paired, "two pulses of \(level), then a longer rest") }
        let values = train.conductance_S
        let change = (values.last ?? 0) - (values.first ?? 0)
        // Second differences hold three half noises and nothing of a smooth curve.
        let noise = values.count > 4 ? (RobustStatistics.scaledMAD(seconds(values)) ?? 0) / 6.0.squareRoot() : 0
        let reason = "\(n) equal pulses of \(level)" + (train.missing > 0 ? ", \(train.missing) missing" : "")
        guard abs(change) > 3 * 2.0.squareRoot() * noise, change != 0 else {
            return (.unchanged, reason + "; the conductance stays within its noise")
        }
        return change > 0
            ? (.potentiation, reason + "; the conductance grows") : (.depression, reason + "; the conductance falls")
    }

    private static func seconds(_ values: [Double]) -> [Double] {
        values.indices.dropFirst(2).map { values[$0] - 2 * values[$0 - 1] + values[$0 - 2] }
    }
}
