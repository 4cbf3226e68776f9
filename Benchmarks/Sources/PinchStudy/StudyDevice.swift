import Circuits
import Diagnostics
import Measurements
import Models
import Simulate

/// A sample device of the study: its measurements for any seed, and the truth about each.
struct StudyDevice: Sendable {
    let bench: SampleBench

    /// What `memory.present` must say.
    var memory: String { bench.model.stateVariables.isEmpty ? "none" : "yes" }

    /// The device as ingestion would make it, without files.
    func device(seed: UInt64) -> Device {
        let recordings = bench.recordings(seed: seed).map { measured in
            var conditions = Conditions()
            conditions.state = measured.state
            conditions.bias_V = measured.bias_V
            conditions.amplitude_V = measured.amplitude_V
            conditions.rate_V_per_s = measured.rate_V_per_s
            conditions.read_V = measured.read_V
            return Recording(
                id: measured.name, kind: measured.kind, data: measured.data, conditions: conditions,
                provenance: Provenance(file: measured.name))
        }
        return Device(
            id: bench.id, batch: bench.batch, statedClass: bench.believedClass,
            recordings: recordings.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) })
    }

    /// The true value of a metric where it stands; `nil` where the study knows none.
    func truth(of metric: Metric) -> Double? {
        guard let V = metric.at.bias_V ?? metric.at.V, let quantity = metric.id.split(separator: ".").last else {
            return nil
        }
        if let state = metric.at.state {
            // A held memory is frozen for a spectrum: what the spectrum can know is the resistance of that state.
            guard quantity == "R_dc", let held = heldState(state) else { return nil }
            let linear = bench.model.linearized(at: V, holding: held)
            return linear.R_s_ohm + linear.R_b_ohm
        }
        let linear = bench.model.linearized(at: V)
        switch quantity {
        case "R_dc": return linear.R_dc_ohm
        case "C_lf": return linear.C_lf_F
        case "tau_k":
            guard let circuit = circuit(linear), let memory = circuit.memoryBranch else { return nil }
            return circuit.branches[memory].time_s
        case "tau_V": return circuit(linear).flatMap { PolesAndZeros($0)?.tau_V_s }
        default: return nil
        }
    }

    /// The circuit of a device whose slow variables do not drive each other; `nil` for others, and for one without any.
    private func circuit(_ linear: Linearization) -> MaxwellCircuit? {
        let slopes = linear.slopes
        let n = slopes.f_x.count
        guard n > 0 else { return nil }
        let isDiagonal = (0..<(n * n)).allSatisfy { $0 / n == $0 % n || slopes.g_x[$0] == 0 }
        guard isDiagonal else { return nil }
        let branches = (0..<n).map { k in
            let rate = -slopes.g_x[k * n + k]
            return MaxwellCircuit.Branch(conductance_S: slopes.f_x[k] * slopes.g_u[k] / rate, time_s: 1 / rate)
        }
        return MaxwellCircuit(
            series_ohm: linear.R_s_ohm, fastConductance_S: slopes.f_u, capacitance_F: linear.C_m_F, branches: branches)
    }

    /// Whether a spectrum reaches low enough for its memory; `nil` where the device has none.
    ///
    /// The criterion is `f_min 2π tau_k ≤ 0.3` with the true time, the slowest where there are several.
    func reaches(_ recording: Recording) -> Bool? {
        guard case .spectrum(let spectrum) = recording.data, let low = spectrum.frequency_Hz.min(),
            let bias_V = recording.conditions.bias_V
        else { return nil }
        let held = recording.conditions.state.flatMap(heldState)
        let linear = held.map { bench.model.linearized(at: bias_V, holding: $0) } ?? bench.model.linearized(at: bias_V)
        guard let tau = bench.model.stateVariables.indices.compactMap({ linear.tau_k_s($0) }).max() else { return nil }
        return low * 2 * Double.pi * tau <= 0.3
    }

    private func heldState(_ name: String) -> [Double]? {
        zip(bench.recordings(seed: 0), bench.heldStates).first { $0.0.state == name }?.1
    }
}
