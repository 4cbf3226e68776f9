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

/// Bytes read as the whole program reads them.
func reading(_ bytes: [UInt8], _ name: String, forced: String? = nil) -> BytesReading {
    BytesReading(bytes.span, FileSource(name: name), forced)
}

/// A text read as the whole program reads it.
func reading(_ text: String, _ name: String) -> BytesReading { reading(Array(text.utf8), name) }
