internal import Glibc
internal import Kernels
internal import Measurements

/// The decision logic that every numeric link shares (THEORY G.2).
///
/// A difference `d` has the standard deviation `s` (both measurements and the systematic part between instruments).
/// Two questions are asked of it: is it different from zero (`|z| > 2`), and is it shown to be small
/// (two one-sided tests against the bound, `p_eq < 0.05`)? The four answers are the four verdicts.
struct LinkArithmetic: Sendable {
    /// Difference, `ln(A/B)` or `A - B`.
    let d: Double
    /// Its standard deviation.
    let s: Double
    /// Largest difference that counts as equal, same unit as `d`.
    let bound: Double
    /// The part of `s` that is systematic between the instruments.
    var systematic = 0.0

    /// Difference in standard deviations.
    var z: Double { s > 0 ? d / s : (d == 0 ? 0 : .greatestFiniteMagnitude * (d < 0 ? -1 : 1)) }

    /// Two-sided p-value of "no difference".
    var pDifference: Double { 2 * NormalDistribution.upperTail(abs(z)) }

    /// Equivalence p-value: the larger of the two one-sided tests against ± bound.
    var pEquivalence: Double {
        guard s > 0 else { return abs(d) < bound ? 0 : 1 }
        return max(
            NormalDistribution.upperTail((bound - d) / s), NormalDistribution.upperTail((bound + d) / s))
    }

    /// Positive quantities: `d = ln(A/B)`, relative errors, bound `ln k`.
    ///
    /// - Returns: `nil` where a value is not positive: the comparison has no meaning.
    static func positive(
        _ a: (value: Double, se: Double), _ b: (value: Double, se: Double), systematic: Double, factor: Double
    ) -> LinkArithmetic? {
        guard a.value > 0, b.value > 0, factor > 1 else { return nil }
        let relativeA = a.se / a.value
        let relativeB = b.se / b.value
        return LinkArithmetic(
            d: log(a.value / b.value),
            s: (relativeA * relativeA + relativeB * relativeB + systematic * systematic).squareRoot(),
            bound: log(factor), systematic: systematic)
    }

    /// Signed quantities: `d = A - B`; systematic part and bound scale with the larger magnitude `m`.
    ///
    /// - Parameter floor: a magnitude below which a difference has no meaning (C_m for C_lf).
    static func signed(
        _ a: (value: Double, se: Double), _ b: (value: Double, se: Double), systematic: Double, factor: Double,
        floor: Double
    ) -> LinkArithmetic {
        let m = max(abs(a.value), abs(b.value), abs(floor))
        let common = systematic * m
        return LinkArithmetic(
            d: a.value - b.value, s: (a.se * a.se + b.se * b.se + common * common).squareRoot(),
            bound: (factor - 1) * m, systematic: common)
    }

    /// Whether more certain measurements could decide: what the systematic part alone leaves.
    enum Outlook { case decidable, noRoom, nearBound }

    /// Asks what would be left if both values were exact.
    var outlook: Outlook {
        guard systematic > 0 else { return .decidable }
        if 1.6449 * systematic >= bound { return .noRoom }
        // While the measurements' own errors are the larger part the difference itself is open.
        guard s * s <= 2 * systematic * systematic else { return .decidable }
        let isEqual = abs(d) + 1.6449 * systematic < bound
        let isDifferent = abs(d) > bound && abs(d) > 2 * systematic
        return isEqual || isDifferent ? .decidable : .nearBound
    }

    /// The verdict before the correction for several tests; first match (THEORY G.2).
    var verdict: Verdict {
        let different = abs(z) > 2
        let equivalent = pEquivalence < 0.05
        if different && equivalent { return .smallBias }
        if equivalent { return .consistent }
        if different && abs(d) > bound { return .inconsistent }
        return .undecided
    }
}

/// Holm's step-down correction over all links run: an "inconsistent" that does not survive it becomes "undecided".
enum HolmCorrection {
    /// Probability outside two standard deviations, the level of a single test (THEORY G.2 states |z| > 2).
    static let level = 0.04550026389635842

    /// Corrects the verdicts of all numeric results of a device; others pass unchanged.
    static func apply(to results: [LinkResult]) -> [LinkResult] {
        let tested = results.indices.filter { results[$0].z != nil }
        let ordered = tested.sorted { abs(results[$0].z ?? 0) > abs(results[$1].z ?? 0) }
        var corrected = results
        var rejecting = true
        for (rank, index) in ordered.enumerated() {
            let p = 2 * NormalDistribution.upperTail(abs(results[index].z ?? 0))
            rejecting = rejecting && p <= level / Double(ordered.count - rank)
            guard !rejecting, results[index].verdict == .inconsistent else { continue }
            corrected[index].verdict = .undecided
            corrected[index].reason =
                "differs by \(DecimalText.significant(abs(results[index].z ?? 0), digits: 2)) standard deviations, "
                + "but not once \(ordered.count) links are tested (Holm)"
        }
        return corrected
    }
}
