import Findings
import Measurements
import Testing

@testable import Ingest

private let origin = Provenance(file: "x.txt", format: "x")
private let place = SourcePosition(file: "x.txt", line: 3)

@Suite struct ImpedanceFormTests {
    /// A resistor of 100 ohm in series with 1 µF at 1 kHz, in every form.
    private let frequency_Hz = 1000.0
    private let real = 100.0
    private let imaginary = -1 / (2 * Double.pi * 1000 * 1e-6)

    @Test func `every form of one impedance gives the same parts`() {
        let omega = 2 * Double.pi * frequency_Hz
        let square = real * real + imaginary * imaginary
        let (g, b) = (real / square, -imaginary / square)
        let modulus = square.squareRoot()
        let angle = -Double.acos(real / modulus)
        let forms: [(ImpedanceForm, Double, Double)] = [
            (.parts, real, imaginary), (.polar, modulus, angle), (.admittance, g, b),
            (.polarAdmittance, 1 / modulus, -angle), (.parallel, b / omega, g), (.parallelLoss, b / omega, g / b),
            (.parallelResistance, b / omega, 1 / g), (.series, 1e-6, real), (.seriesLoss, 1e-6, omega * 1e-6 * real),
        ]
        for (form, first, second) in forms {
            let z = form.ohm(first, second, frequency_Hz: frequency_Hz)
            #expect(abs(z.real - real) < 1e-10 && abs(z.imaginary - imaginary) < 1e-10, "\(form)")
        }
    }

    @Test func `a row without an impedance is left out, and said so`() throws {
        var spectra = SpectrumBuilder(frequency_Hz: [1000, 100, 10])
        spectra.take(.admittance, [1, 0, 1], [0, 0, 1])
        var findings: [Finding] = []
        let recording = try #require(spectra.recordings(origin, &findings).first)
        #expect(recording.data.count == 2 && findings.map(\.code) == ["impedance.not-finite"])
        #expect(recording.provenance.firstLine == nil, "a binary file has no lines")
    }
}

extension Double {
    fileprivate static func acos(_ x: Double) -> Double {
        // Newton on the cosine; enough for a test.
        var angle = 1.0
        for _ in 0..<60 { angle += (Trigonometry.cosine(angle) - x) / Trigonometry.sine(angle) }
        return angle
    }
}

@Suite struct SignTests {
    @Test func `a current against the voltage is doubted and not turned`() throws {
        let voltage = stride(from: -1.0, through: 1.0, by: 0.1).map { $0 }
        var trace = TraceBuilder(voltage_V: voltage, current_A: voltage.map { -1e-3 * $0 })
        trace.lines = voltage.indices.map { $0 + 2 }
        var findings: [Finding] = []
        let recording = try trace.recording(origin, &findings)
        #expect(findings.map(\.code) == ["iv.sign"] && findings.first?.position?.line == 2)
        guard case .sweep(let sweep) = recording.data else { return #expect(Bool(false)) }
        #expect(sweep.current_A.first == 1e-3)
    }

    @Test func `a lit cell is no reason for doubt, nor is noise`() {
        let voltage = stride(from: 0.0, through: 1.2, by: 0.05).map { $0 }
        // In passive sign: -20 mA up to the open-circuit voltage of 1 V, then steeply positive.
        #expect(CurrentSign.doubt(voltage_V: voltage, current_A: voltage.map { $0 > 0.9 ? 0.1 : -0.02 }) == nil)
        #expect(CurrentSign.doubt(voltage_V: [0, 1, 0, 1], current_A: [0, -1, 0, -1]) == nil, "too few to tell")
    }

    @Test func `a turned current says why, also in its column`() throws {
        var trace = TraceBuilder(voltage_V: [0, 0.1, 0.2], current_A: [0, -1, -2])
        trace.columns = [ColumnSource(quantity: "I", name: "i", number: 2, unit: "A", unitSource: "header", factor: 1)]
        trace.turnCurrent("cathodic current counts as positive in this file; it was turned")
        var findings: [Finding] = []
        let recording = try trace.recording(origin, &findings)
        #expect(
            recording.provenance.signConversion.hasPrefix("cathodic") && recording.provenance.columns[0].factor == -1)
        guard case .sweep(let sweep) = recording.data else { return #expect(Bool(false)) }
        #expect(sweep.current_A == [0, 1, 2])
    }
}

@Suite struct HeaderCheckTests {
    @Test func `counts and ranges that the rows contradict are told, those that they meet are not`() {
        var findings: [Finding] = []
        HeaderCheck.count(10, holds: 10, "the header", at: place, &findings)
        HeaderCheck.count(nil, holds: 10, "the header", at: place, &findings)
        HeaderCheck.range((1e5, 0.1), of: [1e5, 10, 0.0999], .hertz, "a sweep", at: place, &findings)
        HeaderCheck.range((-1, 1), of: [-0.99, 0, 1.01], .volt, "a sweep", at: place, &findings)
        HeaderCheck.range((nil, nil), of: [1], .volt, "a sweep", at: place, &findings)
        #expect(findings.isEmpty)
        HeaderCheck.count(79, holds: 31, "the header", at: place, &findings)
        HeaderCheck.range((1e5, 0.1), of: [1e5, 10], .hertz, "a sweep", at: place, &findings)
        #expect(findings.map(\.code) == ["table.declared-count", "table.declared-range"])
        #expect(findings[0].message == "the header declares 79 rows and holds 31")
        #expect(
            findings[1].message.hasPrefix("a sweep of 100.0") && findings[1].message.contains("is stated, the rows run")
        )
    }

