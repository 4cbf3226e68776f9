internal import Glibc
internal import Measurements

/// Chooses what to measure next: the few measurements that would decide most of what is open that is open.
///
/// Each rule looks at links that are not tested or undecided and at what the device has, and proposes one measurement
/// with its levels, rates and duration from the memory's own times. What only better errors can decide says by how much.
struct MeasurementChoice {
    let evidence: Evidence
    let results: [LinkResult]
    /// The memory's times against voltage.
    let times: MemoryTimes
    /// Whether spectra cannot see a memory that the device has.
    let isBlind: Bool

    /// Most that a list holds.
    static let most = 5

    init(_ evidence: Evidence, _ results: [LinkResult]) {
        self.evidence = evidence
        self.results = results
        times = MemoryTimes(evidence)
        let present = evidence.labels("memory.present")
        let spectra = present.filter { $0.at.of == "impedance" }
        isBlind = !spectra.isEmpty && spectra.allSatisfy { $0.value == "none" }
    }

    /// The list, best first: by the links that a measurement decides, then by the places, then by its duration.
    func list() -> [NextMeasurement] {
        let device = evidence.labels("memory.present").first { $0.at.of == "device" }?.value
        // A device without a memory has no links of a memory to decide; where that is open, the first question is that.
        let rules: [NextMeasurement?] =
            device == "none"
            ? []
            : [
                spectra(), lobeCenters(), smallSteps(), heldLevels(), keptState(), slowLoops(), rates(), namedState(),
                amplitude(),
            ]
                + (device == "undecided" ? [] : [atRest(), trains(), fasterSets(), crossing()])
        let proposals = Self.merged(rules.compactMap { $0 } + (device == "none" ? [] : surer())).map(Self.bounded)
        let order = proposals.indices.sorted { a, b in
            let (x, y) = (proposals[a].entry, proposals[b].entry)
            if proposals[a].isOut != proposals[b].isOut { return proposals[b].isOut }
            if x.decides.count != y.decides.count { return x.decides.count > y.decides.count }
            if x.places != y.places { return x.places > y.places }
            let (s, t) = (x.duration_s ?? 1e12, y.duration_s ?? 1e12)
            return s != t ? s < t : a < b
        }
        return order.prefix(Self.most).map { proposals[$0].entry }
    }

    /// Entries that ask for the same are one.
    private static func merged(_ all: [NextMeasurement]) -> [NextMeasurement] {
        var kept: [NextMeasurement] = []
        for entry in all {
            guard let same = kept.firstIndex(where: { $0.kind == entry.kind && $0.what == entry.what }) else {
                kept.append(entry)
                continue
            }
            kept[same].places += entry.places
            let new = entry.decides.filter { !kept[same].decides.contains($0) }
            kept[same].decides += new
        }
        return kept
    }

    /// Longest measurement that is proposed as it is, s: a week.
    private static let longest_s = 7 * 86_400.0

    /// What would take longer than a week, or more repeats than a day has hours, says so and comes last.
    private static func bounded(_ entry: NextMeasurement) -> (entry: NextMeasurement, isOut: Bool) {
        if entry.what.contains(outOfReach) { return (entry, true) }
        guard let duration_s = entry.duration_s, duration_s > longest_s else { return (entry, false) }
        var entry = entry
        let days = duration_s / 86_400
        let words =
            days < 730
            ? "\(DecimalText.significant(days, digits: 2)) days"
            : "\(DecimalText.significant(days / 365.25, digits: 2)) years"
        entry.what += ": \(outOfReach), it would take \(words)"
        return (entry, true)
    }

    /// The words for what cannot be done.
    static let outOfReach = "out of reach"

    // MARK: What is open

    /// The results of links that are open, those whose reason holds a text.
    func open(_ ids: [String], saying text: String = "") -> [LinkResult] {
        results.filter {
            ids.contains($0.id) && ($0.verdict == .notTested || $0.verdict == .undecided)
                && (text.isEmpty || $0.reason.contains(text))
        }
    }

