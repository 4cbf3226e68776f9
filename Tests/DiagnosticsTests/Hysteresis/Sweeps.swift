import Foundation
import Findings
import Measurements
import TestSupport

@testable import Diagnostics

/// Sweeps made for tests.
enum Sweeps {
    /// A triangle through the given vertices, evenly stepped, each vertex once.
    static func triangle(_ vertices: [Double], step: Double) -> [Double] {
        var v = [vertices[0]]
        for (a, b) in zip(vertices, vertices.dropFirst()) {
            let n = max(1, Int((abs(b - a) / step).rounded()))
            for k in 1...n { v.append(a + (b - a) * Double(k) / Double(n)) }
        }
        return v
    }

    static func recording(
        _ voltage_V: [Double], _ current_A: [Double], time_s: [Double] = [], id: String = "iv-test",
        change: (inout Recording) -> Void = { _ in }
    ) -> Recording {
        var recording = Recording(
            id: id, kind: .iv, data: .sweep(VoltageSweep(voltage_V: voltage_V, current_A: current_A, time_s: time_s)),
            provenance: Provenance(file: "test.csv", firstLine: 2))
        change(&recording)
        return recording
    }

    static func prepared(_ voltage_V: [Double], _ current_A: [Double], time_s: [Double] = []) -> PreparedSweep? {
        PreparedSweep(recording(voltage_V, current_A, time_s: time_s))
    }

    static func input(_ recordings: [Recording], _ options: DiagnoseOptions = DiagnoseOptions()) -> DiagnosticInput {
        DiagnosticInput(device: Device(id: "D", recordings: recordings), options: options)
    }

    /// Everything that the family says of recordings.
    static func run(_ recordings: [Recording], _ options: DiagnoseOptions = DiagnoseOptions()) throws
        -> DiagnosticResult
    {
        let input = HysteresisDiagnostics.prepared(input(recordings, options))
        var result = DiagnosticResult()
        for diagnostic in HysteresisDiagnostics.all { result.append(try diagnostic.run(on: input)) }
        return result
    }

    /// Normally distributed numbers of unit variance (Box and Muller).
    static func normals(_ n: Int, seed: UInt64) -> [Double] {
        var random = SeededRandom(seed: seed)
        return (0..<n).map { _ in
            let a = Double.random(in: 1e-12...1, using: &random)
            let b = Double.random(in: 0..<1, using: &random)
            return (-2 * log(a)).squareRoot() * cos(2 * .pi * b)
        }
    }
}

extension DiagnosticResult {
    /// The one metric over cycles with an id at a place; `nil` where there is none.
    func metric(_ id: String, lobe: String? = nil, branch: String? = nil, V: Double? = nil, definition: String? = nil)
        -> Metric?
    {
        metrics.first {
            $0.id == id && $0.at.cycle == nil && $0.at.lobe == lobe && (branch == nil || $0.at.branch == branch)
                && (V == nil || $0.at.V.map { abs($0 - (V ?? 0)) < 1e-9 } == true)
                && (definition == nil || $0.at.definition == definition)
        }
    }
    func label(_ id: String, lobe: String? = nil) -> Label? {
        labels.first { $0.id == id && $0.at.cycle == nil && $0.at.lobe == lobe }
    }
    func codes() -> Set<String> { Set(findings.map(\.code)) }
}
