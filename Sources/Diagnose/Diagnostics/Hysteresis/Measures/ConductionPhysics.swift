internal import Glibc
internal import Measurements

/// What the coefficient of a law means where the layer's thickness is known, and whether that can be.
struct ConductionPhysics: Sendable {
    private let thickness_m: Double?
    private let area_m2: Double?
    private let temperature_K: Double
    private let isAssumed: Bool

    private static let charge_C = 1.602176634e-19
    private static let boltzmann_J_per_K = 1.380649e-23
    private static let vacuum_F_per_m = 8.8541878128e-12
    private static let planck_J_s = 6.62607015e-34
    private static let mass_kg = 9.1093837015e-31
    /// Richardson's constant of free electrons, A/(m² K²).
    private static let richardson = 1.20173e6

    init(_ conditions: Conditions) {
        thickness_m = conditions.thickness_m
        area_m2 = conditions.area_m2
        temperature_K = conditions.temperature_K ?? 300
        isAssumed = conditions.temperature_K == nil
    }

    /// A number with what it is.
    struct Quantity: Sendable {
        let id: String
        let symbol: String
        let value: Estimate
        let unit: SIUnit
        let rule: String
        let isPlausible: Bool
    }

    /// Whether the thickness is known, so that plausibility could be judged.
    var isKnown: Bool { thickness_m.map { $0 > 0 } ?? false }

    /// What follows from a fit; empty where nothing does.
    func quantities(_ fit: TransportLaw.Fit) -> [Quantity] {
        guard let d = thickness_m, d > 0, fit.coefficient.value > 0 else { return [] }
        switch fit.law {
        case .schottky: return [permittivity(fit, d, by: 4)] + barrier(fit)
        case .pooleFrenkel: return [permittivity(fit, d, by: 1)]
        case .fowlerNordheim: return [tunnelBarrier(fit, d)]
        default: return []
        }
    }

    /// `eps_r = q³/(c pi eps_0 d (k T)² b²)`, c = 4 for image forces (Schottky), 1 for traps (Poole and Frenkel).
    private func permittivity(_ fit: TransportLaw.Fit, _ d: Double, by c: Double) -> Quantity {
        let kT = Self.boltzmann_J_per_K * temperature_K
        let b = fit.coefficient
        let value =
            pow(Self.charge_C, 3) / (c * Double.pi * Self.vacuum_F_per_m * d * kT * kT * b.value * b.value)
        return Quantity(
            id: "conduction.permittivity", symbol: "ε_{r}",
            value: Estimate(value, se: b.se.map { 2 * value * $0 / b.value }), unit: .none,
            rule: "from the slope of the \(fit.law.rawValue) plot, thickness and \(temperature)",
            isPlausible: (1...300).contains(value))
    }

    /// The barrier of thermionic emission from the intercept, where the area is known: `q phi = k T ln(A R T²/I_0)`.
    private func barrier(_ fit: TransportLaw.Fit) -> [Quantity] {
        guard let area_m2, area_m2 > 0 else { return [] }
        let kT_V = Self.boltzmann_J_per_K * temperature_K / Self.charge_C
        let value = kT_V * (log(area_m2 * Self.richardson * temperature_K * temperature_K) - fit.intercept)
        return [
            Quantity(
                id: "conduction.barrier", symbol: "φ_{B}", value: Estimate(value), unit: .volt,
                rule:
                    "from the intercept of the Schottky plot, area, Richardson's constant of free electrons, \(temperature)",
                isPlausible: (0.05...5).contains(value))
        ]
    }

    /// `b = 8 pi sqrt(2 m) phi^(3/2) d/(3 q h)` (phi in joule), solved for the barrier; mass of the free electron.
    private func tunnelBarrier(_ fit: TransportLaw.Fit, _ d: Double) -> Quantity {
        let b = fit.coefficient
        let base = 3 * Self.charge_C * Self.planck_J_s * b.value / (8 * Double.pi * sqrt(2 * Self.mass_kg) * d)
        let value = pow(base, 2.0 / 3) / Self.charge_C
        return Quantity(
            id: "conduction.barrier", symbol: "φ_{B}",
            value: Estimate(value, se: b.se.map { 2 / 3 * value * $0 / b.value }), unit: .volt,
            rule: "from the slope of the Fowler-Nordheim plot, thickness, mass of the free electron",
            isPlausible: (0.05...10).contains(value))
    }

    private var temperature: String {
        QuantityText.text(temperature_K, unit: .kelvin) + (isAssumed ? " assumed" : "")
    }
}
