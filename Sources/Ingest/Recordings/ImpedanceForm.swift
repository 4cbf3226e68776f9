internal import Measurements

/// The ways in which instruments write an impedance, and its parts in ohm.
///
/// The time dependence is exp(+iωt) everywhere: a capacitor has a negative imaginary part.
enum ImpedanceForm: Hashable, Sendable {
    /// Re Z and Im Z, ohm.
    case parts
    /// |Z| in ohm and its angle in radians.
    case polar
    /// Re Y and Im Y, S.
    case admittance
    /// |Y| in S and its angle in radians.
    case polarAdmittance
    /// Parallel capacitance in F and conductance in S: `Y = G + iωC_p`.
    case parallel
    /// Parallel capacitance in F and loss factor: `G = ωC_p D`.
    case parallelLoss
    /// Parallel capacitance in F and resistance in ohm: `Y = 1/R_p + iωC_p`.
    case parallelResistance
    /// Series capacitance in F and resistance in ohm: `Z = R_s + 1/(iωC_s)`.
    case series
    /// Series capacitance in F and loss factor: `R_s = D/(ωC_s)`.
    case seriesLoss

    /// The parts of an impedance; not finite where the numbers are none (a zero admittance).
    func ohm(_ a: Double, _ b: Double, frequency_Hz: Double) -> (real: Double, imaginary: Double) {
        let omega = 2 * Double.pi * frequency_Hz
        switch self {
        case .parts: return (a, b)
        case .polar: return (a * Trigonometry.cosine(b), a * Trigonometry.sine(b))
        case .admittance: return Self.inverse(a, b)
        case .polarAdmittance: return Self.inverse(a * Trigonometry.cosine(b), a * Trigonometry.sine(b))
        case .parallel: return Self.inverse(b, omega * a)
        case .parallelLoss: return Self.inverse(omega * a * b, omega * a)
        case .parallelResistance: return Self.inverse(1 / b, omega * a)
        case .series: return (b, -1 / (omega * a))
        case .seriesLoss: return (b / (omega * a), -1 / (omega * a))
        }
    }

    private static func inverse(_ real: Double, _ imaginary: Double) -> (real: Double, imaginary: Double) {
        let square = real * real + imaginary * imaginary
        return (real / square, -imaginary / square)
    }
}

extension SpectrumBuilder {
    /// Takes two columns of a form, row by row with the frequencies that stand here already.
    ///
    /// Rows of rest (f ≤ 0) stay as they are: `recordings` leaves them out.
    mutating func take(_ form: ImpedanceForm, _ a: [Double], _ b: [Double]) {
        real_ohm = []
        imaginary_ohm = []
        for i in frequency_Hz.indices where i < a.count && i < b.count {
            let z = frequency_Hz[i] > 0 ? form.ohm(a[i], b[i], frequency_Hz: frequency_Hz[i]) : (real: 0, imaginary: 0)
            real_ohm.append(z.real)
            imaginary_ohm.append(z.imaginary)
        }
    }
}

/// Amplitudes as instruments state them, to zero-to-peak.
enum Amplitude {
    /// From root mean square.
    static func zeroToPeak(rms: Double) -> Double { rms * 2.0.squareRoot() }
    /// From peak to peak.
    static func zeroToPeak(peakToPeak: Double) -> Double { peakToPeak / 2 }
}
