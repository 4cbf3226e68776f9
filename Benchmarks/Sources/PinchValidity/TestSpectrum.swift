import ComplexModule
import Glibc
import Kernels
import RealModule

/// Families of spectra that obey the Kramers-Kronig relations, with parameters drawn by a seed.
enum CleanFamily: String, CaseIterable {
    case resistor = "resistor"
    case RC = "RC"
    case twoRC = "two RC"
    case zarc = "ZARC"
    case warburg = "Warburg"
    case loop = "inductive loop"
    case negativeCapacitance = "negative capacitance"
    case conductionCapacitance = "conduction capacitance"
    case lead = "RC and lead inductance"
    case hiddenNegative = "hidden negative resistance"
    case blockingCPE = "blocking CPE"
    case resonance = "resonance, Q 1 to 8"

    /// Forms in which the family is valid.
    var forms: [String] { self == .hiddenNegative ? ["Y"] : ["Z", "Y"] }

    /// The impedance at a complex frequency, for one draw of the parameters.
    func impedance(_ random: inout SeededStream) -> (Complex<Double>) -> Complex<Double> {
        func log(_ low: Double, _ high: Double) -> Double { low * Double.pow(high / low, random.uniform()) }
        let one = Complex<Double>(1)
        switch self {
        case .resistor: return { _ in Complex(1000) }
        case .RC, .lead:
            let (R_s, C, L) = (log(10, 300), log(1e-7, 1e-4), self == .lead ? log(1e-7, 1e-5) : 0)
            return { s in Complex(L) * s + Complex(R_s) + one / (Complex(1e-3) + Complex(C) * s) }
        case .twoRC:
            let (R_s, C, R_2, C_2) = (log(10, 300), log(1e-7, 1e-5), log(200, 3000), log(3e-6, 3e-4))
            return { s in
                Complex(R_s) + one / (Complex(1e-3) + Complex(C) * s) + one / (Complex(1 / R_2) + Complex(C_2) * s)
            }
        case .zarc:
            let (R_s, tau, n) = (log(10, 300), log(1e-4, 1e-1), 0.7 + 0.25 * random.uniform())
            return { s in Complex(R_s) + Complex(1000) / (one + Complex.pow(s * Complex(tau), Complex(n))) }
        case .warburg:
            let (R_s, R, C, sigma) = (log(10, 300), log(100, 1000), log(1e-7, 1e-5), log(30, 1000))
            return { s in
                Complex(R_s) + one / (Complex(C) * s + one / (Complex(R) + Complex(sigma) / Complex.sqrt(s)))
            }
        case .loop, .negativeCapacitance, .conductionCapacitance:
            let (R_s, C) = (log(10, 100), log(1e-7, 1e-5))
            let R_a =
                self == .loop ? log(200, 3000) : self == .negativeCapacitance ? log(100, 500) : -log(1500, 5000)
            let tau = log(0.1, 1)
            return { s in
                Complex(R_s) + one
                    / (Complex(1e-3) + Complex(C) * s + one / (Complex(R_a) * (one + s * Complex(tau))))
            }
        case .hiddenNegative:
            let (R_s, C, R_a, tau) = (log(50, 200), log(1e-6, 4e-6), log(300, 800), log(1, 3))
            return { s in
                Complex(R_s) + one
                    / (Complex(-5e-4) + Complex(C) * s + one / (Complex(R_a) * (one + s * Complex(tau))))
            }
        case .resonance:
            let (R_s, omega, quality) = (log(10, 100), log(10, 1e4), log(1, 8))
            let C = 1 / (300 * omega)
            // Losses in both branches alike.
            let (L, R, G) = (300 / omega, 150 / quality, 1 / (600 * quality))
            return { s in Complex(R_s) + one / (Complex(G) + Complex(C) * s + one / (Complex(R) + Complex(L) * s)) }
        case .blockingCPE:
            let (R_s, Q, n) = (log(10, 100), log(1e-6, 1e-4), 0.75 + 0.22 * random.uniform())
            return { s in Complex(R_s) + one / (Complex(Q) * Complex.pow(s, Complex(n))) }
        }
    }
}

/// What may go wrong with a measurement, by 1 % at most.
enum Fault: String, CaseIterable {
    case driftByPoints = "drift, equal time a point"
    case driftByPeriods = "drift, time by periods"
    case driftMixed = "drift, 3 periods but at least 1 s"
    case largeCurrent = "nonlinear with the current"
    case largeVoltage = "nonlinear with the voltage"
    case jump = "a jump of 1 %"

    /// The spectrum with the fault, of either sign.
    func apply(_ size: Double, to z: [Complex<Double>], _ f: [Double]) -> [Complex<Double>] {
        let magnitudes = z.map(\.length)
        func clock(_ duration: (Double) -> Double) -> [Double] {
            var elapsed = 0.0
            let times = f.map { f in
                elapsed += duration(f)
                return elapsed
            }
            return times.map { $0 / elapsed }
        }
        let course: [Double]
        switch self {
        case .driftByPoints: course = clock { _ in 1 }
        case .driftByPeriods: course = clock { 1 / $0 }
        case .driftMixed: course = clock { max(1, 3 / $0) }
        case .largeCurrent:
            let least = magnitudes.min() ?? 1
            course = magnitudes.map { (least / $0) * (least / $0) }
        case .largeVoltage:
            let most = magnitudes.max() ?? 1
            course = magnitudes.map { ($0 / most) * ($0 / most) }
        case .jump: course = z.indices.map { $0 * 10 >= z.count * 6 ? 1 : 0 }
        }
        return z.indices.map { z[$0] * Complex(1 + size * course[$0]) }
    }
}
