internal import Glibc
internal import Measurements

/// The rules: one measurement each, or none.
extension MeasurementChoice {
    /// Spectra where there are none at all.
    func spectra() -> NextMeasurement? {
        guard spectrumBiases.isEmpty, let reach = reach_V ?? stepRange else { return nil }
        let steps = distinct(evidence.metrics("transient.tau_V").compactMap { $0.at.bias_V })
        let end = abs(reach.high) >= abs(reach.low) ? reach.high : reach.low
        let voltages = steps.isEmpty ? [0.25, 0.5, 0.75].map { DecimalPlaces.millivolts($0 * end) } : steps
        let open = results.filter { $0.verdict == .notTested && $0.reason.contains("spectr") }
        guard !open.isEmpty else { return nil }
        let lowest = voltages.compactMap(time_s).max().map { 0.05 / $0 } ?? 0.01
        return make(
            .impedance,
            "impedance at \(list(voltages)) with \(volt(small_V)) of amplitude, from high frequency down to "
                + hertz(lowest), voltages_V: voltages, duration_s: Double(voltages.count) * sweep_s(from: lowest),
            decides: open, expected_s: hypot(evidence.options.s_sys_tau, 0.03), bound: log(evidence.options.k_L2))
    }

    private var stepRange: (low: Double, high: Double)? {
        let levels = evidence.metrics("transient.I_final").compactMap(\.at.V)
        guard let low = levels.min(), let high = levels.max() else { return nil }
        return (low, high)
    }

    /// Spectra at the centers of lobes, which tell the sense of the loop; of the other sign they tell that of R_a, too.
    func lobeCenters() -> NextMeasurement? {
        let missing = open(["L5"], saying: "an impedance spectrum at").filter { $0.at.bias_V != nil }
        guard !missing.isEmpty, !isBlind else { return nil }
        let centers = distinct(missing.compactMap(\.at.bias_V))
        let branches = evidence.metrics("impedance.R_a").compactMap(\.at.bias_V)
        let isOtherSign =
            !branches.isEmpty && centers.contains { center in branches.allSatisfy { $0 * center < 0 } }
        let decides = missing + (isOtherSign ? open(["L15"]) : [])
        // Below the memory's own frequency the capacitance at rest serves for every slower loop.
        let slowest = centers.compactMap(time_s).max()
        let rates = missing.compactMap { result -> Double? in
            guard let v = result.at.rate_V_per_s, let center = result.at.bias_V, center != 0 else { return nil }
            return v / (8 * abs(center))
        }
        let lowest = max((rates.min() ?? 0.01) / 2, 0.05 / (slowest ?? .infinity))
        return make(
            .impedance,
            "impedance at \(list(centers)), the center of a lobe, with \(volt(small_V)) of amplitude, down to "
                + hertz(lowest), at: Place(bias_V: centers.count == 1 ? centers[0] : nil), voltages_V: centers,
            duration_s: Double(centers.count) * sweep_s(from: lowest), decides: decides,
            "two signs, each to be certain with P > 0.95"
                + (isOtherSign ? "; with R_a on both sides of 0 V also that of rectification" : ""))
    }

    /// Small steps at biases that have a spectrum alone.
    func smallSteps() -> NextMeasurement? {
        guard !isBlind, !spectrumBiases.isEmpty else { return nil }
        let steps = evidence.metrics("transient.tau_V").compactMap { $0.at.bias_V ?? $0.at.V }
        let known = distinct(evidence.metrics("impedance.tau_V").compactMap(\.at.bias_V))
        let bare = known.filter { bias in !steps.contains { abs($0 - bias) <= evidence.biasTolerance_V } }
        let missing =
            open(["L2", "L3", "L19"], saying: "small") + open(["L4"], saying: "a small voltage step")
            + open(["L16"], saying: "step")
        guard !bare.isEmpty, !missing.isEmpty else { return nil }
        let longest = bare.compactMap(time_s).max()
        let spike = evidence.metrics("impedance.R_s").first.flatMap { series in
            evidence.metrics("impedance.C_m").first { $0.from == series.from }.map { series.value * $0.value }
        }
        let first = spike.map { ", the first samples \(second(0.3 * $0)) apart" } ?? ""
        let s = hypot(evidence.options.s_sys_tau, hypot(relativeError("impedance.tau_V"), 0.02))
        return make(
            .transient,
            "voltage steps of \(volt(small_V)) at \(list(bare)), recorded "
                + (longest.map { "for \(second(10 * $0))" } ?? "until the current rests") + first,
            at: Place(bias_V: bare.count == 1 ? bare[0] : nil), voltages_V: bare,
            duration_s: longest.map { 10 * $0 * Double(bare.count) }, decides: missing, expected_s: s,
            bound: log(evidence.options.k_L2))
    }

    /// Levels held until they are steady, where a resistance or a current at rest is missing.
    func heldLevels() -> NextMeasurement? {
        let missing = steadyMissing.filter { isTimed($0) }
        let voltages = distinct(missing.compactMap { $0.at.bias_V ?? $0.at.V })
        let dwells = voltages.compactMap { V in times.time_s(at: V).map { 5 * $0.value } }
        guard let longest = dwells.max() else { return nil }
        let s = hypot(evidence.options.s_sys_R, hypot(relativeError("impedance.R_dc"), 0.02))
        return make(
            .steady,
            "step-and-hold current-voltage points at and 25 mV around \(list(voltages)), each held for \(second(longest)) "
                + "(5 τ) and more", voltages_V: voltages, duration_s: 5 * dwells.reduce(0, +), decides: missing,
            expected_s: s, bound: log(evidence.options.k_L1))
    }

