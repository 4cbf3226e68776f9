public import Circuits
import Glibc

/// Which circuit describes a spectrum, and whether it shows a memory.
public struct CircuitChoice: Sendable {
    /// The circuits that compete, simplest first.
    public enum Name: String, Sendable, CaseIterable {
        /// A resistance and nothing else.
        case resistor = "R"
        /// Series resistance, resistance and capacitance (THEORY E.2).
        case EC0
        /// EC0 with one memory variable: the chemical inductor.
        case EC1
        /// EC1 with a capacitor and a resistance in series beside it: the two-branch device.
        case EC3
        /// EC1 with a second memory variable.
        case EC4
    }

    /// Whether a memory shows.
    public enum Memory: String, Sendable { case yes, none, undecided }

    /// The circuit of the lowest BIC; of two within 2 units the simpler, and a branch more only for 6 units.
    public let name: Name
    /// The circuits within 2 units of it (it among them).
    public let candidates: [Name]
    /// The fit of the chosen circuit; absent for a plain resistor.
    public private(set) var fit: MaxwellFit?
    /// Whether the spectrum is a loop without a fast arc, so that R_s and C_m are held as zero and R_b holds R_s.
    public let isLoopAlone: Bool
    /// The resistance of a plain resistor and its error, ohm.
    public let plainResistance: CircuitEstimate?
    /// Sum of squared residuals relative to |Z| of the chosen circuit.
    public let residualSumOfSquares: Double
    /// Degrees of freedom of the chosen circuit.
    public let degreesOfFreedom: Int
    /// BIC of the best circuit without memory minus that of the best with one, less the caution; positive speaks for one.
    public let memoryEvidence: Double
    /// Whether a memory shows.
    public let memory: Memory
    /// All that competed, for the spectra at neighboring biases to start from.
    let fits: CircuitFits

    /// Rms of the residuals by degree of freedom, relative to |Z|.
    public var residualSD: Double { (residualSumOfSquares / Double(max(1, degreesOfFreedom))).squareRoot() }

    /// Whether the chosen circuit misses the points so far that its elements mean nothing: 5 % and three times the noise.
    func isMisfit(noise: Double?) -> Bool { residualSD > max(0.05, 3 * (noise ?? 0)) }

    /// Names the branch of the chosen circuit that is the memory over the series of biases.
    mutating func track(_ branch: Int) { fit = fit?.tracking(branch) }

    /// Units of BIC that are very strong evidence (Kass and Raftery 1995).
    private static let veryStrong = 10.0

    /// Chooses by BIC among fits; `nil` where none is finite.
    ///
    /// A memory shows where a circuit with one wins by more than 10 units ("very strong", Kass and Raftery 1995) and describes
    /// the spectrum within 2 % or twice the noise. A poor fit that beats a poorer one proves nothing.
    init?(_ all: CircuitFits, noise: Double?) {
        let (plain, simple, inductor, double) = (all.plain, all.simple, all.single, all.double)
        var list: [(name: Name, fit: MaxwellFit?, bic: Double)] = [(.resistor, nil, plain.bic)]
        if let simple, all.loop == nil { list.append((.EC0, simple, simple.bic)) }
        // The time of a branch is free to fit noise anywhere in the band, which BIC does not count: on data of 1 % noise a
        // branch too many won by 0 to 6 units in 1 of 100 seeds, by more in none. Four units here make the two into six.
        let caution = 4.0
        if let loop = all.loop, let simple { list.append((.EC1, loop, simple.bic + caution)) }
        if let inductor {
            // Where a loop alone draws the curve, a negative resistance inside it wants very strong evidence of its own; where
            // the loop leaves the noise alone, what it would draw is a sharp resonance through a few of its points.
            let isDoubtful = all.loop != nil && inductor.circuit.fastConductance_S < 0
            if !isDoubtful || !all.loopLeavesNoise(noise) {
                list.append((.EC1, inductor, inductor.bic + caution + (isDoubtful ? Self.veryStrong : 0)))
            }
        }
        if let double {
            let name = double.circuit.capacitiveBranches.isEmpty ? Name.EC4 : .EC3
            list.append((name, double, double.bic + 2 * caution))
        }
        let lowest = list.map(\.bic).min() ?? .infinity
        guard lowest.isFinite, let chosen = list.first(where: { $0.bic <= lowest + 2 }) else { return nil }
        candidates = Name.allCases.filter { name in list.contains { $0.name == name && $0.bic <= lowest + 2 } }
        name = chosen.name
        isLoopAlone = chosen.name == .EC1 && all.loop != nil && chosen.fit?.circuit.capacitance_F == 0
        fit = chosen.fit
        plainResistance = name == .resistor ? plain.estimate : nil
        residualSumOfSquares = fit?.residualSumOfSquares ?? plain.residualSumOfSquares
        degreesOfFreedom = 2 * all.pointCount - (isLoopAlone ? 3 : fit?.parameterCount ?? 1)
        self.fits = all
        let without = list.filter { $0.name == .resistor || $0.name == .EC0 }.map(\.bic).min() ?? .infinity
        let best = list.filter { $0.name != .resistor && $0.name != .EC0 }.min { $0.bic < $1.bic }
        memoryEvidence = best.map { without - $0.bic } ?? -.greatestFiniteMagnitude
        let sd = best?.fit?.residualVariance.squareRoot() ?? .infinity
        // Two capacitive branches and none inductive are as well one distributed arc (a ZARC), which is no memory.
        let isArc = best?.fit.map { $0.circuit.branches.count > 1 && $0.circuit.staticIsLowered } ?? false
        let isDescribed = sd < max(0.02, 2 * (noise ?? 0)) && !isArc
        memory =
            memoryEvidence > Self.veryStrong
            ? (isDescribed ? .yes : .undecided) : memoryEvidence > 2 ? .undecided : .none
    }
}

