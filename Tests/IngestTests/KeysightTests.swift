import Findings
import Measurements
import Testing

@testable import Ingest

/// What analyzers and parameter analyzers write, one oddity a test.
@Suite struct KeysightTests {
    /// R-RC: 50 ohm + 1 kilo-ohm parallel 1 nF, at 100 kHz.
    private let real = 766.9568003248978
    private let imaginary = -450.47724336838866
    private let omega = 2 * Double.pi * 1e5

    /// Every pair, computed by hand from one impedance, gives that impedance back.
    @Test func `all pairs of an analyzer mean the same impedance`() throws {
        let square = real * real + imaginary * imaginary
        let (g, b) = (real / square, -imaginary / square)
        let quality = -imaginary / real
        let pairs: [(String, Double, String, Double)] = [
            ("R", real, "X", imaginary), ("G", g, "B", b), ("Cp", b / omega, "G", g), ("Cp", b / omega, "D", g / b),
            ("Cp", b / omega, "Q", b / g), ("Cp", b / omega, "Rp", 1 / g), ("Cs", -1 / (omega * imaginary), "Rs", real),
            ("Cs", -1 / (omega * imaginary), "D", 1 / quality), ("Cs", -1 / (omega * imaginary), "Q", quality),
            ("Ls", imaginary / omega, "Rs", real), ("Lp", -1 / (omega * b), "G", g),
            ("Lp", -1 / (omega * b), "Rp", 1 / g),
        ]
        for (first, a, second, c) in pairs {
            let found = try #require(AnalyzerPair.find([AnalyzerQuantity(first), AnalyzerQuantity(second)]))
            var spectra = SpectrumBuilder()
            spectra.frequency_Hz = [1e5]
            found.pair.hand([a], [c], to: &spectra)
            #expect(abs(spectra.real_ohm[0] - real) < 1e-9, "\(first)-\(second)")
            #expect(abs(spectra.imaginary_ohm[0] - imaginary) < 1e-9, "\(first)-\(second)")
        }
    }

    @Test func `an inductor's series pair with Q has a positive imaginary part`() throws {
        let found = try #require(AnalyzerPair.find([.seriesInductance, .quality]))
        var spectra = SpectrumBuilder()
        spectra.frequency_Hz = [1e5]
        found.pair.hand([1e-6], [10], to: &spectra)
        #expect(abs(spectra.imaginary_ohm[0] - omega * 1e-6) < 1e-12 && abs(spectra.real_ohm[0] - omega * 1e-7) < 1e-12)
    }

    @Test(arguments: [
        ("IMPEDANCE MAG PHASE (DEG)", "|z| and theta-z"), ("ADMITTANCE MAG PHASE (DEG)", "|y| and theta-y"),
        ("IMPEDANCE REAL IMAG", "r and x"), ("R-X", "r and x"), ("Cp-D", "cp and d"), ("CP-G", "cp and g"),
        ("Cs-Rs", "cs and rs"), ("Ls-Q", "ls and q"),
    ]) func `a 4294A's parameter is understood`(text: String, pair: String) {
        #expect(Agilent4294AFile.pair(text)?.name == pair)
    }

    @Test func `a 4294A's parameter that makes no impedance is refused with its place`() {
        let text = "4294A REV1.11\n\"MEASURE PARAMETER: Ls-Cs\"\n\"SWEEP TYPE: LOG FREQ\"\n"
        let failure = reading(text, "a.txt").failure
        #expect(failure?.findings.last?.code == "4294a.parameter" && failure?.findings.last?.position?.line == 2)
        let swept = reading(text.replacing("LOG FREQ", with: "DC BIAS"), "a.txt").failure
        #expect(swept?.findings.last?.position?.line == 3)
    }