    @Test func `areas that nobody typed are not used`() {
        var findings: [Finding] = []
        for cm2 in [0, 0.001, 1, -2] { #expect(ElectrodeArea.stated(cm2: cm2, at: place, &findings) == nil) }
        #expect(findings.count == 4 && Set(findings.map(\.code)) == ["conditions.default-area"])
        #expect(ElectrodeArea.stated(cm2: 0.25, at: place, &findings) == 0.25e-4 && findings.count == 4)
        #expect(ElectrodeArea.stated(cm2: nil, at: place, &findings) == nil && findings.count == 4)
    }

    @Test func `amplitudes become zero to peak`() {
        #expect(
            abs(Amplitude.zeroToPeak(rms: 0.01) - 0.0141421356) < 1e-9 && Amplitude.zeroToPeak(peakToPeak: 1) == 0.5)
    }
}

@Suite struct ReadsBuilderTests {
    @Test func `the columns decide the kind`() throws {
        var findings: [Finding] = []
        func kind(_ change: (inout ReadsBuilder) -> Void) throws -> RecordingKind {
            var reads = ReadsBuilder(values: [100, 200, -50], lines: [4, 5, 6])
            change(&reads)
            return try reads.recording(origin, &findings).kind
        }
        #expect(try kind { _ in } == .endurance)
        #expect(try kind { $0.time_s = [0, 1, 2] } == .retention)
        #expect(try kind { $0.pulse_V = [1, 1, -1] } == .pulses)
        #expect(findings.isEmpty)
    }

    @Test func `a read of zero ohm is left out, a negative one stays`() throws {
        var findings: [Finding] = []
        let reads = ReadsBuilder(index: [1, 2, 3], values: [100, 0, -50], lines: [4, 5, 6])
        let recording = try reads.recording(origin, &findings)
        guard case .reads(let series) = recording.data else { return #expect(Bool(false)) }
        #expect(series.index == [1, 3] && series.conductance_S == [0.01, -0.02])
        #expect(recording.provenance.line(of: 1) == 6)
        #expect(findings.map(\.code) == ["reads.not-finite"] && findings.first?.position?.line == 5)
    }

    @Test func `currents need their read voltage`() throws {
        var findings: [Finding] = []
        var reads = ReadsBuilder(values: [1e-3, 2e-3], answer: .current)
        do throws(Failure) {
            _ = try reads.recording(origin, &findings)
            Issue.record("a conductance from nothing")
        } catch { #expect(error.findings.first?.code == "reads.no-voltage") }
        reads.conditions.read_V = 0.2
        guard case .reads(let series) = try reads.recording(origin, &findings).data else { return #expect(Bool(false)) }
        #expect(series.conductance_S == [5e-3, 0.01])
    }
}

@Suite struct OverflowTests {
    @Test func `sentinels of either sign are no readings, in any unit`() throws {
        let text = "Voltage (V),Current (mA)\n0,0\n0.1,9.91E37\n0.2,2\n0.3,-9.91E37\n0.4,4\n"
        let result = reading(text, "x.csv").result
        #expect(result.recordings.first?.data.count == 3)
        #expect(result.findings.map(\.code) == ["table.not-finite"])
    }
}
