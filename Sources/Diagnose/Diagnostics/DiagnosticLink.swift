public import Measurements

/// The outcome of a link.
///
/// `undecided` and `notTested` are honest results, never hidden.
public enum Verdict: String, Sendable, Codable, CaseIterable {
    case consistent
    case smallBias = "small bias"
    case inconsistent
    case undecided
    case notTested = "not tested"
}

/// One side of a comparison.
public struct LinkSide: Sendable, Codable, Hashable {
    /// What it is, in words a reader sees: `impedance`, `step`, `loop`.
    public var name: String
    /// Value, SI.
    public var value: Double
    /// Standard error; absent where unknown.
    public var se: Double?
    /// Unit of both.
    public var unit: SIUnit
    /// Ids of the recordings it comes from.
    public var from: [String]

    /// One side.
    public init(name: String, value: Double, se: Double?, unit: SIUnit, from: [String]) {
        self.name = name
        self.value = value
        self.se = se
        self.unit = unit
        self.from = from
    }
}

/// What a link found at one place.
public struct LinkResult: Sendable, Codable, Hashable {
    /// `L1` to `L19`.
    public var id: String
    /// The outcome.
    public var verdict: Verdict
    /// Where it holds.
    public var at: Place
    /// One side.
    public var a: LinkSide?
    /// The other side.
    public var b: LinkSide?
    /// Difference: `ln(A/B)` for positive quantities, `A - B` for signed ones.
    public var d: Double?
    /// Its standard deviation, systematic part included.
    public var s: Double?
    /// Difference in standard deviations.
    public var z: Double?
    /// Equivalence p-value (two one-sided tests).
    public var p_eq: Double?
    /// Equivalence factor used.
    public var k: Double?
    /// Largest difference that counts as equal, unit of `d`: `ln k`, or `(k - 1)` of the larger size of signed quantities.
    public var bound: Double?
    /// The part of `s` that is systematic between the instruments, unit of `d`.
    public var s_sys: Double?
    /// Why this verdict: which input is missing, which error dominates.
    public var reason: String
    /// What spoils the comparison whatever its verdict: an input that had not settled, or drifts.
    public var flag: String?

    /// A result.
    public init(
        _ id: String, _ verdict: Verdict, at: Place = Place(), a: LinkSide? = nil, b: LinkSide? = nil,
        d: Double? = nil, s: Double? = nil, z: Double? = nil, p_eq: Double? = nil, k: Double? = nil,
        bound: Double? = nil, s_sys: Double? = nil, reason: String, flag: String? = nil
    ) {
        self.id = id
        self.verdict = verdict
        self.at = at
        self.a = a
        self.b = b
        self.d = d
        self.s = s
        self.z = z
        self.p_eq = p_eq
        self.k = k
        self.bound = bound
        self.s_sys = s_sys
        self.reason = reason
        self.flag = flag
    }
}

/// One relation that the physics demands between two measurements.
///
/// To add one: a file in `Links`, named for what it compares, and its line in `DiagnosticLinks.all`.
public protocol DiagnosticLink: Sendable {
    init()
    /// `L1` to `L19`.
    var id: String { get }
    /// Short title.
    var title: String { get }
    /// What must hold, as a formula with `_{}` subscripts.
    var statement: String { get }
    /// What a disagreement usually means.
    var disagreement: String { get }
    /// Tests the relation wherever both sides are known; without an input, one result `not tested` that names it.
    func test(_ evidence: Evidence) -> [LinkResult]
}
