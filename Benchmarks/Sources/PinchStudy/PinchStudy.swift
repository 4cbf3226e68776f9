import Diagnostics
import Findings
import Glibc
import Simulate

/// Measures how often the analysis of the sample devices is right, over many seeds of the instrument's noise.
///
/// Prints a Markdown document (docs/study.md is one); what misses a target is marked.
@main
struct PinchStudy {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let seeds = arguments.first.flatMap { UInt64($0) } ?? 200
        let isDetailed = arguments.contains("--all")
        let ids = arguments.dropFirst().filter { !$0.hasPrefix("--") }
        do {
            if arguments.contains("--show") {
                // One device in detail: seed, then the fault's name if there is one.
                let fault = arguments.compactMap { PlantedFault(rawValue: $0) }.first
                for line in try TrialDetail.lines(seed: seeds, fault: fault) { print(line) }
                return
            }
            if arguments.contains("--trials") {
                let study = try await TrialStudy.run(devices: seeds)
                let files = try await IndependentStudy.run(devices: seeds, script: script)
                print(TrialReport(study: study, independent: files).text)
                if isDetailed { for line in (study.tallies + (files?.tallies ?? [])).flatMap(\.strays) { print(line) } }
                return
            }
            if arguments.contains("--joint") {
                print(try await JointStudy.run(devices: seeds).text)
                return
            }
            let devices = try sampleBenches(Array(ids)).map { StudyDevice(bench: $0) }
            let tallies = await count(devices, seeds: seeds)
            var report = StudyReport(seeds: seeds, devices: devices, tallies: tallies, isDetailed: isDetailed)
            if ids.isEmpty {
                report.files = try FilesCheck.run(devices, seed: 1)
                report.trials = try await TrialStudy.run(devices: seeds)
                report.joint = try await JointStudy.run(devices: seeds / 2)
                report.independent = try await IndependentStudy.run(devices: seeds, script: script)
            }
            print(report.text)
        } catch {
            for finding in (error as? Failure)?.findings ?? [] { print(finding.message) }
            exit(1)
        }
    }

    /// The generator that shares no code, from the project's root, where `Tools/study` runs this program.
    private static let script = "Tests/Independent/generate.py"

    /// Analyzes every device with every seed, a lane a core; the sums do not depend on who did what.
    static func count(_ devices: [StudyDevice], seeds: UInt64) async -> [DeviceTally] {
        // What depth full adds (densities of times, one model for all) no count below rests on.
        var chosen = DiagnoseOptions()
        chosen.depth = .screen
        let options = chosen
        let lanes = UInt64(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return await withTaskGroup(of: [DeviceTally].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    devices.map { study in
                        var tally = DeviceTally()
                        for seed in stride(from: 1 + lane, through: seeds, by: Int(lanes)) {
                            let device = study.device(seed: seed)
                            let analysis = diagnose(device, options: options)
                            study.count(analysis, of: device, into: &tally)
                        }
                        return tally
                    }
                }
            }
            var sums = devices.map { _ in DeviceTally() }
            for await part in group { for i in sums.indices { sums[i].merge(part[i]) } }
            return sums
        }
    }
}
