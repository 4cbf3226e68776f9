import Files
import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Ingest

/// What a sheet says of a file reaches its reader, and the reader's word is not undone.
@Suite struct SheetReachesReaderTests {
    private func read(_ fixture: String, _ row: String, _ cells: String) throws -> IngestedDevice {
        let scratch = try ScratchFolder()
        let name = String(fixture.split(separator: "/").last ?? "")
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: Fixtures.path(fixture))))
        try AtomicWrite.write(bytes, to: scratch.path + "/" + name)
        try scratch.file("samples.csv", "device;file;\(row)\nD;\(name);\(cells)\n")
        let entry = try #require(try survey([scratch.path], options: IngestOptions()).entries.first)
        return ingest(entry, options: IngestOptions())
    }

    @Test func `a read voltage makes currents of a cycling sheet into reads`() throws {
        let without = try read("clarius-workbook/cycling.xlsx", "batch", "")
        let with = try read("clarius-workbook/cycling.xlsx", "read_V", "0.2")
        #expect(without.findings.contains { $0.code == "clarius.read-voltage" })
        #expect(!with.findings.contains { $0.code == "clarius.read-voltage" })
        #expect(with.device.recordings.count > without.device.recordings.count)
        #expect(with.device.recordings.contains { $0.conditions.read_V == 0.2 })
    }

    @Test func `an area makes a density into a current`() throws {
        let device = try read("hzb-mpp/stamps_without_area.csv", "area_cm2", "0.16")
        let recording = try #require(device.device.recordings.first)
        guard case .trace(let trace) = recording.data else { return #expect(Bool(false)) }
        // 19 mA/cm2 on 0.16 cm2, out of the cell.
        #expect(abs((trace.current_A.first ?? 0) + 3.04e-3) < 1e-12 && recording.conditions.area_m2 == 0.16 * 1e-4)
        #expect(trace.time_s[1] == 0.75 && trace.time_s.last == 8.25, "midnight lies between the rows")
    }

    @Test func `a J-V sign that its curves settled is not turned back`() throws {
        let plain = try read("hzb-pixel-jv/photovoltaic_sign_comma.txt", "batch", "")
        let stated = try read("hzb-pixel-jv/photovoltaic_sign_comma.txt", "sign", "photovoltaic")
        #expect(plain.device.recordings.first?.data == stated.device.recordings.first?.data)
    }

    @Test func `a photovoltaic sign that the curves contradict is told and not obeyed`() throws {
        let plain = try read("hzb-pvcomb-jv/reverse_contradicts_header.txt", "batch", "")
        let stated = try read("hzb-pvcomb-jv/reverse_contradicts_header.txt", "sign", "photovoltaic")
        #expect(plain.device.recordings.first?.data == stated.device.recordings.first?.data)
        #expect(stated.findings.contains { $0.code == "conditions.contradiction" })
    }
}

@Suite struct OverflowMarkTests {
    @Test func `marks in any unit are seen, other large numbers are not`() {
        for value in [9.9e37, -9.91e37, 9.91e34, 9.9e31, 9.91e28, Double(Float(9.91e37))] {
            #expect(OverflowMark.stands(value), "\(value)")
        }
        for value in [0, 1e30, 9.8e37, 9.95e37, 1e40, -1e12, Double.infinity] { #expect(!OverflowMark.stands(value)) }
    }

    @Test func `samples with a mark are left out with a word, whatever the reader`() throws {
        var trace = TraceBuilder(
            time_s: [0, 1, 2, 3], voltage_V: [0, 0.1, 0.2, 0.3], current_A: [0, 1e-6, 9.91e37, -9.9e37],
            lines: [4, 5, 6, 7])
        trace.stated = TraceShape.Verdict(kind: .iv, reason: "test")
        var findings: [Finding] = []
        let recording = try trace.recording(Provenance(file: "x"), &findings)
        #expect(recording.data.count == 2 && findings.map(\.code) == ["table.overflow"])
        #expect(findings.first?.position?.line == 6 && findings.first?.message.hasPrefix("2 of 4") == true)
    }
}

@Suite struct SignAdviceTests {
    /// An inductor, which most files with a turned sign look like.
    private let rows = (0..<8).map { "\(1000 - 100 * $0),100,\(8 - $0)" }.joined(separator: "\n") + "\n"

