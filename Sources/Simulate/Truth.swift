import Measurements
import Models

/// What was put into a simulated device, so that a diagnosis can be held against it: the content of `truth.json`.
struct Truth {
    let device: DeviceUnderTest
    let believedClass: String?
    let files: [WrittenRecordings]

    /// The file.
    func file() -> OutputFileText {
        OutputFileText(path: "truth.json", bytes: Array((json.written() + "\n").utf8))
    }

    private var json: JSONText {
        let model = device.model
        let parameters = zip(model.parameters, model.values).map { ($0.name, JSONText.number($1)) }
        var members: [(String, JSONText)] = [
            ("schema", .text("pinch.truth/1")), ("device", .text(device.id)), ("model", .text(model.id)),
            ("parameters", .object(parameters)), ("seed", .integer(Int(truncatingIfNeeded: device.seed))),
            (
                "noise",
                .object([
                    ("impedance", .number(device.noise.impedance)), ("current", .number(device.noise.current)),
                    ("floor_A", .number(device.noise.floor_A)), ("small_step", .number(device.noise.smallStep)),
                ])
            ),
        ]
        if let believedClass { members.append(("class", .text(believedClass))) }
        members += JSONText.member("tau_at_0V_s", slowestTime_s(at: 0))
        members.append(("memory", .text(model.stateVariables.isEmpty ? "none" : "yes")))
        members.append(("at_bias", .list(biases_V.map { .object(steadyTruth(at: $0)) })))
        members.append(("files", .list(files.map { .object(content(of: $0)) })))
        return .object(members)
    }

    /// Biases of spectra and small steps of devices at rest, rising.
    private var biases_V: [Double] {
        var found: [Double] = []
        for recording in files.flatMap(\.recordings) {
            guard let bias_V = recording.bias_V, recording.state == nil else { continue }
            // A small step's answer in the end is that of its upper level too.
            let levels = recording.kind == .transient ? [bias_V, bias_V + (recording.amplitude_V ?? 0)] : [bias_V]
            for level in levels where !found.contains(where: { abs($0 - level) < 1e-9 }) { found.append(level) }
        }
        return found.sorted()
    }

    private func tau_s(at V: Double) -> Double? {
        device.model.stateVariables.count == 1 ? device.model.linearized(at: V).tau_k_s() : nil
    }

    /// The slowest of the relaxation times, which is what is left of a state in the end.
    private func slowestTime_s(at V: Double) -> Double? {
        let linear = device.model.linearized(at: V)
        return device.model.stateVariables.indices.compactMap { linear.tau_k_s($0) }.max()
    }

    /// Exact small-signal quantities at a bias in the steady state.
    private func steadyTruth(at bias_V: Double) -> [(String, JSONText)] {
        let linear = device.model.linearized(at: bias_V)
        let one = device.model.stateVariables.count == 1
        let values: [(String, Double?)] = [
            ("bias_V", bias_V), ("u_V", linear.point.internal_V), ("I_A", linear.point.current_A),
            ("R_s_ohm", linear.R_s_ohm), ("C_m_F", linear.C_m_F), ("R_b_ohm", linear.R_b_ohm),
            ("R_a_ohm", one ? linear.R_a_ohm() : nil), ("L_a_H", one ? linear.L_a_H() : nil),
            ("tau_k_s", one ? linear.tau_k_s() : nil), ("tau_V_s", linear.tau_V_s), ("tau_I_s", linear.tau_I_s),
            ("R_dc_ohm", linear.R_dc_ohm), ("C_lf_F", linear.C_lf_F),
        ]
        var members = values.flatMap { JSONText.member($0.0, $0.1) }
        if device.model.stateVariables.count > 1 {
            let times = device.model.stateVariables.indices.compactMap { linear.tau_k_s($0) }
            members.append(("slow_times_s", .list(times.map { .number($0) })))
        }
        return members
    }

    private func content(of file: WrittenRecordings) -> [(String, JSONText)] {
        [
            ("file", .text(file.file.path)),
            (
                "recordings",
                .list(
                    file.recordings.map { recording in
                        var members: [(String, JSONText)] = [
                            ("name", .text(recording.name)), ("kind", .text(recording.kind.rawValue)),
                        ]
                        if let state = recording.state { members.append(("state", .text(state))) }
                        members += JSONText.member("bias_V", recording.bias_V)
                        members += JSONText.member("amplitude_V", recording.amplitude_V)
                        members += JSONText.member("rate_V_per_s", recording.rate_V_per_s)
                        members += JSONText.member("read_V", recording.read_V)
                        if case .spectrum(let spectrum) = recording.data, let low = spectrum.frequency_Hz.min() {
                            members.append(("f_min_Hz", .number(low)))
                            members += JSONText.member("tau_k_s", tau_s(at: recording.bias_V ?? 0))
                        }
                        return .object(members)
                    })
            ),
        ]
    }
}