/// EC1 with a state that amplifies itself, where no circuit of relaxing states describes the spectrum and this one does.
private func selfAmplifyingFit(
    frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], noise: Double?, others: [MaxwellFit]
) -> MaxwellFit? {
    let left = others.map { $0.residualVariance.squareRoot() }.min() ?? .infinity
    // Twice the noise, which is known within 15 %, and a tenth of a percent that matters to nobody.
    guard left > max(noise.map { 2 * $0 } ?? 0.02, 1e-3) else { return nil }
    let fit = fitSelfAmplifying(
        frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, noise: noise)
    guard let fit, fit.residualVariance.squareRoot() < max(0.02, 2 * (noise ?? 0)),
        others.allSatisfy({ fit.bic + 10 < $0.bic })
    else { return nil }
    return fit
}

/// The circuits that compete for a spectrum, fitted.
struct CircuitFits: Sendable {
    let plain: PlainResistance
    let simple: MaxwellFit?
    /// EC0 read as a loop without a fast arc, where it is one.
    let loop: MaxwellFit?
    private(set) var single: MaxwellFit?
    private(set) var double: MaxwellFit?
    let pointCount: Int

    /// Whether what the loop leaves is the noise and no more; false where either is not known.
    func loopLeavesNoise(_ noise: Double?) -> Bool {
        guard let loop, let noise else { return false }
        return loop.residualVariance.squareRoot() < 1.5 * noise
    }

    /// Fits all circuits.
    init(frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], noise: Double?) {
        plain = PlainResistance(real_ohm: real_ohm, imaginary_ohm: imaginary_ohm)
        simple = fitEC0(frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm)
        loop = simple?.readAsLoopAlone(below: 2 * .pi * (frequency_Hz.max() ?? 0))
        let relaxing = fitEC1(
            frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, noise: noise)
        let second = relaxing.flatMap {
            fitTwoBranches(
                frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, beside: $0, noise: noise)
        }
        double = second
        single =
            selfAmplifyingFit(
                frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, noise: noise,
                others: [relaxing, second].compactMap { $0 }) ?? relaxing
        pointCount = frequency_Hz.count
    }

    /// The same with those fits in which a start from a neighbor comes nearer to the points; `nil` where none does.
    func improved(frequency_Hz: [Double], real_ohm: [Double], imaginary_ohm: [Double], from neighbors: [CircuitFits])
        -> CircuitFits?
    {
        func better(_ fit: MaxwellFit?, _ others: [MaxwellFit?]) -> MaxwellFit? {
            fit.flatMap {
                fitFromNeighbors(
                    frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm,
                    neighbors: others.compactMap { $0?.circuit }, betterThan: $0)
            }
        }
        let one = better(single, neighbors.map(\.single))
        let two = better(double, neighbors.map(\.double))
        guard one != nil || two != nil else { return nil }
        var fits = self
        fits.single = one ?? single
        fits.double = two ?? double
        return fits
    }
}

/// The resistance that fits a spectrum best, errors proportional to |Z|.
struct PlainResistance: Sendable {
    let estimate: CircuitEstimate
    let residualSumOfSquares: Double
    let bic: Double

    init(real_ohm: [Double], imaginary_ohm: [Double]) {
        var (sum, weights) = (0.0, 0.0)
        for (re, im) in zip(real_ohm, imaginary_ohm) {
            let weight = 1 / (re * re + im * im)
            sum += weight * re
            weights += weight
        }
        let value = sum / weights
        var rest = 0.0
        for (re, im) in zip(real_ohm, imaginary_ohm) {
            rest += ((re - value) * (re - value) + im * im) / (re * re + im * im)
        }
        residualSumOfSquares = rest
        let n = real_ohm.count
        estimate = CircuitEstimate(value: value, se: (rest / Double(2 * n - 1) / weights).squareRoot())
        bic = informationCriterion(residualSumOfSquares: rest, pointCount: n, parameterCount: 1)
    }
}

extension MaxwellCircuit {
    /// Whether every branch lowers the conductance at rest.
    fileprivate var staticIsLowered: Bool { branches.allSatisfy { $0.conductance_S < 0 } }
}
