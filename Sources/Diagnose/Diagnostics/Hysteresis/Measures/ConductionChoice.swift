/// Which law of conduction describes a range of points, on one scale and within what is physically possible.
struct ConductionChoice: Sendable {
    /// Every law that could be fitted, best first.
    let fits: [TransportLaw.Fit]
    /// The best of those that are possible; `nil` where none could be fitted.
    let best: TransportLaw.Fit?
    /// Those possible laws that the criterion cannot tell from the best.
    let near: [TransportLaw.Fit]
    /// `ohmic` and so on, `undecided` or `none`.
    let verdict: String
    /// Laws that the thickness excludes.
    let excluded: [TransportLaw]
    /// What coefficients mean, where the thickness is known.
    let quantities: [(TransportLaw.Fit, ConductionPhysics.Quantity)]

    /// Differences of AIC below this decide nothing (Burnham and Anderson, 2002, have 4 to 7 as "considerably less support").
    private static let margin = 6.0
    /// A law that misses by more, as a root mean square, describes nothing.
    private static let mostDeviation = 0.15

    /// Fits all laws to the same points and chooses.
    init(_ points: ConductionPoints, _ physics: ConductionPhysics) {
        // Ties by name, so that no order of fitting shows.
        let all = TransportLaw.allCases.compactMap { $0.fit(points) }.filter { $0.aic.isFinite }
            .sorted { ($0.aic, $0.law.rawValue) < ($1.aic, $1.law.rawValue) }
        let possible = all.filter {
            physics.allows($0.law, coefficient: $0.coefficient.value, intercept: $0.intercept)
        }
        fits = all
        excluded = all.map(\.law).filter { law in !possible.contains { $0.law == law } }
        quantities = all.flatMap { fit in physics.quantities(fit).map { (fit, $0) } }.filter { $0.1.value.isFinite }
        best = possible.first
        guard let best = possible.first else {
            (verdict, near) = ("none", [])
            return
        }
        near = possible.filter { $0.aic - best.aic < Self.margin }
        guard best.deviation <= Self.mostDeviation else {
            verdict = "none"
            return
        }
        let fewest = near.map(\.law.parameters).min() ?? 0
        let simplest = near.filter { $0.law.parameters == fewest }
        verdict = simplest.count == 1 ? simplest[0].law.rawValue : "undecided"
    }

    /// Free carriers or injected ones without traps.
    private var isSpaceCharge: Bool {
        [TransportLaw.ohmic, .spaceCharge, .ohmicSpaceCharge].contains { $0.rawValue == verdict }
    }

    /// The names of the laws of neighboring ranges: a power law steeper than V^2.5 behind an ohmic or a space-charge range is
    /// the region in which traps fill; between two of them also where the criterion alone could not tell it.
    static func names(_ choices: [ConductionChoice]) -> [String] {
        choices.indices.map { k in
            let choice = choices[k]
            guard k > 0, choices[k - 1].isSpaceCharge,
                let power = choice.near.first(where: { $0.law == .power }), power.coefficient.value > 2.5
            else { return choice.verdict }
            let isBetween = k + 1 < choices.count && choices[k + 1].isSpaceCharge
            let isPower = choice.verdict == TransportLaw.power.rawValue
            return isPower || (choice.verdict == "undecided" && isBetween) ? "trap-filled" : choice.verdict
        }
    }
}
