internal import Glibc
internal import Measurements

/// What had not come to rest when it was measured: told beside every verdict that rests on it (THEORY G.2).
///
/// Bias must have been on for five memory times before a spectrum or a small step. No file says for how long it was, but
/// both betray it: the current before the step still moves, and the spectrum breaks the Kramers-Kronig relations as a
/// drift does. Steady curves state their dwell, and are not used where it is too short.
struct SettlingFlags {
    private var texts: [String: String] = [:]

    init(_ evidence: Evidence) {
        for recording in evidence.device.recordings where recording.kind == .transient {
            texts[recording.id] = Self.step(recording, evidence)
        }
        for drift in evidence.metrics("impedance.kk_drift") {
            guard let id = drift.from.first, let se = drift.se, abs(drift.value) > 4 * se,
                abs(drift.value) > evidence.options.s_sys_R
            else { continue }
            let share = DecimalText.significant(100 * abs(drift.value), digits: 2)
            // No device moves by half of itself and still gives a spectrum: then something else is wrong with it.
            texts[id] =
                abs(drift.value) < 0.5
                ? "the spectrum drifts by \(share) %: the device had not settled"
                : "the spectrum breaks the Kramers-Kronig relations as no drift does: a sign, an order or a range is in doubt"
        }
    }

    /// The result with the flags of its inputs.
    func applied(_ result: LinkResult) -> LinkResult {
        let from = (result.a?.from ?? []) + (result.b?.from ?? [])
        guard !texts.isEmpty, result.verdict != .notTested else { return result }
        var found: [String] = []
        for id in from { if let text = texts[id], !found.contains(text) { found.append(text) } }
        guard !found.isEmpty else { return result }
        var flagged = result
        flagged.flag = found.joined(separator: "; ")
        return flagged
    }

    /// Whether the current before a small step moves by more than its noise and a twentieth of what the step does.
    private static func step(_ recording: Recording, _ evidence: Evidence) -> String? {
        let isSmall = evidence.metrics("transient.tau_V").contains { $0.from == [recording.id] && $0.at.step == 1 }
        guard isSmall, let base = StepBase(recording.id, in: evidence), let drift = base.drift_A else { return nil }
        let final = evidence.metrics("transient.I_final").first { $0.from == [recording.id] && $0.at.step == 1 }
        guard let final, abs(drift.value) > 4 * drift.se, abs(drift.value) > 0.05 * abs(final.value - base.current_A)
        else { return nil }
        return "the current still moved before the step: the device had not settled"
    }
}
