import Files
import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// What a fixture reads as; stands beside it as `name.expected.json`.
struct FixtureExpectation: Codable, Equatable {
    var recordings: [Recording]
    var findings: [Finding]
}

/// The fixtures, found from the folders: a folder a format id.
enum Fixtures {
    static let suffix = ".expected.json"

    static let all: [String] = {
        let root = SampleFiles.path("Tests/Fixtures")
        let ids = Set(FileFormats.all.map(\.id))
        return ((try? FolderWalk.files(under: root)) ?? []).filter { name in
            !name.hasSuffix(suffix) && ids.contains(String(name.split(separator: "/").first ?? ""))
        }
    }()

    static func path(_ name: String) -> String { SampleFiles.path("Tests/Fixtures/" + name) }

    static func read(_ name: String) -> (FixtureExpectation, format: String) {
        let file = FileEntry(path: path(name), name: name, row: nil, isNamed: true)
        let reading = FileReading(file, options: IngestOptions())
        var findings = reading.findings
        let recordings = RecordingIdentity.identified(reading.recordings, &findings)
        return (FixtureExpectation(recordings: recordings, findings: findings), reading.choice?.format.id ?? "")
    }
}

@Suite struct FixtureGoldenTests {
    @Test(arguments: Fixtures.all) func `a fixture reads as its expectation says`(name: String) throws {
        let (found, format) = Fixtures.read(name)
        #expect(name.hasPrefix(format + "/"), "read as \(format)")
        let path = Fixtures.path(name) + Fixtures.suffix
        let mode = ProcessInfo.processInfo.environment["RECORD"] ?? "never"
        if mode == "all" || (mode == "missing" && FilePath.kind(path) == .missing) {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try AtomicWrite.write(Array(try encoder.encode(found)) + [10], to: path)
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let expected = try JSONDecoder().decode(FixtureExpectation.self, from: data)
        #expect(found.findings == expected.findings)
        #expect(found.recordings.count == expected.recordings.count)
        for (a, b) in zip(found.recordings, expected.recordings) {
            var same = a
            same.data = b.data
            #expect(same == b)
            // Reading rounds correctly, so only sines and cosines of polar files may differ in their last bit.
            for (x, y) in zip(numbers(a.data), numbers(b.data)) { #expect(abs(x - y) <= 1e-14 * abs(y)) }
            #expect(numbers(a.data).count == numbers(b.data).count)
        }
    }

    @Test func `every format has fixtures`() {
        for format in FileFormats.all { #expect(Fixtures.all.contains { $0.hasPrefix(format.id + "/") }) }
    }
}

/// All numbers of a recording, one after another.
func numbers(_ data: RecordingData) -> [Double] {
    switch data {
    case .sweep(let sweep): sweep.voltage_V + sweep.current_A + sweep.time_s
    case .trace(let trace): trace.time_s + trace.voltage_V + trace.current_A
    case .spectrum(let spectrum): spectrum.frequency_Hz + spectrum.real_ohm + spectrum.imaginary_ohm
    case .reads(let reads):
        reads.index + reads.time_s + reads.pulse_V + reads.width_s + reads.read_V + reads.conductance_S
    }
}

@Suite struct DamagedFilesTests {
    /// Whether bytes give a result of finite numbers or a failure that says something.
    private func survives(_ bytes: [UInt8], _ name: String, as format: any FileFormat) -> Bool {
        let span = bytes.span
        _ = format.sniff(span)
        do {
            let result = try format.read(span, from: FileSource(name: name))
            return result.recordings.allSatisfy { recording in
                recording.data.count >= 2 && numbers(recording.data).allSatisfy(\.isFinite)
            }
        } catch {
            return !error.findings.isEmpty
        }
    }

    private func owner(_ name: String) throws -> any FileFormat {
        try #require(FileFormats.named(String(name.split(separator: "/").first ?? "")))
    }

    @Test(arguments: Fixtures.all) func `a file cut at every tenth byte gives a result or a finding`(name: String)
        throws
    {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(name))))
        let format = try owner(name)
        for end in stride(from: 0, to: bytes.count, by: 10) {
            #expect(survives(Array(bytes[..<end]), name, as: format), "cut at \(end)")
        }
    }

    @Test(arguments: Fixtures.all) func `a flipped byte gives a result or a finding`(name: String) throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(name))))
        var random = SeededRandom(seed: 7)
        for i in 0..<60 {
            var damaged = bytes
            let at = Int.random(in: 0..<bytes.count, using: &random)
            damaged[at] = UInt8.random(in: 0...255, using: &random)
            // Now and then another format gets the file, as --input-format allows.
            let format = i % 6 == 0 ? FileFormats.all[i / 6 % FileFormats.all.count] : try owner(name)
            #expect(survives(damaged, name, as: format), "byte \(at) became \(damaged[at])")
        }
    }

    @Test func `a file cut inside its last row keeps the rows before it`() throws {
        let text = "Voltage (V),Current (A)\n0,0\n0.1,1e-6\n0.2,2e-6\n0.3"
        let result = try PlainTable().read(Array(text.utf8).span, from: FileSource(name: "cut.csv"))
        #expect(result.recordings.first?.data.count == 3)
        #expect(result.findings.contains { $0.code == "table.truncated" && $0.position?.line == 5 })
    }
}
