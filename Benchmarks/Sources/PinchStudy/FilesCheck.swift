import Diagnostics
import Findings
import Glibc
import Ingest
import Measurements
import Simulate

/// Whether the way through files gives the same numbers as the way in memory.
struct FilesCheck {
    let device: String
    let metrics: Int
    /// Metrics that only one of the two ways gives.
    let unmatched: Int
    /// Largest difference of a metric, in units of its standard error.
    let largest: Double
    /// The metric of that difference.
    let worst: String

    static func run(_ devices: [StudyDevice], seed: UInt64) throws -> [FilesCheck] {
        try devices.map { try run($0, seed: seed) }
    }

    private static func run(_ study: StudyDevice, seed: UInt64) throws -> FilesCheck {
        var template = Array("/tmp/pinch-study-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        let root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let files = try study.bench.files(seed: seed)
        defer {
            for file in files { unlink(root + "/" + file.path) }
            rmdir(root)
        }
        for file in files {
            guard let stream = fopen(root + "/" + file.path, "w") else { continue }
            _ = file.bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stream) }
            fclose(stream)
        }
        let entry = try survey([root], options: IngestOptions()).entries.first ?? DeviceEntry(id: "")
        let read = ingest(entry, options: IngestOptions()).device
        let a = keyed(diagnose(study.device(seed: seed), options: DiagnoseOptions()))
        let b = keyed(diagnose(read, options: DiagnoseOptions()))
        var (largest, worst) = (0.0, "")
        for (key, metric) in a.sorted(by: { $0.key < $1.key }) {
            guard let other = b[key], let se = metric.se, se > 0 else { continue }
            let difference = abs(metric.value - other.value) / se
            if difference > largest { (largest, worst) = (difference, key) }
        }
        let unmatched = a.keys.filter { b[$0] == nil }.count + b.keys.filter { a[$0] == nil }.count
        return FilesCheck(
            device: study.bench.id, metrics: a.count, unmatched: unmatched, largest: largest, worst: worst)
    }

    /// Metrics by what they are and where they stand; the recordings' ids differ between the two ways.
    private static func keyed(_ analysis: DeviceAnalysis) -> [String: Metric] {
        Dictionary(
            analysis.metrics.map { ($0.id + $0.at.entries.map { " \($0.key)=\($0.text)" }.joined(), $0) },
            uniquingKeysWith: { first, _ in first })
    }
}
