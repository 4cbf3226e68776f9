import Circuits
import Foundation
import Measurements
import TestSupport
import Testing

@testable import Diagnostics

/// One memory branch over a series of biases, and fits from neighbors.
@Suite struct BranchTracksTests {
    /// A double inductor whose branches store equally at 0.21 V: alone, the memory is one below it and the other above.
    private func double(at V: Double) -> MaxwellCircuit {
        MaxwellCircuit(
            series_ohm: 50, fastConductance_S: 1e-5 * exp(V / 0.2), capacitance_F: 1e-8,
            branches: [
                .init(conductance_S: 1e-5 * exp(V / 0.05), time_s: 0.05),
                .init(conductance_S: 2e-6 * exp(V / 0.1), time_s: 2),
            ])
    }

    private let biases = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]

    @Test func `the memory stays on its track where storage changes over`() {
        let circuits = biases.map(double)
        #expect(Set(circuits.map(\.memoryBranch)) == [0, 1])
        #expect(BranchTracks.memories(circuits) == Array(repeating: 1, count: 6))
        // The order within a circuit is chance.
        var turned = circuits
        for i in [1, 4] { turned[i].branches.swapAt(0, 1) }
        #expect(BranchTracks.memories(turned) == [1, 0, 1, 1, 0, 1])
        #expect(BranchTracks.memories([nil, circuits[0], nil]) == [nil, nil, nil])
        #expect(BranchTracks.memories([]).isEmpty)
    }

    @Test func `a branch is followed by its sign where times cross`() {
        let circuits = [0.5, 1.0, 2.0, 4.0].map { time in
            MaxwellCircuit(
                series_ohm: 0, fastConductance_S: 1e-3, capacitance_F: 1e-8,
                branches: [
                    .init(conductance_S: -1e-4, time_s: time), .init(conductance_S: 1e-4, time_s: 2 / time),
                ])
        }
        #expect(BranchTracks.memories(circuits) == [1, 1, 1, 1])
    }

    private func recordings(noise: Double, seed: UInt64) -> [Recording] {
        biases.enumerated().map { index, V in
            var recording = ImpedanceSamples.recording(
                double(at: V).impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 0.005, perDecade: 10), noise: noise,
                seed: seed * 100 + UInt64(index), bias_V: V)
            recording.id = "impedance-\(V)"
            return recording
        }
    }

    @Test func `tau_k of a double inductor never swaps over biases, whatever the order of files`() throws {
        for seed in 0..<5 as Range<UInt64> {
            let list = recordings(noise: 0.003, seed: seed)
            let result = try ImpedanceSamples.run(list)
            let doubles = Set(
                result.labels.filter { $0.id == "impedance.circuit" && $0.value == "EC4" }.map(\.at.bias_V))
            let times = result.metrics.filter { $0.id == "impedance.tau_k" && doubles.contains($0.at.bias_V) }.map(
                \.value)
            #expect(times.count >= 3)
            // All on the side of 0.05 s or all on that of 2 s; far from 0.2 V the weaker branch is known poorly.
            #expect(Set(times.map { $0 > 0.316 }).count == 1, "\(times)")
            let turned = try ImpedanceSamples.run(list.reversed())
            #expect(Set(turned.metrics) == Set(result.metrics))
            #expect(Set(turned.labels) == Set(result.labels))
        }
    }

    @Test func `fits with neighbors are never worse than alone`() {
        for seed in 0..<8 as Range<UInt64> {
            let list = recordings(noise: 0.01, seed: seed)
            let alone = list.compactMap(PreparedSpectrum.init)
            for (a, b) in zip(alone, BiasSeries.linked(alone)) {
                #expect((b.choice?.residualSumOfSquares ?? .infinity) <= (a.choice?.residualSumOfSquares ?? 0))
            }
        }
    }

    @Test func `a start from a neighbor leaves a wrong minimum`() throws {
        let truth = ImpedanceSamples.twoBranch(at: 0.4)
        guard
            case .spectrum(let s) = ImpedanceSamples.recording(
                truth.impedance_ohm(at:),
                frequency_Hz: ImpedanceSamples.frequencies(from: 1e5, to: 0.01, perDecade: 10), noise: 0.001, seed: 1
            ).data,
            let single = fitEC1(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm),
            let good = fitTwoBranches(
                frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, beside: single,
                noise: 0.001)
        else { throw CocoaError(.featureUnsupported) }
        // From the neighbor's circuit the fit ends where it ends alone: no better, so nothing is given back.
        let neighbor = ImpedanceSamples.twoBranch(at: 0.35)
        #expect(
            fitFromNeighbors(
                frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm,
                neighbors: [neighbor, ImpedanceSamples.inductor], betterThan: good) == nil)
        // Where what was found is poor, the neighbor leads to the best.
        let poor = try poorFit()
        let found = try #require(
            fitFromNeighbors(
                frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm,
                neighbors: [neighbor], betterThan: poor))
        #expect(abs(found.residualSumOfSquares / good.residualSumOfSquares - 1) < 1e-6)
    }

    /// A fit of two branches with a large sum of squares: that of other, noisier data.
    private func poorFit() throws -> MaxwellFit {
        let far = ImpedanceSamples.recording(ImpedanceSamples.twoBranch(at: 0.2), noise: 0.2, seed: 1)
        guard case .spectrum(let s) = far.data else { throw CocoaError(.featureUnsupported) }
        let single = try #require(
            fitEC1(frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm))
        return try #require(
            fitTwoBranches(
                frequency_Hz: s.frequency_Hz, real_ohm: s.real_ohm, imaginary_ohm: s.imaginary_ohm, beside: single,
                noise: nil))
    }
}
