internal import Findings
internal import Measurements

/// Recordings of a device that share their measured numbers and differ in the rest: columns were mixed up in a copy.
///
/// Equal recordings as a whole are `recording.duplicate`.
enum SharedCurrents {
    /// What is to be said of the recordings of a device.
    static func findings(_ recordings: [Recording]) -> [Finding] {
        // By hash, so that a device of many recordings takes no longer for each.
        var seen: [UInt64: [Recording]] = [:]
        var findings: [Finding] = []
        for recording in recordings.sorted(by: RecordingIdentity.precedes) {
            let values = measured(recording.data)
            guard canTell(values) else { continue }
            let hash = RecordingIdentity.hash(of: [values])
            let twin = seen[hash]?.first { other in
                isSpectrum(other) == isSpectrum(recording) && measured(other.data) == values
            }
            if let twin {
                findings.append(.shared(recording, twin))
            } else {
                seen[hash, default: []].append(recording)
            }
        }
        return findings
    }

    /// The numbers that the instrument answered with.
    private static func measured(_ data: RecordingData) -> [Double] {
        switch data {
        case .sweep(let sweep): sweep.current_A
        case .trace(let trace): trace.current_A
        case .spectrum(let spectrum): spectrum.real_ohm + spectrum.imaginary_ohm
        case .reads(let reads): reads.conductance_S
        }
    }

    /// Few or coarse numbers are equal by chance.
    private static func canTell(_ values: [Double]) -> Bool {
        values.count >= 10 && Set(values.prefix(1000)).count * 2 >= min(values.count, 1000)
    }

    static func isSpectrum(_ recording: Recording) -> Bool {
        if case .spectrum = recording.data { true } else { false }
    }

    static let shared = FindingKind(
        "recording.shared-numbers", .warning,
        "Two recordings have the same measured numbers and differ in voltages, times or frequencies, so that one of them "
            + "has the wrong ones.")
}

extension Finding {
    fileprivate static func shared(_ second: Recording, _ first: Recording) -> Finding {
        let name = SharedCurrents.isSpectrum(second) ? "impedances" : "currents"
        return Finding(
            SharedCurrents.shared,
            "the \(name) are those of \"\(first.provenance.file)\" to the last digit, the rest is not",
            at: second.provenance.position(of: 0), fix: "check which of the two was copied, and export it again",
            notes: [Note("first here", at: first.provenance.position(of: 0))])
    }
}
