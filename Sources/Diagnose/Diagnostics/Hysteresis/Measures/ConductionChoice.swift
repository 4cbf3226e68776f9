internal import Measurements

/// Which law of conduction describes points, on one scale and within what is physically possible.
struct ConductionChoice: Sendable {
    /// Every law that could be fitted, best first.
    let fits: [TransportLaw.Fit]
    /// The best of those that are possible; `nil` where none could be fitted.
    let best: TransportLaw.Fit?
    /// `ohmic` and so on, `undecided` or `none`.
    let verdict: String
    /// Why, in words.
    let reason: String
    /// What coefficients mean, where the thickness is known.
    let quantities: [(TransportLaw.Fit, ConductionPhysics.Quantity)]

    /// Differences of AIC below this decide nothing (Burnham and Anderson, 2002, have 4 to 7 as "considerably less support").
    private static let margin = 6.0
    /// A law that misses by more, as a root mean square, describes nothing.
    private static let mostDeviation = 0.15

    /// Fits all laws to the same points and chooses.
    init(_ points: ConductionPoints, _ conditions: Conditions) {
        let physics = ConductionPhysics(conditions)
        // Ties by name, so that no order of fitting shows.
        let all = TransportLaw.allCases.compactMap { $0.fit(points) }.filter { $0.aic.isFinite }
            .sorted { ($0.aic, $0.law.rawValue) < ($1.aic, $1.law.rawValue) }
        let meanings = all.flatMap { fit in physics.quantities(fit).map { (fit, $0) } }.filter { $0.1.value.isFinite }
        let impossible = Set(meanings.filter { !$0.1.isPlausible }.map(\.0.law))
        let possible = all.filter { !impossible.contains($0.law) }
        fits = all
        quantities = meanings
        best = possible.first
        var note = physics.isKnown ? "" : "; plausibility not judged (thickness not known)"
        if !impossible.isEmpty {
            let names = all.filter { impossible.contains($0.law) }.map(\.law.rawValue).joined(separator: ", ")
            note = "; not plausible: \(names)"
        }
        guard let best = possible.first else {
            (verdict, reason) = ("none", "no law could be fitted" + note)
            return
        }
        let near = possible.filter { $0.aic - best.aic < Self.margin }
        let scale = possible.prefix(3).map { "\($0.law.rawValue) \(DecimalText.fixed($0.aic - best.aic, decimals: 1))" }
        let told = "AIC over the best: " + scale.joined(separator: ", ") + note
        guard best.deviation <= Self.mostDeviation else {
            (verdict, reason) = ("none", "the best law misses by 15 % and more; " + told)
            return
        }
        let fewest = near.map(\.law.parameters).min() ?? 0
        let simplest = near.filter { $0.law.parameters == fewest }
        verdict = simplest.count == 1 ? simplest[0].law.rawValue : "undecided"
        reason = told
    }
}
