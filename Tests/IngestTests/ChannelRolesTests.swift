import Findings
import Foundation
import Measurements
import Testing

@testable import Ingest

/// What only the user can say of a file: channels, sense resistors, layouts.
@Suite struct ChannelRolesTests {
    private func read(_ fixture: String, columns: String?) throws -> BytesReading {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(fixture))))
        var source = FileSource(name: fixture)
        source.options.columns = columns
        return BytesReading(bytes.span, source, nil)
    }

    private let scope = "oscilloscope-csv/step_without_roles.csv"

    @Test func `an oscilloscope's file without roles is refused with its channels and what to type`() throws {
        let finding = try #require(try read(scope, columns: nil).failure?.findings.last)
        #expect(finding.code == "channels.roles" && finding.message.contains("\"1\" in Volt, \"2\" in Volt"))
        #expect(finding.fix?.contains("--columns \"V=1;I=2/50\"") == true)
        let noShunt = try #require(try read(scope, columns: "V=1;I=2").failure?.findings.last)
        #expect(noShunt.code == "channels.roles" && noShunt.message.hasPrefix("channel \"2\" is in Volt"))
        #expect(try read(scope, columns: "V=1;I=3/50").failure?.findings.last?.code == "columns.missing")
    }

    @Test(arguments: ["V=1;I=2/50", "V=CH1;I=CH2/50", "I=ch2/50;V=1"])
    func `channels go by name or number, the sense resistor makes the current`(columns: String) throws {
        let reading = try read(scope, columns: columns)
        guard case .trace(let trace) = try #require(reading.result.recordings.first).data else {
            return #expect(Bool(false), "a trace")
        }
        #expect(trace.time_s.first == -2e-3 && trace.voltage_V.last == 0.004)
        // 1 V over the device gives 1 mA at once: 50 mV over 50 ohm.
        let step = try #require(trace.voltage_V.firstIndex { $0 > 0.5 })
        #expect(abs(trace.current_A[step] - 1e-3) < 1e-9)
        #expect(reading.result.findings.map(\.code) == ["channels.shunt-in-voltage", "channels.offset"])
        #expect(reading.result.findings.last?.message.contains("4.000\u{A0}mV") == true)
        #expect(reading.result.recordings.first?.conditions.settings?["sense resistor, ohm"] == "50.0")
    }

    @Test func `the drop over the sense resistor is taken from the drive where the user says so`() throws {
        let reading = try read(scope, columns: "V=1-2;I=2/50")
        guard case .trace(let trace) = try #require(reading.result.recordings.first).data else {
            return #expect(Bool(false), "a trace")
        }
        let step = try #require(trace.voltage_V.firstIndex { $0 > 0.5 })
        #expect(abs(trace.voltage_V[step] - (1.004 - 0.05)) < 1e-12)
        #expect(reading.result.findings.map(\.code) == ["channels.offset"])
    }

    @Test func `a row with empty channels is left out with a word`() throws {
        let result = try read("oscilloscope-csv/empty_channels.csv", columns: "V=1-2;I=2/50").result
        #expect(result.recordings.first?.data.count == 60)
        #expect(result.findings.map(\.code) == ["table.empty-cell", "channels.offset"])
        #expect(result.findings.first?.position?.line == 63)
    }

    @Test func `an RRAM table is refused until its layout is named`() throws {
        let name = "rram-table/sweep_without_word.csv"
        let refused = try #require(try read(name, columns: nil).failure?.findings.last)
        #expect(refused.code == "rram.layout" && refused.fix?.contains("layout=cycling") == true)
        let wrong = try #require(try read(name, columns: "layout=sweeps").failure?.findings.last)
        #expect(wrong.fix?.hasPrefix("did you mean \"sweep\"?") == true)
    }

    @Test func `a sweep of an RRAM array keeps a negative resistance and tells cells apart`() throws {
        let recordings = try read("rram-table/sweep_without_word.csv", columns: "layout=sweep").result.recordings
        #expect(recordings.count == 2 && recordings.map(\.kind) == [.pulses, .pulses])
        guard case .reads(let reads) = recordings[1].data else { return #expect(Bool(false), "reads") }
        #expect(recordings[1].conditions.state == "cell 18" && reads.conductance_S[2] == 1 / -2e6)
        #expect(reads.pulse_V == [1, 1.1, 1.2, 1.3, 1.4].map { $0 == 1 ? 1 : $0 } && reads.width_s[0] == 100 * 1e-9)
    }

    @Test func `a cycling table gives both states of each cell, whatever the length of its row`() throws {
        let recordings = try read("rram-table/cycling_ragged.csv", columns: "layout=cycling").result.recordings
        #expect(
            recordings.map { $0.conditions.state } == [0, 1, 2].flatMap { ["cell \($0), HRS", "cell \($0), LRS"] })
        #expect(recordings.map(\.data.count) == [6, 6, 5, 5, 4, 4])
        #expect(recordings.allSatisfy { $0.kind == .endurance })
    }

    @Test func `columns named one by one make an RRAM table a plain one`() throws {
        let reading = try read("rram-table/sweep_without_word.csv", columns: "V=3;R=6;n=2")
        #expect(reading.failure?.findings.last?.code != "rram.layout")
    }
}

/// J-V files: the sign and the pairs of scans.
@Suite struct JVCurvesTests {
    private func curve(_ sign: Double, top: Double, direction: JVCurve.Direction = .forward) -> JVCurve {
        var curve = JVCurve(pixel: "a", direction: direction)
        curve.voltage_V = [-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1].map { $0 * top }
        curve.current_A = curve.voltage_V.map { sign * (1e-6 * ($0 * $0 * $0 * 100) - 5e-6) }
        return curve
    }

    @Test(arguments: [1.0, 0.3]) func `the sign is found beyond the open-circuit voltage and below it`(top: Double) {
        #expect(PhotovoltaicSign.verdict([curve(1, top: top)])?.isTurned == false)
        #expect(PhotovoltaicSign.verdict([curve(-1, top: top)])?.isTurned == true)
    }

    @Test func `one odd curve among several does not decide, and no curve decides nothing`() {
        let curves = [curve(-1, top: 1), curve(-1, top: 1), curve(1, top: 1)]
        #expect(PhotovoltaicSign.verdict(curves)?.isTurned == true)
        #expect(PhotovoltaicSign.verdict([]) == nil)
    }
}
