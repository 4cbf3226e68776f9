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
        let value: Estimate
        let unit: SIUnit
        let rule: String
        let isPlausible: Bool
    }

    /// Whether the thickness is known, so that plausibility could be judged.
    var isKnown: Bool { thickness_m.map { $0 > 0 } ?? false }

    /// Whether a law with this coefficient may be, as far as thickness and area are known.
    func allows(_ law: TransportLaw, coefficient: Double, intercept: Double) -> Bool {
        guard let d = thickness_m, d > 0, coefficient > 0 else { return true }
        switch law {
        case .schottky:
            return Self.permittivities.contains(permittivity(coefficient, d, by: 4))
                && (barrier_V(intercept).map(Self.emissionBarriers_V.contains) ?? true)
        case .pooleFrenkel: return Self.permittivities.contains(permittivity(coefficient, d, by: 1))
        case .fowlerNordheim: return Self.tunnelBarriers_V.contains(tunnelBarrier_V(coefficient, d))
        default: return true
        }
    }

    private static let permittivities = 1.0...300
    private static let emissionBarriers_V = 0.05...5.0
    private static let tunnelBarriers_V = 0.05...10.0

    /// What follows from a fit; empty where nothing does.
    func quantities(_ fit: TransportLaw.Fit) -> [Quantity] {
        let b = fit.coefficient
        if fit.law == .ohmicSpaceCharge {
            return [
                Quantity(
                    id: "conduction.crossover", value: b, unit: .volt,
                    rule: "where the ohmic and the square part of their sum carry the same", isPlausible: true)
            ]
        }
        guard let d = thickness_m, d > 0, b.value > 0 else { return [] }
        func isAllowed(_ range: ClosedRange<Double>, _ value: Double) -> Bool { range.contains(value) }
        switch fit.law {
        case .schottky, .pooleFrenkel:
            let value = permittivity(b.value, d, by: fit.law == .schottky ? 4 : 1)
            let found = Quantity(
                id: "conduction.permittivity",
                value: Estimate(value, se: b.se.map { 2 * value * $0 / b.value }), unit: .none,
                rule: "from the slope of the \(fit.law.rawValue) plot, thickness and \(temperature)",
                isPlausible: isAllowed(Self.permittivities, value))
            guard fit.law == .schottky, let barrier_V = barrier_V(fit.intercept) else { return [found] }
            return [
                found,
                Quantity(
                    id: "conduction.barrier", value: Estimate(barrier_V), unit: .volt,
                    rule:
                        "from the intercept of the Schottky plot, area, Richardson's constant of free electrons, \(temperature)",
                    isPlausible: isAllowed(Self.emissionBarriers_V, barrier_V)),
            ]
        case .fowlerNordheim:
            let value = tunnelBarrier_V(b.value, d)
            return [
                Quantity(
                    id: "conduction.barrier",
                    value: Estimate(value, se: b.se.map { 2 / 3 * value * $0 / b.value }), unit: .volt,
                    rule: "from the slope of the Fowler-Nordheim plot, thickness, mass of the free electron",
                    isPlausible: isAllowed(Self.tunnelBarriers_V, value))
            ]
        default: return []
        }
    }

    /// `eps_r = q³/(c pi eps_0 d (k T)² b²)`, c = 4 for image forces (Schottky), 1 for traps (Poole and Frenkel).
    private func permittivity(_ b: Double, _ d: Double, by c: Double) -> Double {
        let kT = Self.boltzmann_J_per_K * temperature_K
        return Self.charge_C * Self.charge_C * Self.charge_C
            / (c * Double.pi * Self.vacuum_F_per_m * d * kT * kT * b * b)
    }

    /// The barrier of thermionic emission from the intercept, where the area is known: `q phi = k T ln(A R T²/I_0)`.
    private func barrier_V(_ intercept: Double) -> Double? {
        guard let area_m2, area_m2 > 0 else { return nil }
        let kT_V = Self.boltzmann_J_per_K * temperature_K / Self.charge_C
        return kT_V * (log(area_m2 * Self.richardson * temperature_K * temperature_K) - intercept)
    }

    /// `b = 8 pi sqrt(2 m) phi^(3/2) d/(3 q h)` (phi in joule), solved for the barrier; mass of the free electron.
    private func tunnelBarrier_V(_ b: Double, _ d: Double) -> Double {
        let base = 3 * Self.charge_C * Self.planck_J_s * b / (8 * Double.pi * sqrt(2 * Self.mass_kg) * d)
        return pow(base, 2.0 / 3) / Self.charge_C
    }

    private var temperature: String {
        QuantityText.text(temperature_K, unit: .kelvin) + (isAssumed ? " assumed" : "")
    }
}
