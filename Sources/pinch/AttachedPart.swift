internal import Diagnostics
internal import Drawing
internal import Findings
internal import Ingest
internal import Measurements

/// A part of a run that can travel inside a PDF, as `--attach` names it.
enum AttachedPart: String, CaseIterable, Sendable {
    /// The device's analysis document.
    case analysis
    /// Each recording as a table in SI units.
    case data

    /// The parts that a list names; `nil` where one of them is none.
    static func parts(_ list: String) -> Set<AttachedPart>? {
        let words = list.split(separator: ",").map(String.init)
        if words == ["none"] { return [] }
        let parts = words.compactMap(AttachedPart.init)
        return parts.isEmpty || parts.count < words.count ? nil : Set(parts)
    }
}

extension Set<AttachedPart> {
    /// The files of a device.
    func files(of device: Device, analysis: Analysis, name: String) throws(Failure) -> [AttachedFile] {
        var files: [AttachedFile] = []
        if contains(.analysis) {
            files.append(
                AttachedFile(
                    name: name + "-analysis.json", mediaType: "application/json",
                    description: "What was measured and found: metrics, links, findings (pinch.analysis/1)",
                    relationship: .data, bytes: try AnalysisFile.json(analysis)))
        }
        if contains(.data) {
            files += device.normalizedTables.map { table in
                AttachedFile(
                    name: table.name + ".csv", mediaType: "text/csv",
                    description: "A recording in SI units and passive sign, with conditions and provenance",
                    relationship: .source, bytes: table.bytes)
            }
        }
        return files
    }
}
