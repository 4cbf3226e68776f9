import Files
import Findings
import Foundation
import Measurements
import Testing

@testable import Ingest

/// A folder of a test's own, gone with the value.
final class ScratchFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/pinch-ingest-" + UUID().uuidString
        try AtomicWrite.makeFolder(path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ text: String) throws {
        try AtomicWrite.write(text, to: path + "/" + name, creatingFolders: true)
    }
}

private let sweep = "Voltage (V),Current (A)\n0,0\n0.1,1e-6\n0.2,2e-6\n0.1,1.1e-6\n0,0\n"

@Suite struct SurveyTests {
    @Test func `a leaf folder is a device, its parent the batch, loose files a device each`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("lab/B1/D1/a.csv", sweep)
        try scratch.file("lab/B1/D1/README.md", "x")
        try scratch.file("lab/B1/D1/truth.json", "{}")
        try scratch.file("lab/B1/D1/.hidden", "x")
        try scratch.file("lab/B1/D2/b.csv", sweep)
        try scratch.file("lab/loose.csv", sweep)
        let survey = try survey([scratch.path + "/lab"], options: IngestOptions())
        #expect(survey.entries.map(\.id) == ["D1", "D2", "loose"])
        #expect(survey.entries.map(\.batch) == ["B1", "B1", ""])
        #expect(survey.entries[0].files.map(\.name) == ["B1/D1/a.csv"])
        #expect(survey.findings.isEmpty)
    }

    @Test func `the order of the inputs does not matter, and a file named twice counts once`() throws {
        let scratch = try ScratchFolder()
        for name in ["a.csv", "b.csv", "c.csv"] { try scratch.file(name, sweep) }
        let paths = ["a.csv", "b.csv", "c.csv"].map { scratch.path + "/" + $0 }
        let forward = try survey(paths + [paths[0]], options: IngestOptions())
        let backward = try survey(paths.reversed(), options: IngestOptions())
        #expect(forward == backward)
        #expect(forward.entries.map(\.id) == ["a", "b", "c"])
    }

    @Test func `devices of one name are told apart by their batch`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("lab/B1/D1/a.csv", sweep)
        try scratch.file("lab/B2/D1/a.csv", sweep)
        let survey = try survey([scratch.path + "/lab"], options: IngestOptions())
        #expect(survey.entries.map(\.id) == ["B1-D1", "B2-D1"])
        #expect(survey.entries.allSatisfy { $0.findings.map(\.code) == ["device.renamed"] })
    }

    @Test func `a current that the sheet says was held decides the kind`() throws {
        let scratch = try ScratchFolder()
        var text = "t/s,V/V,I/A\n"
        for i in 0..<400 {
            let t = Double(i)
            let V: Double = i < 100 ? 0.4 : 0.5 + 0.1 * exp(-t / 100) * sin(t / 8)
            text += "\(1e-3 * t),\(V),\(i < 100 ? 1e-3 : 1.1e-3)\n"
        }
        try scratch.file("lab/a.csv", text)
        try scratch.file("lab/samples.csv", "device,file,control\nD,a.csv,current\n")
        let entries = try survey([scratch.path + "/lab"], options: IngestOptions()).entries
        let entry = try #require(entries.first)
        let recording = try #require(ingest(entry, options: IngestOptions()).device.recordings.first)
        #expect(recording.kind == .transient && recording.kindReason.hasPrefix("current controlled"))
        #expect(recording.conditions.control == .current)
    }

    @Test func `an empty folder is refused`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("README.md", "nothing")
        #expect {
            _ = try survey([scratch.path], options: IngestOptions())
        } throws: { error in
            (error as? Failure)?.findings.map(\.code) == ["input.empty"]
        }
    }

    @Test func `a missing input is refused by name`() {
        #expect {
            _ = try survey(["/no/such/place"], options: IngestOptions())
        } throws: { error in
            (error as? Failure)?.findings.map(\.code) == ["file.missing"]
        }
    }
}

@Suite struct SampleSheetTests {
    private let options = IngestOptions()

