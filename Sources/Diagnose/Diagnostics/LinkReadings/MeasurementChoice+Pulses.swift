internal import Glibc
internal import Measurements

/// Rules of pulses, set voltages, and of what is only to be stated or to be made surer.
extension MeasurementChoice {
    /// A train whose times are known, or one that is sampled so that they are.
    func trains() -> NextMeasurement? {
        let open = open(["L11"])
        guard let first = open.first else { return nil }
        let pulses = self.open(["L15"])
        if first.reason.contains("both sides of each edge") {
            let own = evidence.metrics("pulses.N0").first.map { abs(($0.se ?? 0) / $0.value) } ?? 0.02
            let s = hypot(evidence.options.s_sys_tau, hypot(own, 0.05))
            let levels = distinct(open.compactMap(\.at.V))
            return make(
                .pulses, "the trains at \(list(levels)) again, each pulse and each rest sampled ten times and more",
                voltages_V: levels, decides: open, expected_s: s, bound: log(evidence.options.k_L11 ?? 1.5))
        }
        guard first.reason.contains("a train"), let point = times.points.max(by: { abs($0.V) < abs($1.V) }) else {
            return nil
        }
        let width = 0.1 * exp(point.logTau)
        return make(
            .pulses,
            "thirty pulses of \(volt(point.V)) and \(second(width)), \(second(width)) apart, then thirty of the other sign, "
                + "ten samples each", at: Place(V: point.V), voltages_V: [-abs(point.V), abs(point.V)],
            duration_s: 120 * width, decides: open + pulses, expected_s: hypot(evidence.options.s_sys_tau, 0.05),
            bound: log(evidence.options.k_L11 ?? 1.5))
    }

    /// Loops at more and faster rates, where a set voltage was seen.
    func fasterSets() -> NextMeasurement? {
        let open = open(["L13"])
        let sets = evidence.metrics("hysteresis.V_set").filter { $0.at.cycle == nil && $0.bound == nil }
        guard !open.isEmpty, let fastest = sets.compactMap(\.at.rate_V_per_s).max() else { return nil }
        return make(
            .iv, "loops at \(rate(3 * fastest)), \(rate(10 * fastest)) and \(rate(30 * fastest))",
            at: Place(rate_V_per_s: 10 * fastest), decides: open, expected_s: hypot(evidence.options.s_sys_tau, 0.05),
            bound: log(evidence.options.k_L13 ?? 1.5))
    }

    /// Spectra on both sides of a crossing that loops show.
    func crossing() -> NextMeasurement? {
        let open = open(["L7"], saying: "spectra on both sides")
        let crossings = evidence.metrics("hysteresis.crossing_V").filter {
            $0.at.cycle == nil && $0.at.rate_V_per_s != nil
        }
        let slowest = crossings.compactMap(\.at.rate_V_per_s).min()
        guard !open.isEmpty, let V = crossings.first(where: { $0.at.rate_V_per_s == slowest })?.value else {
            return nil
        }
        let apart = 4 * evidence.biasTolerance_V
        let biases = [V - apart, V - apart / 2, V + apart / 2, V + apart].map(DecimalPlaces.millivolts)
        let lowest = biases.compactMap(time_s).max().map { 0.05 / $0 } ?? 0.01
        return make(
            .impedance, "impedance at \(list(biases)), around the crossing of the slow loop, down to \(hertz(lowest))",
            voltages_V: biases, duration_s: 4 * sweep_s(from: lowest), decides: open, expected_s: 0.25 * apart / 2,
            bound: max(0.010, 0.25 * (evidence.steepness_V ?? 0)))
    }

    /// A spectrum in the state of the loops.
    func namedState() -> NextMeasurement? {
        let open = open(["L14"], saying: "in the state of")
        guard !open.isEmpty else { return nil }
        return make(
            .impedance,
            "impedance at 0 V straight before the loops, with their state in the sheet (column state) for both",
            at: Place(bias_V: 0), voltages_V: [0], decides: open, expected_s: evidence.options.s_sys_C_lf,
            bound: (evidence.options.k_L14 ?? 1.5) - 1)
    }

