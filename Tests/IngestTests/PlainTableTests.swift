import Findings
import Measurements
import Testing

@testable import Ingest

/// Small tables with one fault or oddity each.
@Suite struct PlainTableTests {
    private func read(_ text: String, _ change: (inout ReadOptions) -> Void = { _ in }) throws(Failure) -> ReadResult {
        var source = FileSource(name: "t.csv")
        change(&source.options)
        return try PlainTable().read(Array(text.utf8).span, from: source)
    }

    private func refusal(_ text: String, _ change: (inout ReadOptions) -> Void = { _ in }) -> Finding? {
        do {
            _ = try read(text, change)
            return nil
        } catch {
            return error.findings.last
        }
    }

    private let rows = "0,0,1\n0.1,1,2\n0.2,2,3\n"

    @Test func `columns named by the user win over names, with a sense resistor and units`() throws {
        let result = try read("clock,drive,CH2\n" + rows) {
            $0.columns = "t=1;V=drive;I=CH2/50"
            $0.units = "t=ms"
        }
        let recording = try #require(result.recordings.first)
        #expect(recording.provenance.columns.first { $0.quantity == "I" }?.factor == 0.02)
        #expect(recording.provenance.columns.first { $0.quantity == "t" }?.unitSource == "user")
        #expect(numbers(recording.data).contains(1 / 50.0) && numbers(recording.data).contains(2e-4))
    }

    @Test func `a column that is not there is refused with the nearest name`() {
        let finding = refusal("clock,drive,CH2\n" + rows) { $0.columns = "t=clock;V=driv;I=CH2" }
        #expect(finding?.code == "columns.missing" && finding?.fix == "did you mean \"drive\"?")
    }

    @Test(arguments: ["t", "t=", "what=1", "t=1;;V"]) func `a list of columns that is none is refused`(text: String) {
        #expect(refusal("a,b,c\n" + rows) { $0.columns = text }?.code == "columns.syntax")
    }

    @Test func `two columns of one name with different numbers are refused, equal ones are used once`() throws {
        let different = refusal("V,I,I\n" + rows)
        #expect(different?.code == "table.ambiguous-column" && different?.position?.line == 1)
        #expect(different?.fix?.contains("--columns") == true)
        let equal = try read("V (V),I (A),I (A)\n0,1,1\n1,2,2\n2,3,3\n")
        #expect(equal.findings.map(\.code) == ["table.repeated-column"])
    }

