public import Findings

/// A triangular voltage sweep `0, +U, 0, -U, 0`, cycle after cycle.
public struct TriangleSweep: Sendable, Hashable {
    /// Highest voltage, V.
    public var high_V: Double
    /// Lowest voltage, V; 0 leaves out the second lobe.
    public var low_V: Double
    /// Rate, V/s, > 0.
    public var rate_V_per_s: Double
    /// Number of cycles, ≥ 1.
    public var cycles: Int
    /// Samples a leg from one vertex or zero to the next, ≥ 1.
    public var samplesPerLeg: Int

    /// Describes a sweep.
    public init(high_V: Double, low_V: Double, rate_V_per_s: Double, cycles: Int = 1, samplesPerLeg: Int = 200) {
        self.high_V = high_V
        self.low_V = low_V
        self.rate_V_per_s = rate_V_per_s
        self.cycles = cycles
        self.samplesPerLeg = samplesPerLeg
    }

    /// The ends of the legs of one cycle, V, after the start at 0.
    public var vertices_V: [Double] {
        (high_V != 0 ? [high_V, 0] : []) + (low_V != 0 ? [low_V, 0] : [])
    }
}

/// What a sweep gives: samples in time, the first at the start at 0 V.
public struct SweepSamples: Sendable, Hashable {
    /// Time, s.
    public var time_s: [Double] = []
    /// Applied voltage, V.
    public var voltage_V: [Double] = []
    /// Current, A.
    public var current_A: [Double] = []
    /// Cycle of each sample, from 1.
    public var cycle: [Int] = []
}

extension DeviceModel {
    /// The current of a triangular sweep that begins with the device at rest at 0 V.
    ///
    /// - Returns: samples at equal steps of voltage, the start and each vertex once.
    /// - Throws: `model.stalled`.
    public func sweepResponse(
        _ sweep: TriangleSweep, relativeTolerance: Double = 1e-10
    ) throws(Failure) -> SweepSamples {
        var run = DeviceRun(self, restingAt: 0, relativeTolerance: relativeTolerance)
        return try run.sweep(sweep)
    }
}

extension DeviceRun {
    /// Sweeps from the present state; the applied voltage is to be 0.
    ///
    /// - Throws: `model.stalled`.
    public mutating func sweep(_ sweep: TriangleSweep) throws(Failure) -> SweepSamples {
        var samples = SweepSamples()
        let began_s = time_s
        func note(_ t: Double, _ V: Double, _ I: Double, _ cycle: Int) {
            samples.time_s.append(t)
            samples.voltage_V.append(V)
            samples.current_A.append(I)
            samples.cycle.append(cycle)
        }
        note(0, voltage_V, current_A, 1)
        for cycle in 1...max(1, sweep.cycles) {
            for end_V in sweep.vertices_V {
                let (start_V, start_s) = (voltage_V, time_s - began_s)
                let duration_s = abs(end_V - start_V) / sweep.rate_V_per_s
                let parts = (1...max(1, sweep.samplesPerLeg)).map { Double($0) / Double(max(1, sweep.samplesPerLeg)) }
                let currents = try ramp(to: end_V, in: duration_s, samples_s: parts.map { $0 * duration_s })
                for (part, current_A) in zip(parts, currents) {
                    note(start_s + part * duration_s, start_V + part * (end_V - start_V), current_A, cycle)
                }
            }
        }
        return samples
    }
}