    private func fix(_ text: String, _ name: String, columns: String? = nil) -> String? {
        var options = ReadOptions()
        options.columns = columns
        let bytes = Array(text.utf8)
        let reading = BytesReading(bytes.span, FileSource(name: name, options: options), nil)
        return reading.result.findings.first { $0.code == "impedance.sign" }?.fix
    }

    @Test func `a plain table is told what to type, and the advice turns the sign`() throws {
        let advice = try #require(fix("f/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + rows, "a.csv"))
        #expect(advice.hasSuffix("--columns \"f=1;ReZ=2;-ImZ=3\""), "\(advice)")
        #expect(fix("f/Hz,Re(Z)/Ohm,Im(Z)/Ohm\n" + rows, "a.csv", columns: "f=1;ReZ=2;-ImZ=3") == nil)
    }

    @Test func `a minus that stands already is turned by another`() {
        let turned = rows.replacing(",100,", with: ",100,-")
        let advice = fix("f/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n" + turned, "a.csv")
        #expect(advice?.hasSuffix("\"f=1;ReZ=2;-ImZ=3\"") == true, "\(advice ?? "")")
        #expect(fix("f/Hz,Re(Z)/Ohm,-Im(Z)/Ohm\n" + turned, "a.csv", columns: "f=1;ReZ=2;-ImZ=3") == nil)
    }

    @Test func `a format whose columns nobody names is told something else`() throws {
        let read = Fixtures.read("keysight-e4990a/ls_q_memory.csv").0
        let finding = try #require(read.findings.first { $0.code == "impedance.sign" })
        #expect(finding.fix?.contains("--columns") == false)
    }
}

@Suite struct KnownAndNotReadTests {
    @Test(arguments: [
        ("a.isc", [UInt8](repeating: 0, count: 64)),
        ("b.zmx", Array("<?xml version=\"1.0\"?><zahner-measurement><dataset/></zahner-measurement>".utf8)),
        ("c.xml", Array("<?xml version=\"1.0\"?><zahner-measurement><dataset/></zahner-measurement>".utf8)),
    ])
    func `Zahner's other files are refused with the export to use`(name: String, bytes: [UInt8]) throws {
        let fault = try #require(reading(bytes, name).failure?.findings.first)
        #expect(fault.code == "format.not-read" && fault.fix?.contains("Export ASCII") == true)
    }
}

@Suite struct RestTrackTests {
    @Test func `rests of a bias series are a trace, its spectra stay spectra`() throws {
        let read = Fixtures.read("biologic-mpt/speis_settling.mpt").0
        #expect(read.recordings.map(\.kind) == [.impedance, .impedance, .impedance, .transient])
        guard case .trace(let trace) = read.recordings.last?.data else { return #expect(Bool(false)) }
        #expect(trace.time_s.count == 36 && trace.voltage_V[12] == 0.2 && trace.current_A[12] == 3e-4)
        #expect(read.findings.map(\.code).contains("eclab.error-flag"))
    }

    @Test func `a rest at one voltage is no measurement`() {
        let read = Fixtures.read("princeton-text/parstat_after_rest.txt").0
        #expect(!read.findings.map(\.code).contains("impedance.rest-track"))
    }
}

@Suite struct ClockTimesTests {
    @Test func `dates count seconds over midnight and leap days`() throws {
        let a = try #require(ClockTimes.seconds("2024-02-28 23:59:59.5"))
        let b = try #require(ClockTimes.seconds("2024-03-01T00:00:00"))
        #expect(b - a == 86400.5, "29 February lies between")
        #expect(ClockTimes.seconds("1970-01-01 00:00:01") == 1)
        #expect(ClockTimes.seconds("21.11.2024 12:00:00") == nil && ClockTimes.seconds("12:00:00") == nil)
    }
}

@Suite struct PlainReadsTests {
    private func reads(_ name: String) throws -> (reads: [ReadSeries], states: [String?], codes: [String]) {
        let read = Fixtures.read("plain-table/" + name).0
        let series = try read.recordings.map { recording in
            guard case .reads(let reads) = recording.data else { throw NotReads() }
            return reads
        }
        return (series, read.recordings.map(\.conditions.state), read.findings.map(\.code))
    }

