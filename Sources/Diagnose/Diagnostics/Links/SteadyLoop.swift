internal import Measurements

/// Whether loops are slow enough for what holds of steady curves (THEORY G.3: steady only, as L1).
enum SteadyLoop {
    /// The stretch of voltage within which a sweep counts as dwelling at one bias, V (the pairing tolerance of G.2).
    static let window_V = 0.010

    /// The slowest time at a voltage or between its neighbors, s; `nil` where none is known.
    ///
    /// A slow capacitor beside the memory shows in steps, not in `τ_k`: each source is asked.
    static func time_s(at V: Double, state: String?, _ evidence: Evidence) -> Double? {
        let between = ["impedance.tau_k", "transient.tau_V", "transient.tau"].compactMap {
            MemoryTimes(evidence, state: state, sources: [$0]).time_s(at: V)?.value
        }
        return ([MemoryTime.slowest(at: V, state: state, in: evidence)].compactMap { $0 } + between).max()
    }

    /// What is missing at a voltage, in words; `nil` where the slowest loop dwells five memory times, or no time is known.
    ///
    /// What times differ by between instruments decides nothing here: five of them are meant within that.
    static func missing(at V: Double, state: String?, _ evidence: Evidence) -> String? {
        let rates = evidence.curves("iv.branch-mean").filter { $0.at.state == state }.compactMap(\.at.rate_V_per_s)
        // Beyond the last bias with a time, that of the nearest is better than none.
        let known = time_s(at: V, state: state, evidence) ?? MemoryTimes(evidence, state: state).nearest(to: V)
        guard let rate = rates.filter({ $0 > 0 }).min(), let tau_s = known else { return nil }
        let dwell_s = window_V / rate
        return dwell_s < 5 * tau_s * (1 - evidence.options.s_sys_tau) ? words(dwell_s: dwell_s, tau_s: tau_s) : nil
    }

    /// What is missing where a loop dwells too shortly for a memory time.
    static func words(dwell_s: Double, tau_s: Double) -> String {
        "a steady loop: it spends \(QuantityText.text(dwell_s, unit: .second, digits: 2)) in 10 mV where "
            + "5 τ = \(QuantityText.text(5 * tau_s, unit: .second, digits: 2))"
    }
}
