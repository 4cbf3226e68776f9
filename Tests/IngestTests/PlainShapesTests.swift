import Findings
import Measurements
import Testing

@testable import Ingest

/// The shapes that home-made tables come in: each a way in which somebody's script or program writes one sweep.
@Suite struct PlainShapesTests {
    private let volts = [0, 0.1, 0.2, 0.3, 0.2, 0.1, 0]
    private let amperes = [0, 1e-6, 4e-6, 9e-6, 5e-6, 2e-6, 0]

    /// The rows with time, voltage, current.
    private func rows(_ separator: String, decimal: String = ".", scale: Double = 1) -> String {
        volts.indices.map { i in
            [Double(i), volts[i], amperes[i] * scale].map { "\($0)".replacing(".", with: decimal) }
                .joined(separator: separator) + "\n"
        }.joined()
    }

    private func sweep(_ text: String) throws -> (VoltageSweep, [String]) {
        let reading = reading(text, "t.csv")
        let recording = try #require(reading.result.recordings.first, "\(String(describing: reading.failure))")
        guard case .sweep(let sweep) = recording.data else {
            Issue.record("no sweep")
            return (VoltageSweep(voltage_V: [], current_A: []), [])
        }
        return (sweep, reading.result.findings.map(\.code))
    }

    private func check(_ text: String, _ label: String, codes: [String] = []) throws {
        let (sweep, found) = try sweep(text)
        #expect(sweep.voltage_V == volts && sweep.time_s == [0, 1, 2, 3, 4, 5, 6], "\(label)")
        for (a, b) in zip(sweep.current_A, amperes) { #expect(abs(a - b) <= 1e-15 * abs(b), "\(label)") }
        #expect(sweep.current_A.count == 7 && found == codes, "\(label): \(found)")
    }

    @Test func `units stand in brackets, parentheses, behind a slash, an underscore or a comma, or in a row`() throws {
        let micro = rows(",", scale: 1e6)
        try check("Time (s),Voltage (V),Current (uA)\n" + micro, "parentheses")
        try check("Time [s],Voltage [V],Current [uA]\n" + micro, "brackets")
        try check("t/s,U / V,I/uA\n" + micro, "slash")
        try check("time_s,voltage_V,current_uA\n" + micro, "underscore")
        try check("\"Time, s\",\"Voltage, V\",\"Current, uA\"\n" + micro, "comma")
        try check("Time,Voltage,Current\ns,V,uA\n" + micro, "row")
        try check("Time,Voltage,Current\n[s],[V],[uA]\n" + micro, "row in brackets")
        try check(
            "Time\tVoltage\tCurrent\ns\tV\tuA\nloop 1\tloop 1\tloop 1\n" + rows("\t", scale: 1e6), "remarks below")
    }

    @Test func `semicolons with decimal commas, tabs, and blanks separate`() throws {
        try check("t [s];U [V];I [A]\n" + rows(";", decimal: ","), "semicolon, comma")
        try check("Zeit [s]\tSpannung [V]\tStrom [A]\n" + rows("\t", decimal: ","), "tab, comma")
        try check("Time (s)  Voltage (V)  Current (A)\n" + rows("   "), "blanks")
        try check("Time (s), Voltage (V), Current (A)\n" + rows(", "), "comma and blank")
    }

    @Test func `separators at the ends of rows and empty columns are passed over`() throws {
        let names = "Time (s),Voltage (V),Current (A)"
        try check(names + ",\n" + rows(",").replacing("\n", with: ",\n"), "everywhere")
        try check(names + "\n" + rows(",").replacing("\n", with: ",,\n"), "rows only")
        try check("Time (s),,Voltage (V),,Current (A)\n" + rows(",,"), "empty between")
        let first = "," + rows(",").replacing("\n", with: "\n,").dropLast()
        try check("," + names + "\n" + first, "empty in front")
    }

    @Test(arguments: ["#", "%", "!", ";", "//", "*"])
    func `comments above carry conditions, comments among rows are passed over`(mark: String) throws {
        let names = "Time (s),Voltage (V),Current (A)\n"
        let text = "\(mark) bias_V: 0.5\n\(mark) made by me, 2026\n" + names + rows(",")
        let recording = try #require(reading(text, "t.csv").result.recordings.first)
        #expect(recording.conditions.bias_V == 0.5)
        try check(text, "above")
        try check("\(mark) measured by me\n\(mark) " + names + rows(","), "names in the comment")
        let lines = rows(",").split(separator: "\n").joined(separator: "\n\(mark) part 1, 2, 3\n")
        try check(names + lines + "\n", "among rows")
    }

    @Test func `a row that starts with an empty cell is no comment`() throws {
        let text = ";Time (s);Voltage (V);Current (A)\n" + rows(";").split(separator: "\n").map { ";\($0)\n" }.joined()
        try check(text, "semicolons in front")
    }

    @Test func `names that come again among the rows are passed over with a note`() throws {
        let names = "Time (s),Voltage (V),Current (A)\n"
        let (sweep, codes) = try sweep(names + rows(",") + names + rows(","))
        #expect(sweep.voltage_V == volts + volts && codes == ["table.other-text", "table.time-unusable"])
    }

    @Test func `separators of thousands are refused in words`() throws {
        let text = "Time (s),Voltage (V),Current (A)\n" + (1...4).map { "\"\($0),000\",0.\($0),1e-6\n" }.joined()
        let failure = try #require(reading(text, "t.csv").failure)
        let bad = try #require(failure.findings.first { $0.code == "table.not-a-number" })
        #expect(bad.message.contains("\"1,000\"") && bad.fix?.contains("thousands") == true && bad.position?.line == 2)
        #expect(RowFaults.hasThousands("12,500.5") && RowFaults.hasThousands("-1.000,5"))
        #expect(!RowFaults.hasThousands("1,5") && !RowFaults.hasThousands("1,00") && !RowFaults.hasThousands("10.5"))
    }

    @Test func `a time in words says why no row is left`() throws {
        let text = "timestamp,voltage_V,current_A\n" + (1...4).map { "2026-03-25 10:11:0\($0),0.\($0),1e-6\n" }.joined()
        let failure = try #require(reading(text, "t.csv").failure)
        #expect(failure.findings.first?.code == "table.not-a-number")
        #expect(failure.findings.first?.fix?.contains("--columns \"V=2;I=3\"") == true)
    }

    @Test func `a spectrum there and back is two, each with the frequency of the turn`() throws {
        let down = (0...4).map { "1e\(4 - $0),\(10 + $0),-\(5 + $0)\n" }.joined()
        let up = (0...4).map { "1e\($0),\(20 + $0),-\(5 + $0)\n" }.joined()
        let recordings = reading("f (Hz),real (ohm),imaginary (ohm)\n" + down + up, "t.csv").result.recordings
        #expect(recordings.map(\.data.count) == [5, 5])
        guard case .spectrum(let z) = recordings.last?.data else { return #expect(Bool(false), "a spectrum") }
        #expect(z.frequency_Hz == [1, 10, 100, 1000, 10000] && z.real_ohm.first == 20)
    }

    @Test(arguments: [
        ("freq;-Z';-Z''", -1.0), ("f,Zre,-Zim", 1), ("frequency Z' -Z''", 1), ("freq\treal\timaginary", 1),
    ]) func `columns as pyimpspec and DearEIS name them, signs by the names`(names: String, real: Double) throws {
        let separator: String = [";", ",", "\t"].first { names.contains($0) } ?? " "
        let imaginary = names.contains("-Z''") || names.contains("-Zim") ? 1.0 : -1
        let rows = (0...4).map { "1e\(4 - $0) \(real * Double(10 + $0)) \(imaginary * Double(5 + $0))\n" }.joined()
        let both: String = rows + rows.replacing("1e4 ", with: "2e4 ")
        let text = names + "\n" + both.replacing(" ", with: separator)
        let recordings = reading(text, "t.csv").result.recordings
        #expect(recordings.count == 2)
        for recording in recordings {
            guard case .spectrum(let z) = recording.data else { return #expect(Bool(false), "a spectrum") }
            #expect(z.real_ohm == [10, 11, 12, 13, 14] && z.imaginary_ohm == [-5, -6, -7, -8, -9])
        }
    }
}