    private struct NotReads: Error {}

    @Test func `states row by row are a recording each, with the cycle as index`() throws {
        let read = try reads("endurance_states_in_rows.csv")
        #expect(Set(read.states) == ["HRS", "LRS"] && read.reads.allSatisfy { $0.index == (1...20).map(Double.init) })
    }

    @Test func `cycles that did not switch are told of such a table`() throws {
        let recordings = Fixtures.read("plain-table/endurance_states_in_rows.csv").0.recordings
        let found = QualityChecks.findings(together: recordings)
        #expect(found.map(\.code) == ["reads.stuck-cycles"])
        #expect(found.first?.message.contains("4 cycles in a row (7 to 10)") == true, "\(found.first?.message ?? "")")
    }

    @Test func `states side by side, in kiloohm with decimal commas`() throws {
        let read = try reads("endurance_side_by_side_comma.csv")
        let high = try #require(read.states.firstIndex(of: "HRS"))
        #expect(read.reads.count == 2 && abs(1 / read.reads[high].conductance_S[0] / 1e6 - 1) < 0.11)
    }

    @Test func `currents need the read voltage, which the header states`() throws {
        let read = try reads("endurance_currents.csv")
        let low = try #require(read.states.firstIndex(of: "LRS"))
        #expect(abs(read.reads[low].conductance_S[0] / 1e-3 - 1) < 0.11)
        let bare = reading("cycle,I_OFF (A),I_ON (A)\n1,1e-7,1e-4\n2,1e-7,1e-4\n3,2e-7,1e-4\n", "a.csv")
        let fault = bare.failure?.findings.last
        #expect(fault?.code == "reads.no-voltage" && fault?.fix?.contains("read_V") == true)
    }

    @Test func `two resistances that differ are not chosen from`() {
        let text = "cycle,R (ohm),Resistance (ohm)\n1,100,200\n2,110,210\n3,120,220\n"
        #expect(reading(text, "a.csv").failure?.findings.last?.code == "table.ambiguous-column")
    }
}

/// No finding of the checks where there is nothing: the samples are simulated with noise and have nothing of the kind.
@Suite struct QuietSamplesTests {
    private static let files = ((try? FolderWalk.files(under: SampleFiles.path("SampleData"))) ?? []).filter {
        $0.hasSuffix(".csv") && !$0.hasSuffix("samples.csv") || $0.hasSuffix(".mpt")
    }

    @Test func `the checks of the numbers are silent over the samples`() {
        #expect(Self.files.count > 40)
        let kinds = Set(QualityChecks.kinds.map(\.code))
        var told: [String] = []
        for name in Self.files {
            let file = FileEntry(path: SampleFiles.path("SampleData/" + name), name: name, row: nil, isNamed: true)
            let reading = FileReading(file, options: IngestOptions())
            told += reading.findings.filter { kinds.contains($0.code) }.map { "\(name): \($0.code)" }
        }
        // In both the charging of a capacitance runs against the voltage where the sweep passes 0 V.
        #expect(
            told.sorted() == [
                "reference/RC01/sweep-10V-per-s.mpt: iv.negative-resistance",
                "volatile/P01/sweep-0.005V-per-s.csv: iv.negative-resistance",
            ])
    }
}
