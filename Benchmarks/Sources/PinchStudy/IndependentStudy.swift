import Diagnostics
import Findings
import Glibc
import Ingest
import Simulate

/// The trials on files that a program of its own wrote, through ingestion: `Tests/Independent/generate.py`, numpy and scipy only.
///
/// Simulator and analysis share the models' code; here nothing is shared but the text of docs/theory.md.
struct IndependentStudy {
    let devices: UInt64
    /// Sound devices first, then each fault in order.
    var tallies: [TrialTally]

    /// Generates and diagnoses devices in batches; `nil` where there is no Python with numpy and scipy.
    ///
    /// - Parameter script: path of the generator.
    static func run(devices: UInt64, script: String) async throws -> IndependentStudy? {
        let python = getenv("PYTHON").map { String(cString: $0) } ?? "python3"
        guard shell("'\(python)' -c 'import numpy, scipy' 2>/dev/null") == 0 else { return nil }
        let cases: [PlantedFault?] = [nil] + PlantedFault.allCases
        let batch: UInt64 = 50
        // Half of the devices of either model, fifty at a time: their files are gone before the next are written.
        let jobs = ["calm", "two-branch"].flatMap { model in
            stride(from: UInt64(1), through: devices / 2, by: Int(batch)).map {
                (model, $0, min(batch, devices / 2 - $0 + 1))
            }
        }
        let parts = try await Lanes.each(UInt64(jobs.count)) { number in
            let (model, first, count) = jobs[Int(number) - 1]
            let root = scratch()
            defer { _ = shell("rm -rf '\(root)'") }
            guard shell("'\(python)' '\(script)' '\(root)' --model \(model) --first \(first) --count \(count)") == 0
            else {
                throw Failure(Finding(.generatorFailed, "\(python) \(script) failed"))
            }
            return try cases.map { try tally(root + "/" + ($0?.rawValue ?? "sound"), $0) }
        }
        var sums = cases.map { _ in TrialTally() }
        for part in parts { for i in sums.indices { sums[i].merge(part[i]) } }
        return IndependentStudy(devices: sums.first.map { UInt64($0.devices) } ?? 0, tallies: sums)
    }

    private static func tally(_ folder: String, _ fault: PlantedFault?) throws -> TrialTally {
        var options = DiagnoseOptions()
        options.depth = .screen
        var tally = TrialTally()
        for entry in try survey([folder], options: IngestOptions()).entries {
            let device = ingest(entry, options: IngestOptions()).device
            tally.add(diagnose(device, options: options).links, fault: fault, device: entry.id)
        }
        return tally
    }

    private static func scratch() -> String {
        var template = Array("/tmp/pinch-study-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func shell(_ command: String) -> Int32 {
        var child = pid_t()
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
        defer { for word in words { free(word) } }
        guard posix_spawn(&child, "/bin/sh", nil, nil, &words, environ) == 0 else { return -1 }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return status
    }
}

extension FindingKind {
    static let generatorFailed = FindingKind("study.generator", .error, "The independent generator did not run.")
}
