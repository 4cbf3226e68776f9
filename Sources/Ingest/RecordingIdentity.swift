internal import Findings
internal import Measurements

/// Ids of recordings from their numbers: independent of names, order and time.
enum RecordingIdentity {
    /// Recordings with ids, sorted by kind and id; the same numbers twice are kept once, with a finding.
    static func identified(_ recordings: [Recording], _ findings: inout [Finding]) -> [Recording] {
        var kept: [(recording: Recording, hash: UInt64)] = []
        // Places among the kept by hash, so that a device of many recordings takes no longer for each.
        var places: [UInt64: [Int]] = [:]
        for recording in recordings.sorted(by: precedes) {
            let hash = hash(of: recording.data)
            if let twin = places[hash]?.first(where: { kept[$0].recording.data == recording.data }) {
                findings.append(.duplicate(recording.provenance, kept[twin].recording.provenance))
            } else {
                places[hash, default: []].append(kept.count)
                kept.append((recording, hash))
            }
        }
        // How many recordings share the beginning of an id; it is made longer until none does.
        var shared: [String: Int] = [:]
        for (recording, hash) in kept {
            for digits in stride(from: 4, to: 16, by: 4) { shared[id(recording, hash, digits), default: 0] += 1 }
        }
        var result = kept.map(\.recording)
        for (i, (recording, hash)) in kept.enumerated() {
            let digits = stride(from: 4, to: 16, by: 4).first { shared[id(recording, hash, $0)] == 1 } ?? 16
            result[i].id = id(recording, hash, digits)
        }
        return result.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
    }

    /// Order that decides which of two equal recordings is kept: by file, then line.
    static func precedes(_ a: Recording, _ b: Recording) -> Bool {
        (a.provenance.file, a.provenance.firstLine ?? 0) < (b.provenance.file, b.provenance.firstLine ?? 0)
    }

    /// FNV-1a over the bits of the numbers, mixed so that its first digits differ too.
    static func hash(of data: RecordingData) -> UInt64 { hash(of: columns(of: data)) }

    /// The same of columns of numbers.
    static func hash(of columns: [[Double]]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for column in columns {
            for value in column {
                // Zero has two signs and one meaning.
                hash = (hash ^ (value == 0 ? 0 : value.bitPattern)) &* 0x0000_0100_0000_01B3
                hash ^= hash >> 29
            }
            hash = (hash ^ UInt64(column.count)) &* 0x0000_0100_0000_01B3
        }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return hash ^ (hash >> 31)
    }

    private static func columns(of data: RecordingData) -> [[Double]] {
        switch data {
        case .sweep(let sweep): [sweep.voltage_V, sweep.current_A, sweep.time_s]
        case .trace(let trace): [trace.voltage_V, trace.current_A, trace.time_s]
        case .spectrum(let spectrum): [spectrum.frequency_Hz, spectrum.real_ohm, spectrum.imaginary_ohm]
        case .reads(let reads): [reads.index, reads.time_s, reads.pulse_V, reads.read_V, reads.conductance_S]
        }
    }

    private static func id(_ recording: Recording, _ hash: UInt64, _ digits: Int) -> String {
        recording.kind.rawValue + "-" + text(hash, digits)
    }

    private static func text(_ hash: UInt64, _ digits: Int) -> String {
        let hex = String(hash, radix: 16)
        return String((String(repeating: "0", count: 16 - hex.count) + hex).prefix(digits))
    }
}

extension Finding {
    fileprivate static func duplicate(_ second: Provenance, _ first: Provenance) -> Finding {
        let isOneFile = first.file == second.file
        return Finding(
            RecordingFindings.duplicate,
            (isOneFile ? "numbers of this file stand in it" : "the same numbers as in \"\(first.file)\" stand here")
                + " again; they are used once",
            at: SourcePosition(file: second.file, line: second.firstLine),
            fix: isOneFile
                ? "look at the second place: a block was written twice, or the instrument sent old readings"
                : "remove one of the two files, or correct the one that was mixed up",
            notes: [Finding.Note("first here", at: SourcePosition(file: first.file, line: first.firstLine))])
    }
}
