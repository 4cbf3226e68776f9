import Findings
import Measurements
import Testing

@testable import Ingest

/// What Keithley's programs and scripts write, one oddity a test.
@Suite struct KeithleyTests {
    @Test(arguments: [
        ("AV", Quantity.voltage, "A", ""), ("DrainI(2)", .current, "Drain", "2"), ("Time", .time, "", ""),
        ("VMeasCh1", .voltage, "Ch1", ""), ("Smu1.I[1][2]", .current, "Smu1", "1][2"),
        ("Smu1.Time[1][1]", .time, "Smu1", "1][1"),
    ]) func `a column's name tells terminal, quantity and step`(
        name: String, role: Quantity, terminal: String, step: String
    ) throws {
        let column = try #require(SMUColumn(name, index: 0))
        #expect(column.role == role && column.terminal == terminal && column.step == step)
    }

    @Test func `formulas whose names end in I are no terminals`() {
        let names = ["Time", "AI", "AV", "NORM_I", "absI", "Smu1.R[1][1]", "VSET"]
        #expect(SMUColumn.measured(names).map(\.name) == ["Time", "AI", "AV"])
    }

    @Test func `columns of single precision are read as the decimals they mean, others as they stand`() {
        #expect(SinglePrecision.mended([-0.200000002980232, 0, 1.5]) == [-0.2, 0, 1.5])
        #expect(
            SinglePrecision.mended([-0.200000002980232, 0.1234567890123]) == [-0.200000002980232, 0.1234567890123])
        #expect(SinglePrecision.mended([1e-50]) == [1e-50], "too small for a single")
    }

    @Test func `the terminal that sweeps is the one of the recording, what the others hold is a setting`() throws {
        let text = "\u{FEFF}GateI(1),GateV(1),DrainI(1),DrainV(1)\n1e-12,2,0,0\n1e-12,2,1e-6,0.5\n1e-12,2,2e-6,1\n"
        let recording = try #require(reading(text, "a.csv").result.recordings.first)
        guard case .sweep(let sweep) = recording.data else { return }
        #expect(sweep.voltage_V == [0, 0.5, 1] && sweep.current_A == [0, 1e-6, 2e-6])
        #expect(recording.conditions.settings?["terminal"] == "Drain")
        #expect(recording.conditions.settings?["GateV(1)"] == "2 V")
    }

    @Test func `a results' name tells what was read in which state`() {
        #expect(ClariusCycles.read("IHRS")?.state == "HRS" && ClariusCycles.read("R_LRS")?.answer == .resistance)
        #expect(ClariusCycles.read("Ron")?.state == "LRS" && ClariusCycles.read("VSET") == nil)
    }

    @Test func `the read voltage stands in the formula`() {
        #expect(ClariusCycles.readVoltage("AT(AI,FINDD(AV,-0.2,2))") == -0.2)
        #expect(ClariusCycles.readVoltage("ABS(AT(AI,FINDD(AV,-0.2,2)))") == 0.2, "a modulus over a modulus")
        #expect(ClariusCycles.readVoltage("MAX(AI)") == nil)
    }

    @Test func `reads as currents without a voltage are left out with a reason`() {
        let text = "\u{FEFF}Cycle,set#1,set#1\nIndex,IHRS,RLRS\n1,1e-9,1000\n2,2e-9,1100\n"
        let result = reading(text, "a.csv").result
        #expect(result.recordings.map(\.conditions.state) == ["LRS"])
        #expect(result.findings.contains { $0.code == "clarius.read-voltage" && $0.fix != nil })
    }

    @Test func `a Clarius workbook of the old kind is refused with the export to use`() {
        let bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
        let finding = reading(bytes, "a.xls").failure?.findings.first
        #expect(finding?.code == "format.not-read" && finding?.fix?.contains("Clarius") == true)
    }

    @Test func `a script's CSV without a current is refused`() {
        let text = "Item,Smu1.Time[1][1],Smu1.V[1][1],\n1,0,0.1,\n2,1,0.2,\n"
        #expect(reading(text, "a.csv").failure?.findings.last?.code == "keithley-script.columns")
    }

    @Test func `a TSP file without its names is refused`() {
        let text = "# Keithley 2450 TSP Pulse Test: Pulse-Read-Repeat\n0\t0\t0.2\t1e-6\t1\n"
        #expect(reading(text, "a.txt").failure?.findings.last?.code == "tsp.columns")
    }

    @Test func `home-made text with blanks behind its names is a plain table`() throws {
        let text = "Time\tVoltage \tCurrent\n302.1\t0\t1e-9\n302.2\t0.1\t2e-9\n302.3\t0.2\t3e-9\n302.4\t0.1\t2e-9\n"
        let result = reading(text, "a.txt")
        #expect(result.choice?.format.id == "plain-table")
        guard case .sweep(let sweep) = try #require(result.result.recordings.first).data else { return }
        #expect(sweep.time_s.first == 302.1 && sweep.voltage_V == [0, 0.1, 0.2, 0.1])
    }

    @Test func `epoch seconds with three decimals give no rate`() throws {
        let text = "Voltage Current Time\n0\t1e-9\t1.765E+09\n0.1\t2e-9\t1.765E+09\n0.2\t3e-9\t1.765E+09\n"
        let result = reading(text, "a.txt").result
        #expect(result.recordings.first?.conditions.rate_V_per_s == nil)
        #expect(result.findings.contains { $0.code == "table.time-unusable" })
    }
}
