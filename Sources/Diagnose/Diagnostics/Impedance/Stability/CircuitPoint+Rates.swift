/// Quantities of a circuit with one memory, as in THEORY F.1; `nil` where they do not exist.
extension CircuitPoint {
    /// Fast conductance as the source sees it, S.
    private func loaded_S(_ held: HeldQuantity) -> Double? {
        guard held == .voltage else { return fast_S }
        return series_ohm > 0 ? fast_S + 1 / series_ohm : nil
    }

    /// Sum of the two rates, 1/s.
    func trace_per_s(_ held: HeldQuantity) -> Double? {
        guard let G = loaded_S(held), capacitance_F > 0 else { return nil }
        return -(1 / first.time_s + G / capacitance_F)
    }

    /// Product of the two rates, 1/s².
    func determinant_per_s2(_ held: HeldQuantity) -> Double? {
        guard let G = loaded_S(held), capacitance_F > 0 else { return nil }
        return (G + first.conductance_S) / (capacitance_F * first.time_s)
    }

    /// Where Im Z crosses zero, rad/s (THEORY A.5).
    var crossing_rad_per_s: Double? {
        guard capacitance_F > 0 else { return nil }
        let square = (first.conductance_S / capacitance_F - 1 / first.time_s) / first.time_s
        return square > 0 ? square.squareRoot() : nil
    }

    /// Series resistance at which the trace vanishes while the determinant is positive, ohm.
    var oscillationLoad_ohm: Double? {
        guard capacitance_F > 0, crossing_rad_per_s != nil else { return nil }
        let load = 1 / (-fast_S - capacitance_F / first.time_s)
        return load > 0 ? load : nil
    }
}