    /// Points in a state that is kept: too slow to move while they are taken.
    func keptState() -> NextMeasurement? {
        let missing = steadyMissing.filter { !isTimed($0) && $0.at.state != nil }
        let voltages = distinct(missing.compactMap { $0.at.bias_V ?? $0.at.V })
        let states = Array(Set(missing.compactMap(\.at.state))).sorted()
        guard !voltages.isEmpty else { return nil }
        let s = hypot(evidence.options.s_sys_R, hypot(relativeError("impedance.R_dc"), 0.02))
        return make(
            .steady,
            "current-voltage points at and 25 mV around \(list(voltages)) in the state \(states.joined(separator: ", then "))"
                + ", without switching it", at: Place(state: states.count == 1 ? states[0] : nil), voltages_V: voltages,
            decides: missing, expected_s: s, bound: log(evidence.options.k_L1))
    }

    private var steadyMissing: [LinkResult] {
        open(["L1", "L9"], saying: "steady I-V") + open(["L8"], saying: "a steady loop")
            + open(["L1", "L9"], saying: "step-and-hold") + open(["L8"], saying: "slow loop with")
    }

    private func isTimed(_ result: LinkResult) -> Bool {
        (result.at.bias_V ?? result.at.V).map { times.time_s(at: $0) != nil } ?? false
    }

    /// Loops at two slow rates, for the low-frequency capacitance and its change of sign.
    func slowLoops() -> NextMeasurement? {
        let missing =
            open(["L4"], saying: "slow rates") + open(["L7"], saying: "a slow loop")
            + open(["L7"], saying: "a steady loop")
        guard !missing.isEmpty, let slowest = times.points.map(\.logTau).max() else { return nil }
        let reach = reach_V ?? stepRange ?? (0, 0.5)
        // In 10 mV the loop waits for five memory times.
        let v = 0.010 / (5 * exp(slowest))
        let width = 2 * (max(reach.high, 0) - min(reach.low, 0))
        let s = hypot(evidence.options.s_sys_C_lf, 0.05)
        return make(
            .iv, "loops at \(rate(v)) and \(rate(2 * v)), three cycles each", at: Place(rate_V_per_s: v),
            duration_s: 4.5 * width / v, decides: missing, expected_s: s, bound: evidence.options.k_L4 - 1)
    }

    /// Loops around the rate of the largest area.
    func rates() -> NextMeasurement? {
        let missing = open(["L6"], saying: "both sides")
        guard !missing.isEmpty, let reach = reach_V else { return nil }
        let end = abs(reach.high) >= abs(reach.low) ? reach.high : reach.low
        guard let tau = times.time_s(at: 0.75 * end)?.value, end != 0 else { return nil }
        let peak = 0.592 * abs(end) / tau
        let have = evidence.metrics("hysteresis.area").compactMap(\.at.rate_V_per_s)
        // Rates on both sides that show no largest area will not do so when repeated: the activation has a threshold.
        guard !((have.min() ?? peak) < 0.6 * peak && (have.max() ?? peak) > 1.7 * peak) else { return nil }
        let width = 2 * (reach.high - reach.low)
        return make(
            .iv, "loops at five rates from \(rate(peak / 5)) to \(rate(5 * peak))", at: Place(rate_V_per_s: peak),
            duration_s: 2 * width / peak * 8, decides: missing, expected_s: hypot(evidence.options.s_sys_tau, 0.2),
            bound: log(evidence.options.k_L6))
    }

    /// A second way to the time at 0 V.
    func atRest() -> NextMeasurement? {
        let missing = open(["L10"], saying: "two of") + open(["L12"], saying: "two sources")
        guard !missing.isEmpty else { return nil }
        let known = evidence.metrics("volatility.tau_at_0V").filter { $0.at.definition != "pooled" && $0.value > 0 }
        let tau = known.first { $0.bound == nil }?.value
        let s = hypot(evidence.options.s_sys_tau, 0.1)
        let bound = log(evidence.options.k_L10)
        if known.contains(where: { $0.at.definition == "retention" }) {
            let end = reach_V.map { abs($0.high) >= abs($0.low) ? $0.high : $0.low } ?? 0.5
            let levels = [0.1, 0.25, 0.4, 0.6, 0.8, 1].map { DecimalPlaces.millivolts($0 * end) }
            let longest = levels.compactMap(time_s).max() ?? tau
            return make(
                .transient,
                "steps from 0 V to \(list(levels.sorted()))"
                    + (longest.map { ", each for \(second(5 * $0)) and back to 0 V" } ?? ""),
                voltages_V: levels.sorted(), duration_s: longest.map { 10 * $0 * Double(levels.count) },
                decides: missing, expected_s: s, bound: bound)
        }
        let record = tau.map { 5 * $0 } ?? evidence.options.t_req_s / 3
        return make(
            .retention,
            "retention: a write, then short reads spread over \(second(record)) by their logarithm, with less than 1 % of "
                + "the time under voltage", duration_s: record, decides: missing, expected_s: s, bound: bound)
    }
}
