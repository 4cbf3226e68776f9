internal import Circuits

/// Which elements of its circuit a spectrum determines: the gate between a fit and what leaves the diagnostics.
struct SpectrumElements {
    /// What is known of an element.
    enum Answer {
        /// A value and its error, which is smaller than the element's scale.
        case known(CircuitEstimate)
        /// A value whose error is as large as itself, or not known.
        case undetermined(CircuitEstimate)
        /// The circuit has no such element.
        case none
        /// It rests on a part of the spectrum that was not measured, or on a memory that may be none.
        case hidden
    }

    /// Whether the memory is slower than the record shows.
    let isTooSlow: Bool
    private let isMemory: Bool
    /// Whether a state amplifies itself: it grows in its time, and forgets in none.
    private let isAmplified: Bool
    /// Whether R_s and C_m are held as zero because the spectrum is a loop alone.
    private let isLoopAlone: Bool
    private let fit: MaxwellFit?

    /// The elements of a circuit that was chosen for a spectrum; `limit` is the largest `f_min 2π tau_k` allowed.
    init(_ spectrum: PreparedSpectrum, _ choice: CircuitChoice, limit: Double) {
        fit = choice.isMisfit(noise: spectrum.noise) ? nil : choice.fit
        isTooSlow = (fit?.slowness(lowest_Hz: spectrum.frequency_Hz.last ?? 0) ?? 0) > limit
        isAmplified = fit?.circuit.branches.contains { $0.time_s < 0 } ?? false
        isLoopAlone = choice.isLoopAlone
        // A branch that may be anything but a memory has no memory time.
        isMemory = choice.memory == .yes || InductiveRun(spectrum).verdict == .yes
    }

    /// What is known of an element.
    subscript(quantity: CircuitQuantity) -> Answer {
        guard let fit, !(isTooSlow && quantity.needsSlowEnd), isMemory || !quantity.needsMemory,
            !(quantity == .tau_k && isAmplified), !(isLoopAlone && (quantity == .R_s || quantity == .C_m))
        else { return .hidden }
        guard let estimate = fit.estimate(quantity) else { return .none }
        guard let se = estimate.se, se <= Self.scale(fit, quantity, estimate) else { return .undetermined(estimate) }
        return .known(estimate)
    }

    /// The element, where it is known.
    func known(_ quantity: CircuitQuantity) -> CircuitEstimate? {
        guard case .known(let estimate) = self[quantity] else { return nil }
        return estimate
    }

    /// The largest standard error with which a quantity still tells something.
    ///
    /// Its own size; for C_lf, which may well be zero, the largest of the capacitances of which it is the difference
    /// (C_m, and tau/R of each branch that is known).
    private static func scale(_ fit: MaxwellFit, _ quantity: CircuitQuantity, _ estimate: CircuitEstimate) -> Double {
        guard quantity == .C_lf else { return abs(estimate.value) }
        return max(abs(estimate.value), fit.largestCapacitance_F)
    }
}