    func ids(_ open: [LinkResult]) -> [String] {
        Array(Set(open.map(\.id))).sorted { (Int($0.dropFirst()) ?? 0) < (Int($1.dropFirst()) ?? 0) }
    }

    func distinct(_ voltages: [Double], apart_V: Double = 0.003) -> [Double] {
        var kept: [Double] = []
        for V in voltages.sorted() where kept.last.map({ V - $0 > apart_V }) ?? true { kept.append(V) }
        return kept
    }

    // MARK: What the device has

    var spectrumBiases: [Double] {
        distinct(evidence.device.recordings.filter { $0.kind == .impedance }.compactMap(\.conditions.bias_V))
    }

    /// Lowest and highest voltage of the loops.
    var reach_V: (low: Double, high: Double)? {
        let loops = evidence.device.recordings.filter { $0.kind == .iv }
        let voltages = loops.compactMap { recording -> (Double, Double)? in
            guard case .sweep(let sweep) = recording.data, let low = sweep.voltage_V.min(),
                let high = sweep.voltage_V.max()
            else { return nil }
            return (low, high)
        }
        guard let low = voltages.map(\.0).min(), let high = voltages.map(\.1).max() else { return nil }
        return (low, high)
    }

    /// The time of the memory at a voltage: there, between points, or that of the nearest point.
    func time_s(near V: Double) -> Double? {
        if let known = times.time_s(at: V) { return known.value }
        return times.points.min { abs($0.V - V) < abs($1.V - V) }.map { exp($0.logTau) }
    }

    /// Height of a small step or amplitude of a small signal, V.
    var small_V: Double { min(0.010, 0.25 * (evidence.steepness_V ?? 0.04)) }

    /// Median relative error of a metric of this device; else 2 %.
    func relativeError(_ id: String) -> Double {
        let known = evidence.metrics(id).compactMap { metric in
            metric.se.flatMap { metric.value != 0 ? abs($0 / metric.value) : nil }
        }.sorted()
        return known.isEmpty ? 0.02 : known[known.count / 2]
    }

    // MARK: Words

    func make(
        _ kind: RecordingKind, _ what: String, at place: Place = Place(), voltages_V: [Double] = [],
        duration_s: Double? = nil, decides: [LinkResult], expected_s: Double? = nil, bound: Double? = nil,
        _ expectation: String? = nil
    ) -> NextMeasurement {
        var text = expectation ?? ""
        if let expected_s, let bound {
            text =
                "the difference would be known to ±\(number(1.96 * expected_s)) (95 %), where up to ±\(number(bound)) "
                + "counts as equal" + (text.isEmpty ? "" : "; " + text)
        }
        return NextMeasurement(
            kind: kind, what: what, at: place, voltages_V: voltages_V, duration_s: duration_s, decides: ids(decides),
            places: decides.count, expected_s: expected_s, bound: bound, expectation: text)
    }

    func number(_ value: Double) -> String { DecimalText.significant(value, digits: 2) }
    func volt(_ V: Double) -> String {
        let parts = QuantityText.text(V, unit: .volt, digits: 3).split(separator: "\u{A0}", maxSplits: 1)
        return parts.count == 2 ? String(parts[0]).trimmedPoint + "\u{A0}" + parts[1] : parts.joined()
    }
    func second(_ t: Double) -> String { QuantityText.text(t, unit: .second, digits: 2) }
    func rate(_ v: Double) -> String { QuantityText.text(v, unit: .voltPerSecond, digits: 2) }
    func hertz(_ f: Double) -> String { QuantityText.text(f, unit: .hertz, digits: 2) }

    /// Up to four voltages in full, more as their number and range.
    func list(_ voltages: [Double]) -> String {
        guard voltages.count > 4, let low = voltages.first, let high = voltages.last else {
            let words = voltages.map(volt)
            return words.count < 2
                ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
        }
        return "\(voltages.count) voltages from \(volt(low)) to \(volt(high))"
    }

    /// Duration of a spectrum with ten points a decade, three periods each: most of it lies at the lowest frequency.
    func sweep_s(from lowest_Hz: Double) -> Double { 15 / lowest_Hz }
}
