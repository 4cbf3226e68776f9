internal import Files
internal import Findings

/// Ids that are unique in a survey, whatever the order of the INPUTs.
enum UniqueIDs {
    /// Devices sorted by id; those that share an id are told apart by their batch, else by a number.
    static func applied(to entries: [DeviceEntry]) -> [DeviceEntry] {
        var result: [DeviceEntry] = []
        for group in grouped(entries) {
            guard group.count > 1 else {
                result += group
                continue
            }
            let byBatch = Set(group.map(\.batch)).count == group.count && group.allSatisfy { !$0.batch.isEmpty }
            for (i, entry) in group.enumerated() {
                var entry = entry
                let old = entry.id
                entry.id = byBatch ? entry.batch + "-" + old : i == 0 ? old : "\(old)-\(i + 1)"
                entry.findings.append(
                    Finding(
                        SurveyFindings.renamed,
                        "\(group.count) devices are called \"\(old)\"; this one is \"\(entry.id)\"",
                        at: entry.files.first.map { SourcePosition(file: $0.name) },
                        fix: "give each device an id of its own in a sample sheet"))
                result.append(entry)
            }
        }
        result.sort(by: precedes)
        // A new name may meet an old one; count on until all differ.
        var taken: Set<String> = []
        for i in result.indices {
            let base = result[i].id
            var number = 2
            while !taken.insert(result[i].id).inserted {
                result[i].id = "\(base)-\(number)"
                number += 1
            }
        }
        return result.sorted(by: precedes)
    }

    private static func grouped(_ entries: [DeviceEntry]) -> [[DeviceEntry]] {
        var groups: [[DeviceEntry]] = []
        for entry in entries.sorted(by: precedes) {
            if let last = groups.last?.last, last.id == entry.id {
                groups[groups.count - 1].append(entry)
            } else {
                groups.append([entry])
            }
        }
        return groups
    }

    private static func precedes(_ a: DeviceEntry, _ b: DeviceEntry) -> Bool {
        let left = [a.id, a.batch, a.files.first?.name ?? "", a.files.first?.path ?? ""]
        let right = [b.id, b.batch, b.files.first?.name ?? "", b.files.first?.path ?? ""]
        for (x, y) in zip(left, right) where x != y { return FolderWalk.precedes(x, y) }
        return false
    }
}
