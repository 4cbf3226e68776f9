internal import Circuits
internal import Findings
internal import Measurements

/// Plain words for the classes (the readings of THEORY F.3); the classes themselves come from the rates.
extension SpectrumStability {
    /// One sentence over both controls.
    func reading(_ current: ControlVerdict, _ voltage: ControlVerdict, _ slope: NegativeResistance) -> String {
        let text = atFixedCurrent(current, slope)
        if let fate = current.fate, fate == voltage.fate {
            return fate == .stable ? text : text + ", and at fixed voltage too"
        }
        switch voltage.fate {
        case .stable: return text + "; stable at fixed voltage"
        case .unstable: return text + "; oscillates by itself at fixed voltage through R_s"
        case .saddle: return text + "; jumps at fixed voltage"
        case nil: return text + "; not decided at fixed voltage"
        }
    }

    private func atFixedCurrent(_ verdict: ControlVerdict, _ slope: NegativeResistance) -> String {
        guard let fate = verdict.fate else { return "not decided at fixed current" }
        guard fit.circuit.branches.count == 1 else {
            let what = name == .EC3 ? "memory beside a slow capacitor" : "two memories"
            switch fate {
            case .stable: return verdict.kind == .stableFocus ? "\(what), rings at fixed current" : "\(what), quiet"
            case .unstable: return "\(what), oscillates by itself at fixed current"
            case .saddle: return "\(what), jumps at fixed current"
            }
        }
        let amplifies = center.first.time_s < 0
        switch fate {
        case .stable: return stableWords(verdict.kind, amplifies, slope)
        case .unstable:
            if amplifies { return "S-type oscillator: oscillates by itself at fixed current" }
            return "\(center.fast_S < 0 ? "spiking: " : "")oscillates by itself at fixed current"
        case .saddle:
            if amplifies { return "self-amplifying state: jumps at fixed current" }
            if center.fast_S >= 0 { return "N-type negative resistance: jumps at fixed current" }
            return center.first.conductance_S > 0
                ? "bistable: jumps between two states at fixed current" : "negative resistance: jumps at fixed current"
        }
    }

    private func stableWords(_ kind: FixedPoint.Kind, _ amplifies: Bool, _ slope: NegativeResistance) -> String {
        if amplifies { return "S-type negative resistance: stable at fixed current" }
        if slope.word == "hidden" { return "hidden negative resistance, quiet" }
        if center.first.conductance_S < 0 { return "conduction capacitance, quiet" }
        return kind == .stableFocus ? "resonator: an inductive loop that rings" : "synapse-like inductive loop, quiet"
    }

    /// What a reader should know.
    func findings(_ current: ControlVerdict, _ voltage: ControlVerdict, _ slope: NegativeResistance) -> [Finding] {
        var findings: [Finding] = []
        let own = spectrum.control == .voltage ? voltage : current
        if let fate = own.fate, fate != .stable {
            let what = fate == .saddle ? "a saddle" : "unstable"
            findings.append(
                spectrum.finding(
                    .stabilityOwnControl,
                    "the fitted circuit is \(what) under \(own.held.name), in which it was measured (\(own.reason))",
                    fix: "check what the source controlled (column control) and the series resistance"))
        }
        for verdict in [current, voltage] where verdict.fate == .unstable {
            findings.append(
                spectrum.finding(
                    .stabilitySpiking,
                    "oscillates by itself at \(verdict.held.words) (\(verdict.reason))"))
        }
        if ["hidden", "N-type", "S-type"].contains(slope.word) {
            findings.append(
                spectrum.finding(.stabilityNegative, "\(slope.word) negative resistance (\(slope.reason))"))
        }
        return findings
    }
}
