import Circuits
import ComplexModule
import Diagnostics
import Foundation
import Measurements
import TestSupport

/// Circuits of the sign table as spectra with noise, and what the stability diagnostic says of them.
enum StabilitySamples {
    /// The circuits of G24 with a series resistance, by row.
    static func rows(series_ohm: Double = 50) throws -> [String: MaxwellCircuit] {
        try TheoryGolden.named("G24").expected.members.mapValues { row in
            MaxwellCircuit(
                R_s_ohm: series_ohm, R_b_ohm: row["R_b"].number, R_a_ohm: row["R_a"].number, L_a_H: row["L_a"].number,
                C_m_F: row["C_m"].number)
        }
    }

    /// A spectrum over the band that shows the circuit whole, ten points a decade.
    ///
    /// - Parameter floor_ohm: noise of the same size at all frequencies beside the relative one.
    static func recording(
        _ circuit: MaxwellCircuit, noise: Double, seed: UInt64, control: Conditions.Control = .voltage,
        floor_ohm: Double = 0
    ) -> Recording {
        var random = SeededRandom(seed: seed &+ 1000)
        func part() -> Double {
            let uniform = Double.random(in: 1e-12..<1, using: &random)
            let angle = Double.random(in: 0..<(2 * .pi), using: &random)
            return floor_ohm * (-2 * log(uniform)).squareRoot() * cos(angle)
        }
        let slowest = circuit.branches.map { abs($0.time_s) }.max() ?? 1
        let series = max(circuit.series_ohm, 1)
        let high = 10 / (2 * .pi * series * max(circuit.capacitance_F, 1e-9))
        var recording = ImpedanceSamples.recording(
            { circuit.impedance_ohm(at: $0) + Complex(part(), part()) },
            frequency_Hz: ImpedanceSamples.frequencies(from: high, to: 0.2 / (2 * .pi * slowest), perDecade: 10),
            noise: noise, seed: seed)
        recording.conditions.control = control
        return recording
    }

    /// The stability diagnostic alone.
    static func run(_ recording: Recording, seed: UInt64 = 1) throws -> DiagnosticResult {
        var options = DiagnoseOptions()
        options.seed = seed
        let device = Device(id: "D", recordings: [recording])
        return try Stability().run(on: ImpedanceDiagnostics.prepared(DiagnosticInput(device: device, options: options)))
    }

    static func run(
        _ circuit: MaxwellCircuit, noise: Double = 0.01, seed: UInt64 = 1, control: Conditions.Control = .voltage
    ) throws -> DiagnosticResult {
        try run(recording(circuit, noise: noise, seed: seed, control: control))
    }

    /// Seeds a case; `PINCH_SEEDS=400` gives the numbers of docs/stability.md.
    static let seeds = ProcessInfo.processInfo.environment["PINCH_SEEDS"].flatMap(Int.init) ?? 10

    /// How often a class is right, wrong or left open over the seeds.
    struct Tally {
        var right = 0
        var wrong = 0
        var open = 0
        var absent = 0

        /// Judges by what becomes of a disturbance; a word that leaves node or focus open is right where that holds.
        mutating func add(_ word: String?, truth: FixedPoint.Kind) {
            switch word {
            case nil: absent += 1
            case "undecided": open += 1
            case truth.rawValue: right += 1
            case "stable" where truth.rawValue.hasPrefix("stable"): right += 1
            case "unstable" where truth.rawValue.hasPrefix("unstable"): right += 1
            default: wrong += 1
            }
        }

        var total: Int { right + wrong + open + absent }
        var text: String { "right \(right), wrong \(wrong), undecided \(open), absent \(absent) of \(total)" }
    }

    /// The verdicts on a circuit over all seeds.
    static func tally(
        _ circuit: MaxwellCircuit, noise: Double, definition: String, truth: FixedPoint.Kind, floor_ohm: Double = 0
    ) throws -> Tally {
        var tally = Tally()
        for seed in 1...UInt64(seeds) {
            let result = try run(recording(circuit, noise: noise, seed: seed, floor_ohm: floor_ohm))
            tally.add(
                result.labels.first { $0.id == "stability.class" && $0.at.definition == definition }?.value,
                truth: truth)
        }
        return tally
    }
}
