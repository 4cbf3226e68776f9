public import Findings

extension DeviceModel {
    /// The current after a voltage step from rest, exactly as the equations have it, steps of any size.
    ///
    /// - Parameter times_s: times since the step, ≥ 0, not falling; at 0 the current just after the step.
    /// - Returns: current at those times, A.
    /// - Throws: `model.stalled`.
    public func stepResponse_A(
        from start_V: Double, to end_V: Double, at times_s: [Double], relativeTolerance: Double = 1e-10
    ) throws(Failure) -> [Double] {
        var run = DeviceRun(self, restingAt: start_V, relativeTolerance: relativeTolerance)
        run.jump(to: end_V)
        return try run.hold(for: times_s.last ?? 0, samples_s: times_s)
    }
}
