import Measurements

/// Two quantities compared at a place, by the logic of THEORY G.2; what every numeric link ends in.
struct LinkComparison {
    /// Id of the link.
    let id: String
    /// Where it holds.
    let place: Place
    /// Systematic relative uncertainty between the two instruments.
    let systematic: Double
    /// Equivalence factor.
    let factor: Double

    /// Positive quantities; without an error or a positive value on both sides, not tested.
    func positive(_ a: LinkSide, _ b: LinkSide) -> LinkResult {
        guard let x = a.measured, let y = b.measured else { return needs("the errors of both values") }
        guard let test = LinkArithmetic.positive(x, y, systematic: systematic, factor: factor) else {
            return needs("two positive values (\(a.name): \(a.text), \(b.name): \(b.text))")
        }
        return LinkResult(id, at: place, a: a, b: b, test, k: factor)
    }

    /// Quantities of one sign, compared by size; of opposite signs they are inconsistent where both signs are certain.
    func sameSign(_ a: LinkSide, _ b: LinkSide) -> LinkResult {
        guard let x = a.measured, let y = b.measured else { return needs("the errors of both values") }
        if x.value * y.value > 0 {
            let sign: Double = x.value < 0 ? -1 : 1
            let test = LinkArithmetic.positive(
                (sign * x.value, x.se), (sign * y.value, y.se), systematic: systematic, factor: factor)
            if let test { return LinkResult(id, at: place, a: a, b: b, test, k: factor) }
        }
        let certain = abs(x.value) > 2 * x.se && abs(y.value) > 2 * y.se
        return LinkResult(
            id, certain ? .inconsistent : .undecided, at: place, a: a, b: b, k: factor,
            reason: certain ? "opposite signs" : "the sign of one is not certain")
    }

    /// Signed quantities, compared by their difference against `(k - 1)` of the larger size (THEORY G.2).
    ///
    /// - Parameter floor: a size below which a difference has no meaning.
    func signed(_ a: LinkSide, _ b: LinkSide, floor: Double) -> LinkResult {
        guard let x = a.measured, let y = b.measured else { return needs("the errors of both values") }
        let test = LinkArithmetic.signed(x, y, systematic: systematic, factor: factor, floor: floor)
        return LinkResult(id, at: place, a: a, b: b, test, k: factor)
    }

    /// Signed quantities whose difference counts as none below a bound in their own unit.
    func within(_ bound: Double, _ a: LinkSide, _ b: LinkSide) -> LinkResult {
        guard let x = a.measured, let y = b.measured else { return needs("the errors of both values") }
        let common = systematic * max(abs(x.value), abs(y.value))
        let test = LinkArithmetic(
            d: x.value - y.value, s: (x.se * x.se + y.se * y.se + common * common).squareRoot(), bound: bound,
            systematic: common)
        let verdict = test.verdict
        let words = QuantityText.text(bound, unit: a.unit, digits: 2)
        let sigmas = DecimalText.significant(abs(test.z), digits: 2)
        let reason =
            switch verdict {
            case .consistent: "equal within \(words)"
            case .smallBias: "equal within \(words), with an offset of \(sigmas) standard deviations"
            case .inconsistent: "differs by \(sigmas) standard deviations and by more than \(words)"
            default: "the errors are too large to tell whether they differ by \(words)"
            }
        return LinkResult(
            id, verdict, at: place, a: a, b: b, d: test.d, s: test.s, z: test.z, p_eq: test.pEquivalence,
            bound: bound, s_sys: common, reason: reason)
    }

    /// Not tested here, with what is missing.
    func needs(_ what: String) -> LinkResult { .notTested(id, at: place, needs: what) }
}

extension LinkSide {
    /// Value and standard error; `nil` without an error.
    var measured: (value: Double, se: Double)? { se.map { (value, $0) } }
    /// The value with its unit.
    var text: String { QuantityText.text(value, unit: unit, digits: 3) }
}