    @Test func `4294A traces of unequal length are used where both have rows`() throws {
        let text = """
            4294A REV1.11
            "MEASURE PARAMETER: R-X"
            "TRACE: A"
            "Frequency"\t"Data Trace Real"\t"Data Trace Imag"
            1000\t10\t0
            2000\t11\t0
            3000\t12\t0

            "TRACE: B"
            "Frequency"\t"Data Trace Real"\t"Data Trace Imag"
            2000\t-5\t0
            3000\t-6\t0

            """
        let result = reading(text, "a.txt").result
        guard case .spectrum(let z) = try #require(result.recordings.first).data else { return }
        #expect(z.frequency_Hz == [2000, 3000] && z.real_ohm == [11, 12] && z.imaginary_ohm == [-5, -6])
        #expect(result.findings.contains { $0.code == "4294a.traces" && $0.position?.line == 9 })
    }

    @Test func `an E4990A channel whose traces make no impedance is told, the others are read`() throws {
        let text = """
            !Keysight Technologies,E4990A,MY0,A.02.10
            BEGIN CH1_DATA
            Frequency(Hz), R(Ohm)-data
            +1.0E+03, +1.0E+00
            END
            BEGIN CH2_DATA
            Frequency(Hz), R(Ohm)-data, X(Ohm)-data
            +1.0E+03, +1.0E+00, -2.0E+00
            +2.0E+03, +1.0E+00, -1.0E+00
            END

            """
        let result = reading(text, "a.csv").result
        #expect(result.recordings.count == 1)
        #expect(result.recordings.first?.conditions.settings?["channel"] == "CH2_DATA")
        #expect(result.findings.map(\.code) == ["e4990a.no-pair"] && result.findings.first?.position?.line == 3)
    }

    @Test func `an EasyEXPERT file without rows names its tests`() {
        let failure = reading("\nSetupTitle, My test\nPrimitiveTest, I/V Sweep\n", "a.csv").failure
        let last = failure?.findings.last
        #expect(last?.code == "easyexpert.no-data" && last?.message.contains("\"My test\"") == true)
    }

    @Test func `EasyEXPERT columns are found without the keys of channels`() throws {
        let text =
            "\nSetupTitle, t\nPrimitiveTest, I/V Sweep\nDataName, V2, I1, I2\nDataValue, 0, , 0\nDataValue, 1, , 2\n"
        let recording = try #require(reading(text, "a.csv").result.recordings.first)
        guard case .sweep(let sweep) = recording.data else { return }
        #expect(sweep.voltage_V == [0, 1] && sweep.current_A == [0, 2])
        #expect(recording.provenance.columns.map(\.number) == [2, 4])
    }

    @Test func `several measurements under one EasyEXPERT title share its keys and keep their own`() throws {
        let text = """

            SetupTitle, Set and reset
            TestParameter, Measurement.Primary.Compliance, 0.001
            MetaData, TestRecord.RecordTime, 11/03/2025 10:00:00
            AnalysisSetup, Analysis.Setup.Title, SET
            Dimension1, 2, 2
            DataName, V1, I1
            DataValue, 0, 0
            DataValue, 1, 1E-3
            AnalysisSetup, Analysis.Setup.Title, RESET
            Dimension1, 3, 3
            DataName, V1, I1
            DataValue, 0, 0
            DataValue, -1, -1E-3
            DataValue, -2, -1E-3
            AnalysisSetup, Analysis.Setup.Marker, 0

            """
        let result = reading(text, "a.csv").result
        #expect(result.findings.isEmpty)
        #expect(result.recordings.map(\.data.count) == [2, 3])
        #expect(result.recordings.map { $0.conditions.settings?["analysis"] } == ["SET", "RESET"])
        #expect(result.recordings.allSatisfy { $0.provenance.measuredAt == "2025-11-03T10:00:00" })
    }

    @Test func `dates that put the month first are certain`() {
        #expect(DateText.iso(monthFirst: "11/03/2025 14:02:11") == "2025-11-03T14:02:11")
        #expect(DateText.iso(monthFirst: "2/14/2025") == "2025-02-14")
        #expect(DateText.iso(monthFirst: "14/02/2025") == "14/02/2025", "there is no month 14")
    }
}
