import Findings
import Foundation
import Ingest
import Measurements
import TestSupport
import Testing

@testable import Simulate

/// What the simulator wrote, the readers read: the same devices, kinds, conditions and numbers.
@Suite struct RoundTripTests {
    @Test func `SampleData reads without a warning, each file as what it is`() throws {
        let survey = try survey([SampleFiles.path("SampleData")], options: IngestOptions())
        #expect(survey.findings.isEmpty, "\(survey.findings.map(\.text))")
        #expect(Set(survey.entries.map(\.id)) == Set(SampleDevices.all.map(\.id)))
        for entry in survey.entries {
            let read = ingest(entry, options: IngestOptions())
            let loud = read.findings.filter { $0.severity > .note }
            #expect(loud.isEmpty, "\(loud.map(\.text).prefix(3))")
            #expect(read.failedFiles == 0)
            let device = try #require(SampleDevices.all.first { $0.id == entry.id })
            let protocols = device.sessions.flatMap(\.protocols)
            let kinds = read.device.recordings.map(\.kind)
            let spectra = protocols.compactMap { $0 as? ImpedanceSeries }.reduce(0) { $0 + $1.biases.count }
            #expect(kinds.count { $0 == .impedance } == spectra, "\(entry.id)")
            let sweeps = protocols.compactMap { $0 as? TriangleSweeps }.reduce(0) { $0 + $1.rates.count }
            #expect(kinds.count { $0 == .iv } == sweeps, "\(entry.id)")
            #expect(kinds.count { $0 == .steady } == protocols.count { $0 is Staircase }, "\(entry.id)")
            #expect(kinds.count { $0 == .retention } == protocols.count { $0 is RetentionReads }, "\(entry.id)")
            #expect(kinds.count { $0 == .pulses } == protocols.count { $0 is PulseTrain }, "\(entry.id)")
        }
    }

    @Test func `every spectrum of SampleData comes back at its bias`() throws {
        let survey = try survey([SampleFiles.path("SampleData")], options: IngestOptions())
        for device in SampleDevices.all {
            let entry = try #require(survey.entries.first { $0.id == device.id })
            let read = ingest(entry, options: IngestOptions()).device.recordings.filter { $0.kind == .impedance }
            for session in device.sessions {
                for series in session.protocols.compactMap({ $0 as? ImpedanceSeries }) {
                    for bias in series.biases {
                        let found = read.contains {
                            abs(($0.conditions.bias_V ?? .nan) - bias.bias_V) < 1e-6
                                && $0.conditions.state == session.stateName
                        }
                        #expect(found, "\(device.id) at \(bias.bias_V) V")
                    }
                }
            }
        }
    }
}
