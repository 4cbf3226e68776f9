import Diagnostics
import Measurements
import Simulate

/// What the links said of many devices with one fault, or without.
struct TrialTally: Sendable {
    /// Results by link.
    var links: [String: VerdictTally] = [:]
    /// Devices in which a link was inconsistent at least once.
    var raised: [String: Int] = [:]
    /// Devices in which the fault's own link caught it.
    var caught = 0
    /// Devices in which a link that has nothing to do with the fault was inconsistent.
    var strayed = 0
    var devices = 0
    /// What was raised that should not be, for those who look into it.
    var strays: [String] = []

    mutating func merge(_ other: TrialTally) {
        links.merge(other.links) { a, b in
            var sum = a
            sum.merge(b)
            return sum
        }
        raised.merge(other.raised, uniquingKeysWith: +)
        caught += other.caught
        strayed += other.strayed
        devices += other.devices
        strays += other.strays
    }

    /// Counts the links of one device.
    mutating func add(_ results: [LinkResult], fault: PlantedFault?, device: String) {
        devices += 1
        for result in results { links[result.id, default: VerdictTally()].counts[result.verdict, default: 0] += 1 }
        let failed = Set(results.filter { $0.verdict == .inconsistent }.map(\.id))
        for id in failed { raised[id, default: 0] += 1 }
        if let fault, Self.catches(fault, results) {
            caught += 1
        } else if let fault {
            strays.append(
                "\(device) not caught: "
                    + results.filter { $0.id == fault.link }.map { "\($0.verdict.rawValue) (\($0.reason))" }.joined(
                        separator: "; "))
        }
        let known = fault.map { $0.relatives.union([$0.link]) } ?? []
        let others = results.filter { $0.verdict == .inconsistent && !known.contains($0.id) }
        if !others.isEmpty { strayed += 1 }
        strays += others.map {
            "\(device) \(fault?.rawValue ?? "sound"): \($0.id) at \($0.at.entries.map { "\($0.key)=\($0.text)" }.joined(separator: " ")): \($0.reason)"
        }
    }

    /// Whether the fault's own link says so: inconsistent, or of what was not steady, that it was not.
    ///
    /// A curve whose holds are too short is not compared at all (THEORY G.3, L1, L8): what counts is that it says why, and
    /// that nowhere it was taken for steady.
    static func catches(_ fault: PlantedFault, _ results: [LinkResult]) -> Bool {
        let own = results.filter { $0.id == fault.link }
        if own.contains(where: { $0.verdict == .inconsistent }) { return true }
        guard fault == .sweptTooFast else { return false }
        let unsteady = own.filter { $0.verdict == .notTested && $0.reason.contains("a steady loop") }
        return !unsteady.isEmpty && !own.contains { $0.verdict == .consistent || $0.verdict == .smallBias }
    }
}

/// Many devices drawn at random, sound and with each fault.
struct TrialStudy: Sendable {
    let devices: UInt64
    /// Sound devices first, then each fault in order.
    var tallies: [TrialTally]

    static func run(devices: UInt64) async throws -> TrialStudy {
        let cases: [PlantedFault?] = [nil] + PlantedFault.allCases
        let parts = try await Lanes.each(devices) { seed in
            let trial = try TrialDevice(seed: seed)
            return try cases.map { fault in
                var options = DiagnoseOptions()
                options.depth = .screen
                var tally = TrialTally()
                let links = diagnose(try trial.device(with: fault), options: options).links
                tally.add(links, fault: fault, device: trial.id)
                return tally
            }
        }
        var sums = cases.map { _ in TrialTally() }
        for part in parts { for i in sums.indices { sums[i].merge(part[i]) } }
        return TrialStudy(devices: devices, tallies: sums)
    }
}
