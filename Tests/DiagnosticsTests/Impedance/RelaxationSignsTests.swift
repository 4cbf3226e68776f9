import ComplexModule
import Diagnostics
import Findings
import Foundation
import Measurements
import RealModule
import Testing

@Suite struct RelaxationSignsTests {
    private static let frequencies = ImpedanceSamples.frequencies(from: 1e5, to: 0.1, perDecade: 10)

    private static func arc(_ R: Double, _ tau: Double, _ n: Double, _ omega: Double) -> Complex<Double> {
        Complex(R) / (Complex(1) + Complex<Double>.pow(Complex(0, omega * tau), Complex(n)))
    }
    private static let arcs: @Sendable (Double) -> Complex<Double> = {
        Complex(100) + arc(1000, 1e-3, 0.9, $0) + arc(2000, 0.1, 0.85, $0)
    }
    private static let loop: @Sendable (Double) -> Complex<Double> = {
        Complex(500) + arc(1000, 1e-3, 1, $0) - arc(400, 0.3, 1, $0)
    }

    private func run(
        _ impedance: (Double) -> Complex<Double>, _ signs: RelaxationSigns?, noise: Double = 0.005, seed: UInt64 = 1,
        work: RelaxationWork = .curves
    ) throws -> DiagnosticResult {
        let recording = ImpedanceSamples.recording(
            impedance, frequency_Hz: Self.frequencies, noise: noise, seed: seed)
        var options = DiagnoseOptions()
        options.relaxation_times = work
        options.relaxation_signs = signs
        return try RelaxationTimes().run(
            on: DiagnosticInput(device: Device(id: "D", recordings: [recording]), options: options))
    }

    private func areas(_ result: DiagnosticResult) -> [Metric] {
        result.metrics.filter { $0.id == "impedance.drt_area" }
    }

    private func density(_ result: DiagnosticResult) throws -> [(t: Double, gamma: Double)] {
        let curve = try #require(result.curves.first { $0.id == "impedance.drt" })
        return Array(zip(curve["t"], curve["gamma"])).map { (t: $0.0, gamma: $0.1) }
    }

    /// Integral over ln t of what has a sign.
    private func integral(_ density: [(t: Double, gamma: Double)], sign: Double) -> Double {
        log(density[1].t / density[0].t) * density.filter { $0.gamma * sign > 0 }.reduce(0) { $0 + $1.gamma }
    }

