import Findings
import Foundation
import Measurements
import Testing

@testable import Ingest

/// Every fixture of every format, damaged in every way: each ends in time, in finite numbers or in a finding with place.
@Suite struct DamagedFilesTests {
    /// Longest time for one damaged file, in a debug build on a busy machine; fixtures are a few kilobytes.
    static let most = Duration.seconds(4)

    /// The fixtures to damage: all, or those whose names hold a word of `PINCH_FIXTURES=arc,hzb`.
    static let fixtures: [String] = {
        let words = (ProcessInfo.processInfo.environment["PINCH_FIXTURES"] ?? "").split(separator: ",")
        return words.isEmpty ? Fixtures.all : Fixtures.all.filter { name in words.contains { name.contains($0) } }
    }()

    private func fixture(_ name: String) throws -> Damage {
        Damage(Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(name)))))
    }

    /// Reads as the whole program does, then with the format forced, and says what is wrong with the answer.
    private func complaint(_ bytes: [UInt8], _ name: String, forced: String?) -> String? {
        let start = ContinuousClock.now
        let reading = reading(bytes, name, forced: forced)
        if ContinuousClock.now - start > Self.most { return "took \(ContinuousClock.now - start)" }
        if let failure = reading.failure {
            let placed = failure.findings.allSatisfy { $0.position?.file == name && !$0.message.isEmpty }
            return placed ? nil : "a finding without place: \(failure.findings)"
        }
        for recording in reading.result.recordings {
            if recording.data.count < 1 { return "an empty recording" }
            if !numbers(recording.data).allSatisfy(\.isFinite) { return "a number that is not finite" }
            if recording.provenance.format.isEmpty { return "no format in the provenance" }
        }
        if reading.result.recordings.isEmpty, reading.result.findings.isEmpty { return "nothing, and not a word" }
        return nil
    }

    private func check(_ damages: [(String, [UInt8])], _ name: String) {
        let own = String(name.split(separator: "/").first ?? "")
        for (i, (label, bytes)) in damages.enumerated() {
            // Now and then another format gets the file, as --input-format allows.
            let other = FileFormats.all[i % FileFormats.all.count].id
            for forced in Damage.isThorough ? [nil, own, other] : [i % 2 == 0 ? nil : i % 9 == 1 ? other : own] {
                if let complaint = complaint(bytes, name, forced: forced) {
                    Issue.record("\(label), read as \(forced ?? "its content says"): \(complaint)")
                }
            }
        }
    }

    @Test(arguments: Self.fixtures) func `cut at every tenth byte`(name: String) throws {
        check(try fixture(name).cuts, name)
    }

    @Test(arguments: Self.fixtures) func `with flipped bytes`(name: String) throws {
        check(try fixture(name).flips(Damage.isThorough ? 1000 : 60), name)
    }

    @Test(arguments: Self.fixtures) func `in another encoding`(name: String) throws {
        check(try fixture(name).encodings, name)
    }

    @Test(arguments: Self.fixtures) func `with its rows in disorder, or without rows`(name: String) throws {
        check(try fixture(name).disorders, name)
    }

    @Test(arguments: Self.fixtures) func `line ends do not change a number`(name: String) throws {
        let damage = try fixture(name)
        let plain = reading(damage.bytes, name).result.recordings
        for (label, bytes) in damage.lineEnds {
            let other = reading(bytes, name).result.recordings
            #expect(other.map(\.data) == plain.map(\.data), "\(label)")
        }
    }

    @Test func `a file cut inside its last row keeps the rows before it`() throws {
        let text = "Voltage (V),Current (A)\n0,0\n0.1,1e-6\n0.2,2e-6\n0.3"
        let result = try PlainTable().read(Array(text.utf8).span, from: FileSource(name: "cut.csv"))
        #expect(result.recordings.first?.data.count == 3)
        #expect(result.findings.contains { $0.code == "table.truncated" && $0.position?.line == 5 })
    }
}
