import Findings
import Measurements
import TestSupport
import Testing

@testable import Ingest

@Suite struct JSONTests {
    private func parse(_ text: String) throws(Failure) -> JSONValue {
        let bytes = Array(text.utf8)
        return try JSONDocument(bytes.span, source: FileSource(name: "x.json")).root
    }

    @Test func `values of every kind, names without regard to capitals`() throws {
        let root = try parse(
            """
            {"Measurements": [{"title": "a\\u00b5\\n\\"b\\" \\ud83d\\ude00", "V": [1, -2.5e-3, true, null]}, {}], "n": 7}
            """)
        let first = try #require(root["measurements"]?[0])
        #expect(first["Title"]?.string == "aµ\n\"b\" 😀")
        #expect(first["v"]?.elements.map(\.number) == [1, -2.5e-3, nil, nil])
        #expect(first["v"]?[2]?.bool == true && first["v"]?[9] == nil)
        #expect(root["n"]?.number == 7 && root["N"]?.number == 7 && root["m"] == nil)
        #expect(root.members.map(\.key) == ["Measurements", "n"])
        #expect(root["measurements"]?[1]?.members.isEmpty == true)
    }

    @Test func `what instruments write beyond the standard`() throws {
        let root = try parse("\u{FEFF}{\"a\": \"tab\there\", \"b\": NaN}\u{FEFF}")
        #expect(root["a"]?.string == "tab\there" && root["b"]?.kind == .null)
        let padded = try parse("[1]\u{0}\u{0}\n")
        #expect(padded.elements.count == 1)
    }

    @Test(arguments: [
        ("{\"a\": 1", 1, 8), ("{\"a\" 1}", 1, 6), ("[1,\n2,,3]", 2, 3), ("{\"a\":\n \"x", 2, 2), ("[1] x", 1, 5),
        ("", 1, 1), ("[01x]", 1, 2), ("{,}", 1, 2), ("[", 1, 2),
    ])
    func `a fault has its place`(text: String, line: Int, column: Int) {
        let failure = #expect(throws: Failure.self) { try parse(text) }
        #expect(failure?.findings.first?.position == SourcePosition(file: "x.json", line: line, column: column))
    }

    @Test func `depth is limited without recursion`() throws {
        _ = try parse(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))
        let failure = #expect(throws: Failure.self) { try parse(String(repeating: "[", count: 1_000_000)) }
        #expect(failure?.findings.first?.code == "json.limit")
        _ = #expect(throws: Failure.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
    }
}

@Suite struct WorkbookTests {
    private let source = FileSource(name: "x.xlsx")

    @Test func `sheets in the order of their tabs, cells with their places`() throws {
        let bytes = StoredZip.workbook([
            ("Run3", [["Time", "AI", "AV"], ["0", "1e-6", "0.1"], [], ["1", "", "0.2", "#REF"]]), ("Settings", []),
        ])
        let workbook = try Workbook(bytes.span, source: source)
        let names = workbook.sheets.map(\.name)
        #expect(names == ["Run3", "Settings"])
        let found = workbook.sheet("Run3")
        let run = try #require(found)
        let rows = try workbook.rows(of: run)
        #expect(rows.map(\.number) == [1, 2, 4])
        #expect(rows[0].cells.map(\.text) == ["Time", "AI", "AV"])
        #expect(rows[1].cells.map(\.number) == [0, 1e-6, 0.1])
        #expect(rows[2].cells == [.number(1), .empty, .number(0.2), .text("#REF")] && rows[2][77] == .empty)
        let first = try workbook.rows(of: run, most: 1)
        #expect(first.count == 1)
        let outline = WorkbookOutline(bytes.span)
        #expect(outline?.sheets == ["Run3", "Settings"])
    }

    @Test func `texts inline and in several fonts, numbers as texts, cells without a place`() throws {
        let sheet = """
            <x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c t="s">
            <x:v>0</x:v></x:c><x:c t="str"><x:f>1+1</x:f><x:v>2.5</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c><x:c/>
            <x:c><x:v>9</x:v></x:c></x:row></x:sheetData></x:worksheet>
            """
        let reader = WorksheetReader(shared: ["shared"], sheet: "s", source: source, most: .max)
        let cells = try #require(try reader.rows(Array(sheet.utf8)).first?.cells)
        #expect(cells == [.text("a"), .text("shared"), .text("2.5"), .text("#DIV/0!"), .empty, .number(9)])
        #expect(cells[2].number == 2.5)
        let parts = WorkbookParts(source: source)
        let shared =
            "<sst><si><t>a</t></si><si><r><t>b</t></r><r><t xml:space=\"preserve\"> c</t></r><rPh><t>no</t></rPh></si></sst>"
        #expect(try parts.sharedStrings(Array(shared.utf8)) == ["a", "b c"])
    }

    @Test func `places that are none and sheets that are too wide leave no trap`() throws {
        #expect(WorksheetReader.column("A1") == 0 && WorksheetReader.column("XFD9") == 16383)
        #expect(WorksheetReader.column("1") == nil && WorksheetReader.column("ZZZZZZZZZZZZZZZZ1") == nil)
        let sheet =
            "<s><row r=\"-5\"><c r=\"ZZZZZ1\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>99</v></c><c r=\"C1\"><v>x</v></c></row></s>"
        let reader = WorksheetReader(shared: [], sheet: "s", source: source, most: .max)
        #expect(try reader.rows(Array(sheet.utf8)).first?.cells.last == .text("x"))
    }

    private func readAll(_ bytes: [UInt8]) throws(Failure) {
        let workbook = try Workbook(bytes.span, source: source)
        for sheet in workbook.sheets { _ = try workbook.rows(of: sheet) }
    }

    @Test func `a damaged workbook is a finding, whatever is damaged`() {
        let whole = StoredZip.workbook([("Run1", [["a", "1"], ["b", "2"]])])
        for at in stride(from: 0, to: whole.count, by: 7) {
            var damaged = whole
            damaged[at] ^= 0x2A
            for bytes in [damaged, Array(whole[..<at])] {
                do throws(Failure) { try readAll(bytes) } catch {
                    #expect(error.findings.allSatisfy { $0.position?.file == "x.xlsx" && !$0.message.isEmpty })
                }
            }
        }
    }
}

@Suite struct ContainerTests {
    private let table = "Voltage (V),Current (A)\n0,0\n0.1,1e-6\n0.2,2e-6\n"

    @Test func `a table alone in an archive is read as if it lay there`() {
        let bytes = StoredZip.bytes([("folder/sweep.csv", table)])
        let reading = reading(bytes, "a.zip")
        #expect(reading.container == "zip" && reading.choice?.format.id == "plain-table")
        #expect(reading.result.recordings.first?.data.count == 3)
    }

    @Test func `several files in an archive are told by name`() {
        let bytes = StoredZip.bytes([("a.csv", table), ("b.csv", table)])
        let fault = reading(bytes, "a.zip").failure?.findings.first
        #expect(fault?.code == "container.several" && fault?.message.contains("\"a.csv\", \"b.csv\"") == true)
    }

    @Test func `the extension before .gz tells the format`() {
        #expect(FileName.suffix("a.csv.gz") == "csv" && FileName.suffix("a.mpt") == "mpt")
        #expect(SurveyCollector.isExpected("a.csv.gz"))
    }

    @Test func `kinds of file that are known and not read say what to export`() {
        let xls: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        let fault = reading(xls, "a.xls").failure?.findings.first
        #expect(fault?.code == "format.not-read" && fault?.fix?.contains(".xlsx") == true)
    }
}