    @Test func `a sheet gives devices, conditions and metadata`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("x/a.csv", sweep)
        try scratch.file(
            "samples.csv",
            "device,file,batch,class,kind,state,bias_V,compliance_A,area_cm2,temperature_C,operator\n"
                + "D1,x/a.csv,B,volatile,iv,formed,,1e-3,0.5,25,\"Ann, B.\"\n")
        let found = try survey([scratch.path], options: options)
        let entry = try #require(found.entries.first)
        #expect(entry.id == "D1" && entry.batch == "B" && entry.statedClass == "volatile")
        #expect(entry.metadata == ["operator": "Ann, B."])
        let device = ingest(entry, options: options)
        #expect(device.failedFiles == 0 && device.findings.isEmpty)
        let recording = try #require(device.device.recordings.first)
        #expect(recording.kind == .iv && recording.kindReason == "the sheet says so")
        #expect(recording.conditions.state == "formed" && recording.conditions.compliance_A == 1e-3)
        #expect(recording.conditions.area_m2 == 0.5e-4 && recording.conditions.temperature_K == 298.15)
        #expect(recording.provenance.file == "x/a.csv" && recording.provenance.sha256.count == 64)
        #expect(recording.id.hasPrefix("iv-") && recording.id.count == 7)
    }

    @Test func `semicolons, decimal commas and a byte order mark are read`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file("list.csv", "\u{FEFF}device;file;read_V\r\nD1;a.csv;0,25\r\n")
        let entry = try #require(try survey([scratch.path + "/list.csv"], options: options).entries.first)
        #expect(ingest(entry, options: options).device.recordings.first?.conditions.read_V == 0.25)
    }

    @Test func `a row without its file is an error at its cell, and the device is still made`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file("samples.csv", "device,file\nD1,a.csv\nD1,gone.csv\n")
        let entry = try #require(try survey([scratch.path], options: options).entries.first)
        let device = ingest(entry, options: options)
        #expect(device.failedFiles == 1 && device.device.recordings.count == 1)
        let finding = try #require(device.findings.first)
        #expect(finding.code == "sheet.file-missing" && finding.severity == .error)
        #expect(finding.position?.text == "samples.csv:3:4")
    }

    @Test func `a file that no row names is a finding`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file("sub/extra.csv", sweep)
        try scratch.file("samples.csv", "device,file\nD1,a.csv\n")
        let found = try survey([scratch.path], options: options)
        #expect(found.findings.map(\.code) == ["sheet.unlisted-file"])
        #expect(found.findings.first?.message.contains("sub/extra.csv") == true)
    }

    @Test func `wrong words and numbers are findings with a fix`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file(
            "samples.csv", "device,file,kind,read_V,class,bias_v\nD1,a.csv,transiet,0.1 V,volatil,1\n")
        let found = try survey([scratch.path], options: options)
        let entry = try #require(found.entries.first)
        let codes = ingest(entry, options: options).findings.map(\.code)
        #expect(codes == ["conditions.unknown-word", "conditions.unknown-word", "conditions.not-a-number"])
        #expect(found.findings.map(\.code) == ["sheet.column-near-miss"])
        #expect(entry.findings.first?.fix?.contains("volatile") == true)
    }

    @Test func `samples csv without its columns is refused`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("samples.csv", "name,path\nD1,a.csv\n")
        #expect {
            _ = try survey([scratch.path], options: IngestOptions())
        } throws: { error in
            (error as? Failure)?.findings.map(\.code) == ["sheet.columns"]
        }
    }

    @Test func `a value that contradicts the file is a finding and the file wins`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", "# bias_V: 0.5\n" + sweep)
        try scratch.file("samples.csv", "device,file,bias_V\nD1,a.csv,0.8\n")
        let entry = try #require(try survey([scratch.path], options: options).entries.first)
        let device = ingest(entry, options: options)
        #expect(device.device.recordings.first?.conditions.bias_V == 0.5)
        #expect(device.findings.map(\.code) == ["conditions.contradiction"])
    }

    @Test func `photovoltaic sign turns the current and says so`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file("samples.csv", "device,file,sign\nD1,a.csv,photovoltaic\n")
        let entry = try #require(try survey([scratch.path], options: options).entries.first)
        let recording = try #require(ingest(entry, options: options).device.recordings.first)
        guard case .sweep(let sweep) = recording.data else { return #expect(Bool(false), "a sweep") }
        #expect(sweep.current_A[1] == -1e-6)
        #expect(!recording.provenance.signConversion.isEmpty)
    }

    @Test func `exclusions are indices, and need a reason`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", sweep)
        try scratch.file("samples.csv", "device,file,exclude\nD1,a.csv,V>0.15; point=1\n")
        let entry = try #require(try survey([scratch.path], options: options).entries.first)
        let device = ingest(entry, options: options)
        #expect(device.device.recordings.first?.excluded == [0, 2])
        #expect(device.findings.map(\.code) == ["exclude.no-reason"])
    }
}