    /// The amplitude of spectra is to be stated, not measured.
    func amplitude() -> NextMeasurement? {
        let open = open(["L18"], saying: "amplitude")
        guard !open.isEmpty else { return nil }
        return make(
            .impedance, "nothing to measure: state the amplitude of the spectra in the sheet (column amplitude_V)",
            duration_s: 0, decides: open, "certain, once V_x is")
    }

    /// What is undecided by its errors: which one, and by how much it must shrink.
    func surer() -> [NextMeasurement] {
        var groups: [(first: LinkResult, members: [LinkResult])] = []
        for result in results where result.verdict == .undecided && result.z != nil && result.id != "L11" {
            let alike = groups.firstIndex {
                $0.first.id == result.id && $0.first.a?.name == result.a?.name && $0.first.b?.name == result.b?.name
            }
            if let alike { groups[alike].members.append(result) } else { groups.append((result, [result])) }
        }
        return groups.compactMap { group in
            group.members.compactMap { Shrink($0) }.max { $0.factor < $1.factor }.map { proposal($0, group.members) }
        }
    }

    /// Most repeats that are proposed.
    private static let mostRepeats = 25.0

    private func proposal(_ shrink: Shrink, _ members: [LinkResult]) -> NextMeasurement {
        let side = shrink.side
        let kind = evidence.device.recordings.first { side.from.contains($0.id) }?.kind ?? .transient
        let voltages = distinct(members.compactMap { $0.at.bias_V ?? $0.at.V })
        let place = voltages.isEmpty ? "" : " at \(list(voltages))"
        let factor = DecimalText.significant(shrink.factor, digits: 2)
        let repeats = (shrink.factor * shrink.factor).rounded(.up)
        // A time that is extrapolated to 0 V grows surer by going nearer, not by repeating.
        let isExtrapolated = side.name.hasPrefix("steps T") || side.name.hasPrefix("τ(V)")
        let how =
            isExtrapolated
            ? "steps to voltages nearer to 0 V, so that the time there is extrapolated over less"
            : "\(side.name)\(place) again, with an error \(factor) times smaller"
                + (repeats <= Self.mostRepeats
                    ? " (the mean of \(DecimalText.fixed(repeats, decimals: 0)))" : ": \(Self.outOfReach) by repeating")
        let reason = isExtrapolated ? "the error of the time at 0 V must shrink \(factor) times" : nil
        return make(
            kind, how, at: Place(state: members[0].at.state), voltages_V: voltages, decides: members,
            expected_s: shrink.expected_s, bound: shrink.bound, reason)
    }
}

/// By how much the dominating error of an undecided comparison must shrink.
private struct Shrink {
    let side: LinkSide
    let factor: Double
    let expected_s: Double
    let bound: Double

    /// `nil` where no smaller error decides: the systematic part leaves no room.
    init?(_ result: LinkResult) {
        guard let a = result.a, let b = result.b, let d = result.d, let s = result.s, let bound = result.bound else {
            return nil
        }
        let systematic = result.s_sys ?? 0
        let isLogarithm = result.k.map { abs(bound - log($0)) < 1e-12 } ?? false
        func own(_ side: LinkSide) -> Double {
            let se = side.se ?? 0
            return isLogarithm ? abs(se / side.value) : se
        }
        let (first, second) = (own(a), own(b))
        let isFirst = first >= second
        let (large, small) = isFirst ? (first, second) : (second, first)
        // Equal where the bound lies 1.645 s beyond the difference, nine times in ten with 1.282 s more; different where
        // the difference is 2 s. Surer values may differ by less than now: by one error less is hoped for.
        let hoped = max(0, abs(d) - max(0, s * s - systematic * systematic).squareRoot())
        func left(_ wanted: Double) -> Double { wanted * wanted - systematic * systematic - small * small }
        var wanted = hoped < bound ? (bound - hoped) / 2.9264 : abs(d) / 2
        if left(wanted) <= 0, hoped < bound { wanted = (bound - hoped) / 1.6449 }
        guard left(wanted) > 0, large > 0, s > wanted else { return nil }
        side = isFirst ? a : b
        factor = large / left(wanted).squareRoot()
        expected_s = wanted
        self.bound = bound
    }
}