    @Test func `frequencies below zero are no rests: they are left out and said to be none`() throws {
        let head = "f (Hz),ReZ (ohm),ImZ (ohm)\n"
        let result = try read(head + "-1,100,-2\n1,101,-3\n10,90,-4\n")
        #expect(result.findings.map(\.code) == ["impedance.negative-frequency"])
        #expect(
            result.findings.first?.position?.line == 2 && result.recordings.first.map { numbers($0.data).count } == 6)
        #expect(refusal(head + "-1,100,-2\n-2,101,-3\n")?.message.hasPrefix("no sample is left") == true)
    }

    @Test func `measured columns are preferred to those that were asked for`() throws {
        let result = try read(
            "Potential applied (V),WE(1).Potential (V),WE(1).Current (A)\n0,0.001,1\n1,1.001,2\n2,2.001,3\n")
        guard case .sweep(let sweep) = result.recordings.first?.data else { return #expect(Bool(false), "a sweep") }
        #expect(sweep.voltage_V == [0.001, 1.001, 2.001])
    }

    @Test func `a table without units is taken as SI with a finding`() throws {
        let result = try read("Voltage,Current\n0,0\n1,1\n2,4\n")
        #expect(result.findings.map(\.code) == ["table.units-assumed"])
        #expect(result.recordings.first?.provenance.columns.allSatisfy { $0.unitSource == "assumed" } == true)
    }

    @Test func `a unit of another quantity is refused`() {
        #expect(refusal("Voltage (s),Current (A)\n0,0\n1,1\n")?.code == "table.unit-mismatch")
    }

    @Test func `impedances without frequencies are refused by that reason`() {
        #expect(refusal("Re(Z)/Ohm,Im(Z)/Ohm\n1,2\n2,3\n")?.code == "impedance.no-frequency")
    }

    @Test func `a phase without unit is degrees where it can only be that, else refused`() throws {
        let clear = try read("f/Hz,|Z|/Ohm,phase\n100,10,-80\n10,20,-45\n1,30,-1\n")
        guard case .spectrum(let z) = clear.recordings.first?.data else { return #expect(Bool(false), "a spectrum") }
        #expect(abs(z.imaginary_ohm[1] + 20 * 0.5.squareRoot()) < 1e-12)
        #expect(refusal("f/Hz,|Z|/Ohm,phase\n100,10,-0.8\n10,20,-0.5\n")?.code == "table.unit-mismatch")
    }

    @Test func `a one-point sweep is refused at its line`() {
        let finding = refusal("V (V),I (A)\n0.5,1e-6\n")
        #expect(finding?.code == "recording.too-short" && finding?.position?.line == 2)
    }

    @Test func `columns without known names are refused with what is wanted`() {
        let finding = refusal("alpha,beta,gamma\n" + rows)
        #expect(finding?.code == "table.no-names" && finding?.fix?.contains("--columns") == true)
    }

    @Test func `unnamed columns that are no frequency sweep are refused`() {
        #expect(refusal("0,0,1\n0.1,1,2\n0.2,2,3\n0.3,3,4\n0.4,4,5\n0.5,5,6\n")?.code == "table.no-names")
    }

    @Test func `a file without numbers is refused`() { #expect(refusal("hello\nworld\n")?.code == "table.no-rows") }

    @Test func `lines to skip are skipped`() throws {
        let result = try read("1,2\n3,4\nV (V),I (A)\n0,0\n1,1\n2,2\n") { $0.skip = 2 }
        #expect(result.recordings.first?.provenance.firstLine == 4)
    }

    @Test func `the last row without a line end is kept where it looks whole`() throws {
        let whole = try read("V (V),I (A)\n0.0,1.0e-6\n0.1,1.1e-6\n0.2,1.2e-6")
        #expect(whole.recordings.first?.data.count == 3 && whole.findings.map(\.code) == ["table.no-line-end"])
        let cut = try read("V (V),I (A)\n0.0,1.0e-6\n0.1,1.1e-6\n0.2,1.2")
        #expect(cut.recordings.first?.data.count == 2 && cut.findings.map(\.code) == ["table.truncated"])
    }

    @Test func `UTF-8, Latin-1 and CR CR LF are read alike`() throws {
        let utf8 = Array("t (s),U (V),I (\u{B5}A)\n0,0,1\n1,1,2\n2,0,3\n".utf8)
        let latin1 = utf8.filter { $0 != 0xC2 }.flatMap { $0 == 10 ? [13, 13, 10] as [UInt8] : [$0] }
        let a = try PlainTable().read(utf8.span, from: FileSource(name: "t.csv"))
        let b = try PlainTable().read(latin1.span, from: FileSource(name: "t.csv"))
        #expect(a.recordings.first?.data == b.recordings.first?.data && a.recordings.count == 1)
    }
}

@Suite struct FormatChoiceTests {
    private func choose(_ text: String, _ name: String = "x.txt", forced: String? = nil) -> (String?, Finding?) {
        do {
            let choice = try FormatChoice.choose(
                Array(text.utf8).span, name: name, source: FileSource(name: name), forced: forced)
            return (choice.format.id, nil)
        } catch {
            return (nil, error.findings.first)
        }
    }

    @Test func `content decides, not the name`() {
        #expect(choose("EC-Lab ASCII FILE\nNb header lines : 3\n", "x.csv").0 == "biologic-mpt")
        #expect(choose("EXPLAIN\nTAG\tCV\n", "x.csv").0 == "gamry-dta")
        #expect(choose("V (V),I (A)\n0,1\n1,2\n", "x.mpt").0 == "plain-table")
    }

    @Test func `the user's word wins, and a wrong id gets the nearest`() {
        #expect(choose("V (V),I (A)\n0,1\n1,2\n", forced: "gamry-dta").0 == "gamry-dta")
        let finding = choose("x", forced: "gamri-dta").1
        #expect(finding?.code == "format.unknown-id" && finding?.fix == "did you mean \"gamry-dta\"?")
    }

    @Test func `empty, binary and unknown files are told apart`() {
        #expect(choose("").1?.code == "file.empty")
        #expect(choose("a\u{0}b").1?.code == "file.binary")
        #expect(choose("a\u{0}b", "x.png").1?.code == "format.unknown")
        let unknown = choose("dear diary").1
        let notes = unknown?.notes.map(\.message) ?? []
        #expect(unknown?.code == "format.unknown" && notes.contains("plain-table: no two numbers stand in a row"))
        #expect(notes.last?.hasPrefix("and no signature of") == true, "formats of other extensions are a count")
    }
}

@Suite struct NamePatternTests {
    @Test func `named groups of file names act as a sheet's columns`() throws {
        let scratch = try ScratchFolder()
        for name in ["D1_0.1V_a.csv", "D1_-0.2V_b.csv", "D2_0.1V_a.csv", "odd.csv"] {
            try scratch.file(
                "run/" + name, "# \(name)\nV (V),I (A)\n0,0\n1,\(name.utf8.count)\n2,\(name.utf8.first ?? 0)\n")
        }
        var options = IngestOptions()
        options.namePattern = #"(?<device>D\d+)_(?<bias_V>-?[\d.]+)V_.*"#
        let found = try survey([scratch.path + "/run"], options: options)
        #expect(found.entries.map(\.id) == ["D1", "D2", "run"])
        #expect(found.findings.map(\.code) == ["name-pattern.no-match"])
        let biases = ingest(found.entries[0], options: options).device.recordings.compactMap(\.conditions.bias_V)
        #expect(biases.sorted() == [-0.2, 0.1])
    }

    @Test func `a pattern that is none is refused`() {
        var options = IngestOptions()
        options.namePattern = "(?<device"
        #expect(throws: Failure.self) { try survey(["."], options: options) }
    }
}