@Suite struct IngestTests {
    @Test func `the same numbers in two files are used once, with a finding`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("D/a.csv", sweep)
        try scratch.file("D/b.csv", "V / mV;I / uA\n0;0\n100;1\n200;2\n100;1.1\n0;0\n")
        let entry = try #require(try survey([scratch.path + "/D"], options: IngestOptions()).entries.first)
        let device = ingest(entry, options: IngestOptions())
        #expect(device.device.recordings.count == 1, "mA and A files give equal numbers to the last bit")
        #expect(device.findings.map(\.code) == ["recording.duplicate"])
    }

    @Test func `an unknown file in a device folder is a warning, a broken table an error`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("D/a.csv", sweep)
        try scratch.file("D/photo.png", "\u{0}\u{1}")
        try scratch.file("D/empty.csv", "")
        let entry = try #require(try survey([scratch.path + "/D"], options: IngestOptions()).entries.first)
        let device = ingest(entry, options: IngestOptions())
        #expect(device.failedFiles == 1 && device.device.recordings.count == 1)
        #expect(Set(device.findings.map(\.code)) == ["file.unread", "file.empty"])
    }

    @Test func `inspect tells format, columns, units and structure`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("a.csv", "Time (ms),Voltage (mV),I/uA\n" + sweepRows)
        let report = inspect(scratch.path + "/a.csv", options: IngestOptions())
        #expect(report.format == "plain-table" && report.confidence == .likely)
        let part = try #require(report.recordings.first)
        #expect(part.kind == .iv && part.points == 9 && part.structure.hasPrefix("1 cycle"))
        #expect(part.ranges.map(\.quantity) == ["V", "I", "t"] && part.ranges.first?.high == 0.4)
        #expect(part.columns.map(\.unit).sorted() == ["mV", "ms", "uA"])
        #expect(report.text.contains("column 2 \"Voltage (mV)\", mV (header), × 0.001"))
        let decoded = try JSONDecoder().decode(FileReport.self, from: JSONEncoder().encode(report))
        #expect(decoded == report)
    }

    @Test func `inspect tells one way from a loop, and how many samples stand at the limit`() throws {
        let scratch = try ScratchFolder()
        let rows = (0..<12).map { "\(1.1 - 0.1 * Double($0)),\(min(5e-3, 1e-3 * Double(11 - $0)))" }.joined(
            separator: "\n")
        try scratch.file("a.csv", "# compliance_A: 0.005\nVoltage (V),Current (A)\n" + rows + "\n")
        let part = try #require(inspect(scratch.path + "/a.csv", options: IngestOptions()).recordings.first)
        #expect(part.structure == "one way, falling" && part.atLimit == 7)
        try scratch.file("b.csv", "Voltage (V),Current (A)\n" + rows + "\n")
        let report = inspect(scratch.path + "/b.csv", options: IngestOptions())
        #expect(report.recordings.first?.atLimit == nil && report.text.contains("compliance unknown"))
    }

    private let sweepRows = (0..<9).map { i in "\(i),\(i < 5 ? i * 100 : 800 - i * 100),\(i)\n" }.joined()

    @Test func `every kind of finding has a code of its own`() {
        #expect(Set(IngestFindings.all.map(\.code)).count == IngestFindings.all.count)
        #expect(IngestFindings.all.count > 30)
    }

    @Test func `a faulty sheet in a subfolder leaves the other folders standing`() throws {
        let scratch = try ScratchFolder()
        try scratch.file("lab/a/x.csv", sweep)
        try scratch.file("lab/b/samples.csv", "device;fil\n")
        try scratch.file("lab/b/y.csv", sweep)
        try scratch.file("lab/c/z.csv", sweep)
        let survey = try survey([scratch.path + "/lab"], options: IngestOptions())
        #expect(survey.entries.map(\.id) == ["a", "c"])
        #expect(survey.findings.map(\.code) == ["sheet.columns"])
        #expect(survey.findings.first?.position?.file == "b/samples.csv")
    }

    @Test func `names without rows are told as such`() {
        let reading = reading("Voltage (V),Current (A)\n", "only.csv")
        let fault = reading.failure?.findings.first
        #expect(fault?.code == "table.no-rows" && fault?.position?.line == 1)
    }
}
