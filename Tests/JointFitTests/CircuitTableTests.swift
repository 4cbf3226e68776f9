import Foundation
import JointFit
import Models
import TestSupport
import Testing

@Suite struct CircuitTableTests {
    private func table(_ model: any DeviceModel, biases_V: [Double], reach_V: Double) throws -> CircuitTable {
        let nodes = biases_V.compactMap { bias_V -> CircuitTable.Node? in
            let linear = model.linearized(at: bias_V)
            return linear.tau_k_s().map {
                .init(internal_V: linear.point.internal_V, fast_S: 1 / linear.R_b_ohm, time_s: $0)
            }
        }
        let steady = stride(from: -reach_V, through: reach_V, by: reach_V / 100).map {
            (voltage_V: $0, current_A: model.operatingPoint(at: $0).current_A)
        }
        return try #require(
            CircuitTable(
                nodes: nodes, steady: steady, seriesResistance_ohm: model.seriesResistance_ohm,
                fastCapacitance_F: model.fastCapacitance_F))
    }

    private func miss(_ table: CircuitTable, _ trace: JointTrace) -> Double {
        let predicted = table.currents(trace)
        let read = trace.sd_A.indices.filter { trace.sd_A[$0].isFinite }
        let square = read.reduce(0) {
            $0 + (predicted[$1] - trace.current_A[$1]) * (predicted[$1] - trace.current_A[$1])
        }
        let size = read.reduce(0) { $0 + trace.current_A[$1] * trace.current_A[$1] }
        return (square / size).squareRoot()
    }

    @Test(arguments: [0.1, 1, 10]) func `the loops of a memristor follow from its spectra`(rate_V_per_s: Double) throws
    {
        let model = ConductanceActivated()
        let table = try table(model, biases_V: stride(from: 0.1, through: 0.9, by: 0.1).map { $0 }, reach_V: 1)
        #expect(table.closure == .quasiLinear)
        let sweep = try JointSamples.sweep(model, reach_V: 1, rate_V_per_s: rate_V_per_s, noise: 0, seed: 1)
        // Times between the biases are on straight lines of their logarithm.
        #expect(miss(table, sweep) < 0.05)
    }

    @Test func `conduction that is no chord closes additively, and its steps follow`() throws {
        var model = TwoBranch()
        model.C_s0 = 0
        let table = try table(model, biases_V: [0.2, 0.25, 0.3, 0.35, 0.4, 0.45], reach_V: 0.45)
        #expect(table.closure == .additive)
        let step = try JointSamples.step(model, to: 0.4, over: 1e-3...20, noise: 0, seed: 1)
        #expect(miss(table, step) < 0.05)
    }

    @Test func `a time that is wrong by a factor of ten is predicted wrong`() throws {
        let model = ConductanceActivated()
        let table = try table(model, biases_V: [0.2, 0.4, 0.6, 0.8], reach_V: 1)
        let sweep = try JointSamples.sweep(model, reach_V: 1, rate_V_per_s: 1, noise: 0, seed: 1)
        #expect(miss(table.scaling(time: 10), sweep) > 0.15)
        #expect(abs(miss(table.scaling(conductance: 1.1), sweep) - 0.1) < 0.05)
    }

    @Test func `one spectrum, or two points of a curve, make no table`() {
        let node = CircuitTable.Node(internal_V: 0.5, fast_S: 1e-3, time_s: 0.1)
        let curve = [(voltage_V: 0.0, current_A: 0.0), (1.0, 1e-3), (2.0, 3e-3)]
        #expect(CircuitTable(nodes: [node], steady: curve, seriesResistance_ohm: 0, fastCapacitance_F: 0) == nil)
        #expect(
            CircuitTable(nodes: [node, node], steady: curve, seriesResistance_ohm: 0, fastCapacitance_F: 0) == nil)
        let other = CircuitTable.Node(internal_V: 0.7, fast_S: 1e-3, time_s: 0.1)
        #expect(
            CircuitTable(
                nodes: [node, other], steady: Array(curve.prefix(2)), seriesResistance_ohm: 0, fastCapacitance_F: 0)
                == nil)
    }
}
