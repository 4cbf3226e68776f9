import Findings
import Measurements
import Testing

@testable import Ingest

@Suite struct CivilDateTests {
    @Test func `seconds since 1970 become a date, leap years and the time before 1970 included`() {
        #expect(CivilDate.iso(secondsSince1970: 0) == "1970-01-01T00:00:00")
        #expect(CivilDate.iso(secondsSince1970: 951_782_400) == "2000-02-29T00:00:00")
        #expect(CivilDate.iso(secondsSince1970: 1_405_589_568 + 3652 * 86400) == "2024-07-16T09:32:48")
        #expect(CivilDate.iso(secondsSince1970: -1) == "1969-12-31T23:59:59")
    }

    @Test(arguments: [Double.nan, .infinity, -1e300, 1e18])
    func `what is no time of a measurement gives no date`(seconds: Double) {
        #expect(CivilDate.iso(secondsSince1970: seconds).isEmpty)
    }

    @Test func `dates in English`() {
        #expect(CivilDate.iso(english: "Feb. 20, 2020   15:55:08") == "2020-02-20T15:55:08")
        #expect(CivilDate.iso(english: "Thursday, July 19, 2018 9:40:30 AM") == "2018-07-19T09:40:30")
        #expect(CivilDate.iso(english: "Sunday, May 5, 2019 12:00:01 AM") == "2019-05-05T00:00:01")
        #expect(CivilDate.iso(english: "Sunday, May 5, 2019 1:00:01 PM") == "2019-05-05T13:00:01")
        #expect(CivilDate.iso(english: "June 16, 2026") == "2026-06-16")
        #expect(CivilDate.iso(english: "16.07.2024 10:00") == "16.07.2024 10:00", "kept as found")
    }
}

@Suite struct QuantityReadingTests {
    @Test func `a number with its unit is read in SI, rounded once`() {
        #expect(QuantityReading.number("0.9995V, Ampl: 10mV", .voltage) == 0.9995)
        #expect(QuantityReading.number("-1.825nA", .current) == -1.825e-9)
        #expect(QuantityReading.number(" 1,5e-3 V", .voltage) == 1.5e-3)
        #expect(QuantityReading.number("10 mV", .voltage) == 0.01)
    }

    @Test(arguments: ["10mV", "", "V", "abc", "10", "1e999 A", "--5 A"])
    func `anything else is no current`(text: String) { #expect(QuantityReading.number(text, .current) == nil) }
}

@Suite struct NamedTableTests {
    private func labels(_ names: [String]) -> [ColumnLabel] {
        NamedTable(
            [
                .init(quantity: .realZ, names: ["z'"], unit: "Ohm"),
                .init(quantity: .imaginaryZ, names: ["z''", "-z''"], unit: "Ohm", isNegated: true),
                .init(quantity: .current, names: ["i"], unit: "A", isRequired: false),
            ], among: names
        ).uses.map(\.label)
    }

    @Test func `a text in brackets is a unit only where it measures what the column does`() {
        let found = labels(["f", "Z'(a)", "Z\"(kOhm)", "I(mA)"])
        #expect(found.map(\.quantity) == [.realZ, .imaginaryZ, .current])
        #expect(found.map(\.exponent) == [0, 3, -3] && found.map(\.unitSource) == ["code table", "header", "header"])
    }

    @Test func `the format's word on a sign wins over the name's minus, and counts once`() {
        #expect(labels(["-Z'' / Ohm"]).first?.factor == -1)
        #expect(labels(["Z'' / Ohm"]).first?.factor == -1)
    }

    @Test func `a column that is not there is not guessed`() { #expect(labels(["a", "b"]).isEmpty) }
}

@Suite struct PotentiostatTextTests {
    @Test func `curves of many pairs take one walk over the rows, and a bad cell is told`() {
        let units = Array(repeating: "V,A", count: 400).joined(separator: ",")
        let rows = (0..<300).map { "\($0 % 7),1e-6" }.joined(separator: "\n")
        let text = "Date and time:,2024-01-02 03:04:05\n\(units)\n\(rows)\n0.5,abc\n0.5,2e-6\n"
        let read = reading(text, "many.csv")
        #expect(read.choice?.format.id == "pstrace-csv")
        #expect(read.result.recordings.map(\.data.count) == [301], "399 pairs are empty")
        #expect(read.result.findings.map(\.code) == ["table.not-a-number"])
        #expect(read.result.findings.first?.position?.line == 303)
    }

    @Test func `a current that CH Instruments was set to write as anodic is warned of`() {
        let rows = (0...8).map { "0.\($0), \($0)e-6" }.joined(separator: "\n")
        let text =
            "Feb. 20, 2020   15:55:08\nLinear Sweep Voltammetry\nFile: a\nInstrument Model:  CHI660E\n"
            + "\nInit E (V) = 0\nScan Rate (V/s) = 0.1\n\nPotential/V, Current/A\n\n" + rows + "\n"
        let read = reading(text, "lsv.txt")
        #expect(read.result.findings.map(\.code) == ["iv.sign"])
        #expect(read.result.recordings.first?.provenance.signConversion.contains("cathodic") == true)
    }

    @Test func `an impedance at one frequency is refused with the reason`() {
        let text =
            "Feb. 20, 2020   15:55:08\nImpedance - Potential\nFile: a\nInstrument Model:  CHI660E\n"
            + "Init E (V) = 0\n\nPotential/V, Z'/ohm, Z\"/ohm\n\n0, 1, -1\n0.1, 1, -1\n"
        #expect(reading(text, "impe.txt").failure?.findings.map(\.code) == ["chi.one-frequency"])
    }

    @Test func `VersaStudio's binary data are refused with what to do`() {
        let text = "<Application>\nName=VersaStudio\n</Application>\n<Experiment>\nDataFormat=Binary\n</Experiment>\n"
        let finding = reading(text, "binary.par").failure?.findings.last
        #expect(finding?.code == "versastudio.no-rows" && finding?.message.contains("Binary") == true)
    }
}
