/// What a model misses at a point of the search: the sum of squares with its normal equations, recording by recording.
struct JointCost {
    /// Lanes of a slope vector.
    static let lanes = 16

    /// The share of one recording.
    struct Share {
        /// `Jᵀ J` by rows, lanes of the parameters of the model first, then those of the recording.
        var normal = [SlopedNumber.Slopes](repeating: .zero, count: JointCost.lanes)
        /// `Jᵀ r`.
        var gradient = SlopedNumber.Slopes.zero
        /// Sum of squares of the weighted residuals, without priors.
        var squares = 0.0

        /// Adds a residual `(predicted - measured)/sd`.
        mutating func add(_ residual: SlopedNumber) {
            squares += residual.value * residual.value
            gradient += residual.slopes * residual.value
            for i in 0..<JointCost.lanes where residual.slopes[i] != 0 {
                normal[i] += residual.slopes * residual.slopes[i]
            }
        }

        /// Adds what is known of a parameter beforehand.
        mutating func addPrior(lane: Int, distance: Double, sd: Double) {
            normal[lane][lane] += 1 / (sd * sd)
            gradient[lane] += distance / (sd * sd)
        }
    }
}

/// A point of the search: places of the model's parameters, and what concerns one recording alone.
struct JointPoint: Sendable {
    /// Places of the model's parameters.
    var places: [Double]
    /// The state at the beginning of each recording, spectra first; empty where it follows from the bias.
    ///
    /// Behind it, where jumps are loose, the logits of the phases of those away from 0 V and back.
    var states: [[Double]]
}

/// The recordings under a model: residuals with or without slopes.
struct JointProblem<Plain: SearchedEquations, Sloped: SearchedEquations>
where Plain.Number == Double, Sloped.Number == SlopedNumber {
    let data: JointData
    let model: JointModel
    /// What was thought of the parameters beforehand, with its standard deviation: wide, so that only what no recording tells is held.
    let prior: [(place: Double, sd: Double)]
    /// What was thought of the states beforehand, as `JointPoint.states`.
    let stateGuess: [[Double]]
    /// Standard deviation of those guesses, as `stateGuess`.
    let stateSd: [[Double]]

    /// The sum of squares at a point, priors included.
    func squares(at point: JointPoint) -> Double {
        let equations = Plain(point.places)
        var sum = priorSquares(point)
        for index in 0..<recordingCount {
            var part = 0.0
            residuals(of: index, equations, point.states[index]) { part += $0 * $0 }
            sum += part
            guard sum.isFinite else { return .infinity }
        }
        return sum
    }

    /// Residuals' shares with slopes, a recording an entry; priors of the states included.
    func shares(at point: JointPoint) -> [JointCost.Share] {
        let count = point.places.count
        let equations = Sloped(point.places.enumerated().map { SlopedNumber($1, parameter: $0) })
        return (0..<recordingCount).map { index in
            var share = JointCost.Share()
            let values = point.states[index]
            let own = values.enumerated().map { SlopedNumber($1, parameter: count + $0) }
            residuals(of: index, equations, own) { share.add($0) }
            for (lane, value) in values.enumerated() {
                share.addPrior(
                    lane: count + lane, distance: value - stateGuess[index][lane], sd: stateSd[index][lane])
            }
            return share
        }
    }

    var recordingCount: Int { data.spectra.count + data.traces.count }

    /// Sum of squares of the distances from what was thought beforehand.
    private func priorSquares(_ point: JointPoint) -> Double {
        var sum = 0.0
        for (place, prior) in zip(point.places, prior) {
            let z = (place - prior.place) / prior.sd
            sum += z * z
        }
        for index in point.states.indices {
            for lane in point.states[index].indices {
                let z = (point.states[index][lane] - stateGuess[index][lane]) / stateSd[index][lane]
                sum += z * z
            }
        }
        return sum
    }

    /// The state in which a recording begins, and the phases of its loose jumps.
    @inline(__always)
    private func beginning<Number: SmoothNumber>(_ own: [Number]) -> (
        state: JointState<Number>?, phases: (away: Number, back: Number)
    ) {
        let count = model.stateCount
        guard own.count >= count else { return (nil, (Number(0), Number(0))) }
        func phase(_ lane: Int) -> Number {
            own.count > lane ? 1 / (Number.exponential(Number(0) - own[lane]) + 1) : Number(0)
        }
        let state = JointState(first: own[0], second: count > 1 ? own[1] : Number(0))
        return (state, (phase(count), phase(count + 1)))
    }

    /// Calls `visit` with each weighted residual of a recording.
    @inline(__always)
    private func residuals<Equations: JointEquations>(
        of index: Int, _ equations: Equations, _ own: [Equations.Number], _ visit: (Equations.Number) -> Void
    ) {
        if index < data.spectra.count {
            let spectrum = data.spectra[index]
            let found = JointRun.impedance(equations, spectrum, written: beginning(own).state)
            for (k, z) in found.enumerated() {
                let weight = 1 / spectrum.sd_ohm[k]
                visit((z.real - spectrum.real_ohm[k]) * weight)
                visit((z.imaginary - spectrum.imaginary_ohm[k]) * weight)
            }
            return
        }
        let trace = data.traces[index - data.spectra.count]
        let currents = currents(equations, trace, own)
        for k in currents.indices where trace.sd_A[k].isFinite {
            visit((currents[k] - trace.current_A[k]) * (1 / trace.sd_A[k]))
        }
    }

    private func currents<Equations: JointEquations>(
        _ equations: Equations, _ trace: JointTrace, _ own: [Equations.Number]
    ) -> [Equations.Number] {
        let begin = beginning(own)
        let start = begin.state ?? equations.steady(at: Equations.Number(trace.voltage_V.first ?? 0))
        return JointRun.currents(equations, trace, from: start, phases: begin.phases)
    }

    /// Predicted values of a recording: currents of a trace, Re and Im alternating of a spectrum.
    func predicted(_ index: Int, at point: JointPoint) -> [Double] {
        let equations = Plain(point.places)
        let own = point.states[index]
        guard index < data.spectra.count else {
            return currents(equations, data.traces[index - data.spectra.count], own)
        }
        return JointRun.impedance(equations, data.spectra[index], written: beginning(own).state)
            .flatMap { [$0.real, $0.imaginary] }
    }
}
