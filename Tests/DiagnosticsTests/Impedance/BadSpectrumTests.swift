import Diagnostics
import Findings
import Foundation
import Measurements
import TestSupport
import Testing

@Suite struct BadSpectrumTests {
    private func run(_ f: [Double], _ re: [Double], _ im: [Double]) throws -> DiagnosticResult {
        let spectrum = ImpedanceSpectrum(frequency_Hz: f, real_ohm: re, imaginary_ohm: im)
        let result = try ImpedanceSamples.run([
            Recording(
                id: "impedance-bad", kind: .impedance, data: .spectrum(spectrum),
                provenance: Provenance(file: "bad.csv", firstLine: 3))
        ])
        #expect(result.metrics.allSatisfy { $0.value.isFinite && ($0.se ?? 0).isFinite })
        #expect(result.curves.flatMap(\.columns).allSatisfy { $0.values.allSatisfy(\.isFinite) })
        return result
    }

    private func good() -> (f: [Double], re: [Double], im: [Double]) {
        let recording = ImpedanceSamples.recording(ImpedanceSamples.inductor, noise: 0.001, seed: 1)
        guard case .spectrum(let s) = recording.data else { return ([], [], []) }
        return (s.frequency_Hz, s.real_ohm, s.imaginary_ohm)
    }

    @Test(arguments: 0..<6)
    func `fewer than six points give a finding and no numbers`(count: Int) throws {
        let (f, re, im) = good()
        let result = try run(Array(f.prefix(count)), Array(re.prefix(count)), Array(im.prefix(count)))
        let finding = try #require(result.findings.first { $0.code == "impedance.too-few-points" })
        #expect(finding.position?.file == "bad.csv")
        #expect(result.metrics.isEmpty)
    }

    @Test func `six to nine points give what they can`() throws {
        let (f, re, im) = good()
        for count in 6...9 {
            let picked = (0..<count).map { $0 * (f.count - 1) / (count - 1) }
            let result = try run(picked.map { f[$0] }, picked.map { re[$0] }, picked.map { im[$0] })
            #expect(result.findings.contains { $0.code == "impedance.noise-unknown" })
            #expect(result.verdict("impedance.loop") == "undecided")
        }
    }

    @Test func `order does not matter`() throws {
        let (f, re, im) = good()
        let result = try run(f, re, im)
        let shuffled = f.indices.sorted { ($0 * 17) % f.count < ($1 * 17) % f.count }
        let other = try run(shuffled.map { f[$0] }, shuffled.map { re[$0] }, shuffled.map { im[$0] })
        #expect(result.metrics == other.metrics)
    }

    @Test func `damaged points are left out and counted`() throws {
        var (f, re, im) = good()
        f[3] = 0
        f[4] = -5
        f[5] = .nan
        re[10] = .nan
        im[11] = .infinity
        re[12] = 0
        im[12] = 0
        re[13] = 1e300
        re[14] = 1e-300
        im[14] = 0
        let result = try run(f, re, im)
        #expect(result.findings.contains { $0.code == "impedance.frequency" && $0.message.hasPrefix("3 of 61") })
        #expect(result.findings.contains { $0.code == "impedance.value" && $0.message.hasPrefix("5 of 61") })
        let tau = try #require(result.first("impedance.tau_k"))
        #expect(abs(tau.value - 0.3) < 0.01)
    }

    @Test func `repeated frequencies are averaged`() throws {
        let (f, re, im) = good()
        let result = try run(f + f, re + re, im + im)
        #expect(result.findings.contains { $0.code == "impedance.repeated-frequency" })
        #expect(abs(try #require(result.first("impedance.tau_k")).value - 0.3) < 0.01)
        let one = try run(
            Array(repeating: 10, count: 40), Array(repeating: 100, count: 40), Array(repeating: -5, count: 40))
        #expect(one.findings.contains { $0.code == "impedance.too-few-points" })
    }

    @Test func `noise alone, constants and hostile numbers neither trap nor hang`() throws {
        let f = ImpedanceSamples.frequencies(from: 1e6, to: 1e-2, perDecade: 5)
        var random = SeededRandom(seed: 1)
        let wild = f.map { _ in Double.random(in: -1e3...1e3, using: &random) }
        let noise = try run(f, wild, wild.reversed())
        #expect(noise.verdict("impedance.kk_Z") != "pass")
        #expect(noise.verdict("memory.present") != "yes")
        _ = try run(f, f.map { _ in 5 }, f.map { _ in 5 })
        _ = try run(f, f.map { _ in -5 }, f.map { _ in 0 })
        _ = try run(f, f.map { _ in 0 }, f.map { -1 / (2 * .pi * $0 * 1e-6) })
        _ = try run(f, f.map { 1e140 / $0 }, f.map { -1e140 * $0 })
        let hostile = (0..<20).map { pow(10, Double($0 * 30 - 300)) }
        _ = try run(hostile, hostile.map { _ in 1 }, hostile.map { _ in -1 })
        _ = try run((0..<20).map { 1 + 2e-6 * Double($0) }, (0..<20).map { Double($0 + 1) }, (0..<20).map { _ in 1 })
    }
}
