internal import Circuits
internal import Glibc
internal import JointFit
internal import Kernels
internal import Measurements

extension JointHints {
    /// What the diagnostics found, as starts of a joint fit.
    init(_ evidence: Evidence, _ input: DiagnosticInput) {
        self.init()
        series_ohm = RobustStatistics.median(evidence.metrics("impedance.R_s").map(\.value))
        capacitance_F = RobustStatistics.median(evidence.metrics("impedance.C_m").map(\.value))
        takeBranches(evidence)
        takeSurfaces(input.preparedSpectra)
        takeLoops(input.preparedSweeps)
        takeSteps(evidence)
        takeSteady(evidence)
        for metric in evidence.metrics("volatility.tau_at_0V")
        where metric.value > 0 && metric.bound == nil && metric.from.count == 1 {
            times.append(Point(0, metric.value))
        }
    }

    private mutating func takeBranches(_ evidence: Evidence) {
        let slow = evidence.metrics("impedance.R_a")
        let time = evidence.metrics("impedance.tau_k")
        for fast in evidence.metrics("impedance.R_b") where fast.value > 0 {
            guard let bias_V = fast.at.bias_V else { continue }
            if fast.at.state != nil { written_S.append(1 / fast.value) }
            guard fast.at.state == nil, abs(bias_V) > 1e-9 else { continue }
            conductances.append(Point(bias_V, 1 / fast.value))
            guard let tau = time.first(where: { $0.at == fast.at }), tau.value > 0 else { continue }
            times.append(Point(bias_V, tau.value))
            if let R_a = slow.first(where: { $0.at == fast.at }), R_a.value != 0 {
                branches.append(
                    Branch(bias_V: bias_V, fast_S: 1 / fast.value, memory_S: 1 / R_a.value, time_s: tau.value))
            }
        }
    }

    /// The capacitive branch beside the memory, `C = -g τ` in the Maxwell form.
    private mutating func takeSurfaces(_ spectra: [PreparedSpectrum]) {
        var found: [Double] = []
        for spectrum in spectra {
            guard let bias_V = spectrum.at.bias_V, spectrum.at.state == nil,
                let circuit = spectrum.choice?.fit?.circuit, let index = circuit.capacitiveBranches.first,
                circuit.branches.indices.contains(index)
            else { continue }
            let branch = circuit.branches[index]
            guard branch.conductance_S * branch.time_s < 0 else { continue }
            surfaces.append(Point(bias_V, -branch.conductance_S * branch.time_s))
            found.append(branch.time_s)
        }
        surfaceTime_s = RobustStatistics.median(found)
    }

    /// The least and the largest chord conductance of each loop.
    private mutating func takeLoops(_ sweeps: [PreparedSweep]) {
        for sweep in sweeps where sweep.compliance == nil {
            let least_V = 0.2 * sweep.largest_V
            let chords = zip(sweep.voltage_V, sweep.current_A).compactMap { V, I in
                abs(V) >= least_V && V * I > 0 ? I / V : nil
            }
            // Hundredths at each end are left to noise.
            written_S += [0.01, 0.99].compactMap { RobustStatistics.quantile(chords, $0) }
        }
    }

    /// Ends and slowest times of the steps.
    private mutating func takeSteps(_ evidence: Evidence) {
        for end in evidence.metrics("transient.I_final") {
            guard let V = end.at.V, abs(V) > 1e-6, end.value * V > 0 else { continue }
            conductances.append(Point(V, end.value / V))
        }
        // The fast capacitance charges in a time of its own, which is no memory's.
        let charging_s = 50 * (series_ohm ?? 0) * (capacitance_F ?? 0)
        let taus = evidence.metrics("transient.tau").filter { $0.value > charging_s && abs($0.at.V ?? 0) > 1e-6 }
        for group in Dictionary(grouping: taus, by: { $0.from.first ?? "" }).sorted(by: { $0.key < $1.key }) {
            guard let slowest = group.value.max(by: { $0.value < $1.value }), let V = slowest.at.V else { continue }
            times.append(Point(V, slowest.value))
        }
    }

    private mutating func takeSteady(_ evidence: Evidence) {
        for curve in evidence.curves("iv.steady") {
            let largest = curve["V"].reduce(0) { max($0, abs($1)) }
            for (V, I) in zip(curve["V"], curve["I"]) where abs(V) > 0.05 * largest && I / V > 0 {
                conductances.append(Point(V, I / V))
            }
        }
    }
}