    @Test(arguments: [RelaxationSigns.positive, .windowed])
    func `two depressed arcs have their areas within 2 %, and their density too`(signs: RelaxationSigns) throws {
        for seed in 0..<10 {
            let result = try run(Self.arcs, signs, seed: UInt64(seed))
            let areas = areas(result)
            try #require(areas.count == 2, "seed \(seed)")
            #expect(abs(areas[0].value / 1000 - 1) < 0.02 && abs(areas[1].value / 2000 - 1) < 0.02, "seed \(seed)")
            #expect(
                areas[0].rule.contains(signs == .positive ? "density not negative" : "density by windows: positive;"))
            #expect(result.findings.isEmpty, "seed \(seed)")
            let density = try density(result)
            #expect(density.allSatisfy { $0.gamma >= 0 })
            #expect(abs(integral(density, sign: 1) / 3000 - 1) < 0.02, "seed \(seed)")
        }
    }

    @Test func `by windows an arc and a loop keep their areas within 3 %, in peaks and density`() throws {
        for seed in 0..<10 {
            let result = try run(Self.loop, .windowed, seed: UInt64(seed))
            let areas = areas(result)
            try #require(areas.count == 2, "seed \(seed)")
            #expect(abs(areas[0].value / 1000 - 1) < 0.03 && abs(areas[1].value / -400 - 1) < 0.03, "seed \(seed)")
            #expect(areas[1].rule.contains("density by windows: positive, negative from"))
            #expect(result.findings.isEmpty, "seed \(seed) \(result.findings)")
            let density = try density(result)
            // Windows that meet take a little from each other: 1 and 3 % in the median of 40 seeds, 4 and 7 % at most.
            #expect(abs(integral(density, sign: 1) / 1000 - 1) < 0.05, "seed \(seed)")
            #expect(abs(integral(density, sign: -1) / -400 - 1) < 0.1, "seed \(seed)")
            // One change of sign, between the two.
            let change = try #require(density.first { $0.gamma < 0 })
            #expect(change.t > 1e-3 && change.t < 0.3)
            #expect(density.filter { $0.t > change.t }.allSatisfy { $0.gamma <= 0 })
        }
    }

    @Test func `without negative values a loop is not dropped in silence`() throws {
        let result = try run(Self.loop, .positive)
        let finding = try #require(result.findings.first { $0.code == "impedance.relaxations-dropped" })
        #expect(finding.severity == .warning)
        #expect(finding.message.contains("the inductive loop of Z (−"))
        #expect(finding.message.contains("rms"))
        #expect(areas(result).isEmpty)
        #expect(try density(result).allSatisfy { $0.gamma >= 0 })
        // Of the admittance nothing is forbidden: a capacitive process is negative there.
        let ofAdmittance = { (result: DiagnosticResult) in result.metrics.filter { $0.id.hasPrefix("impedance.art") } }
        let free = try run(Self.loop, nil)
        #expect(free.findings.isEmpty && areas(free).count == 2)
        #expect(ofAdmittance(result) == ofAdmittance(free) && !ofAdmittance(free).isEmpty)
    }

    @Test func `windows ring less than free signs`() throws {
        for seed in 0..<10 {
            // Outside half a decade around each peak.
            func ringing(_ signs: RelaxationSigns) throws -> Double {
                let rest = try density(try run(Self.loop, signs, seed: UInt64(seed))).filter {
                    abs(log10($0.t / 1e-3)) > 0.5 && abs(log10($0.t / 0.3)) > 0.5
                }
                return rest.reduce(0) { $0 + abs($1.gamma) }
            }
            #expect(try ringing(.windowed) < 0.2 * ringing(.any), "seed \(seed)")
        }
    }

    @Test func `free signs are the default, and each variant depends on nothing but the seed`() throws {
        #expect(try run(Self.loop, nil) == run(Self.loop, .any))
        for signs in RelaxationSigns.allCases {
            let once = try run(Self.arcs, signs, work: .intervals)
            #expect(once == (try run(Self.arcs, signs, work: .intervals)))
            let free = try run(Self.arcs, .any, work: .intervals)
            #expect(areas(once).map(\.low) == areas(free).map(\.low))
        }
    }

    @Test(arguments: [RelaxationSigns.positive, .windowed])
    func `a resistor, a clean spectrum and nonsense do no harm`(signs: RelaxationSigns) throws {
        for noise in [0, 1e-12, 0.005] {
            let result = try run({ _ in Complex(1000) }, signs, noise: noise)
            #expect(areas(result).isEmpty && result.findings.isEmpty)
            for point in try density(result) { #expect(point.gamma.isFinite && abs(point.gamma) < 10) }
        }
        for impedance in [Self.arcs, Self.loop] {
            for point in try density(try run(impedance, signs, noise: 0)) { #expect(point.gamma.isFinite) }
        }
        _ = try run({ Complex(1000 * sin($0 * 17)) + Complex(0, 900 * cos($0 * 29)) }, signs, noise: 0.5, seed: 3)
    }

    @Test func `the options file knows the words and refuses others`() throws {
        let set = try OptionsFile.apply(
            Array(#"{"relaxation_signs": "windowed"}"#.utf8), file: "o.json", to: DiagnoseOptions())
        #expect(set.relaxation_signs == .windowed)
        for wrong in [#"{"relaxation_signs": "negative"}"#, #"{"relaxation_signs": 1}"#] {
            let failure = #expect(throws: Failure.self) {
                try OptionsFile.apply(Array(wrong.utf8), file: "o.json", to: DiagnoseOptions())
            }
            #expect(failure?.findings.first?.message.contains("\"windowed\"") == true)
        }
    }
}
