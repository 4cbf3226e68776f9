public import Findings
public import Measurements

/// The same measured numbers under two devices: statistics would count one device as two.
///
/// Holds a hash and a place for each recording, so that devices need not be held.
public struct SharedDevices: Sendable {
    /// What is kept of one recording.
    public struct Mark: Sendable, Hashable {
        fileprivate var hash: UInt64
        fileprivate var count: Int
        fileprivate var device: String
        fileprivate var place: SourcePosition
    }

    /// The marks of a device's recordings; those with too few samples to be told apart give none.
    public static func marks(_ device: Device) -> [Mark] {
        device.recordings.filter { $0.data.count >= 10 }.map { recording in
            Mark(
                hash: RecordingIdentity.hash(of: recording.data), count: recording.data.count, device: device.id,
                place: recording.provenance.position(of: 0))
        }
    }

    /// What is to be said of marks, one finding for two devices however many recordings they share.
    public static func findings(_ marks: [Mark]) -> [Finding] {
        struct Key: Hashable {
            var hash: UInt64
            var count: Int
        }
        struct Pair: Hashable {
            var first: String
            var second: String
        }
        var seen: [Key: Mark] = [:]
        var shared: [Pair: Int] = [:]
        var found: [(pair: Pair, first: Mark, second: Mark)] = []
        for mark in marks {
            guard let first = seen[Key(hash: mark.hash, count: mark.count)] else {
                seen[Key(hash: mark.hash, count: mark.count)] = mark
                continue
            }
            guard first.device != mark.device else { continue }
            let pair = Pair(first: first.device, second: mark.device)
            if shared[pair] == nil { found.append((pair, first, mark)) }
            shared[pair, default: 0] += 1
        }
        return found.map { item in
            let count = shared[item.pair] ?? 1
            return Finding(
                kind,
                "\(count == 1 ? "a recording" : "\(count) recordings") of device \"\(item.pair.second)\" "
                    + "\(count == 1 ? "has" : "have") the numbers of device \"\(item.pair.first)\", all equal",
                at: item.second.place, fix: "take it from one of the two, or give both files to one device",
                notes: [Finding.Note("first here", at: item.first.place)])
        }
    }

    static let kind = FindingKind(
        "device.shared-numbers", .warning,
        "The same measured numbers stand under two devices: one file was copied or named wrongly, and statistics would "
            + "count one device twice.")
}
