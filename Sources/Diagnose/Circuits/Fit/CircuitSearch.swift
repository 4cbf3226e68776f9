/// The search for the best minimum of a circuit: from the start given, or from the best of many scattered ones.
struct CircuitSearch {
    private let circuit: Circuit
    private let setup: FitSetup
    private let points: FitPoints
    private let options: CircuitFitOptions
    private let evaluator: SharedEvaluator
    /// Made where it is asked for: a good start needs none.
    private var starts: CircuitStarts { CircuitStarts(circuit, points) }

    /// Work on one set of starts, in multiplications: large circuits get fewer.
    private static let budget = 1.5e9
    /// Most starts that are compared.
    private static let mostStarts = 2000

    init(_ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints, _ options: CircuitFitOptions) {
        self.circuit = circuit
        self.setup = setup
        self.points = points
        self.options = options
        evaluator = SharedEvaluator(circuit, points.omega_rad_per_s)
    }

    /// The minimum next to the start given, where it is all that is asked for: errors smaller than the values, and
    /// residuals like noise unless only this start is wanted.
    func quick() -> CircuitDescent? {
        guard setup.isStarted, !setup.freeIndices.isEmpty, let found = fromStart(),
            found.leavesNoise || !options.searchesBeyondStart, found.isKnown
        else { return nil }
        return found.keptOnBounds(points, evaluator)
    }

    /// One descent from the start given.
    private func fromStart() -> CircuitDescent? {
        let given = setup.completed(circuit.values.map { _ in 1 }, keepsStarts: true)
        return CircuitDescent(circuit, setup, points, evaluator, from: [given])
    }

    /// The best minimum; `nil` where no start leads to a finite fit.
    func best() -> CircuitDescent? {
        (setup.isStarted ? fromGiven() : fromScattered())?.keptOnBounds(points, evaluator)
    }

    /// From the start given; where what it leaves is no noise, by changes of single values, and at last from scattered
    /// starts with its signs as well.
    private func fromGiven() -> CircuitDescent? {
        let first = fromStart()
        guard options.searchesBeyondStart, !setup.freeIndices.isEmpty, first?.leavesNoise != true else { return first }
        let changed = first.map { improved($0, signed: false) }
        if let changed, changed.leavesNoise { return changed }
        let others = scattered(
            refining: 5, from: 1, .like(setup.completed(circuit.values.map { _ in 1 }, keepsStarts: true)),
            signed: false, keepsStarts: false)
        guard let changed else { return others }
        return others.map { $0.isDecidedlyBetter(than: changed) ? $0 : changed } ?? changed
    }

    /// From the best of many, positive values first; with signs only where those are decidedly better.
    private func fromScattered() -> CircuitDescent? {
        let positive = scattered(refining: 6, from: 1, .positive, signed: false)
        guard positive == nil || setup.maySign && !isLarge else { return positive }
        let signed = scattered(refining: 12, from: 3, .either, signed: true)
        guard let positive, let signed else { return positive ?? signed }
        return signed.isDecidedlyBetter(than: positive) ? signed : positive
    }

    /// The best of scattered starts and of changes of what they lead to; drawn up to three times until what is left is
    /// noise.
    private func scattered(
        refining limit: Int, from factor: Int, _ signs: CircuitStarts.Signs, signed: Bool, keepsStarts: Bool = true
    ) -> CircuitDescent? {
        var best: CircuitDescent?
        for turn in 0..<3 as Range<UInt64> {
            let seed = options.seed &+ turn << 32
            let found = descent(refining: limit, from: factor, signs, keepsStarts: keepsStarts, seed: seed)
                .map { improved($0, signed: signed, refining: 8) }
            if let found { best = best.map { found.isBetter(than: $0) ? found : $0 } ?? found }
            if best?.leavesNoise == true || isLarge { break }
        }
        return best
    }

    /// The descent after changes of single values, as long as they help.
    private func improved(_ descent: CircuitDescent, signed: Bool, refining limit: Int = 4) -> CircuitDescent {
        var best = descent
        for _ in 0..<(isLarge ? 0 : 3) {
            let changed = starts.changed(min(limit, affordable), best.values, setup, points, signed: signed)
            guard let found = CircuitDescent(circuit, setup, points, evaluator, from: changed),
                found.isDecidedlyBetter(than: best)
            else { break }
            best = found
        }
        return best
    }

    /// Whether a circuit is so large that a few descents must do.
    private var isLarge: Bool { affordable < 6 }

    /// How many descents are no burden: one of thirty steps takes residuals by values squared each.
    private var affordable: Int {
        let free = setup.freeIndices.count
        return max(1, Int(min(Self.budget / max(60 * Double(points.z_ohm.count * free * free), 1), 1000)))
    }

    private func descent(
        refining limit: Int, from factor: Int, _ signs: CircuitStarts.Signs, keepsStarts: Bool, seed: UInt64
    ) -> CircuitDescent? {
        let free = setup.freeIndices.count
        let count = min(options.startsPerValue * max(1, free) * factor, Self.mostStarts)
        let begun = starts.best(
            min(limit, affordable),
            CircuitStarts.Scatter(count: count, signs: signs, keepsStarts: keepsStarts, seed: seed), setup,
            points)
        return CircuitDescent(circuit, setup, points, evaluator, from: begun)
    }
}
