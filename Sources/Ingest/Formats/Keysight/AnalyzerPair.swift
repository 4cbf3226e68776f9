internal import Measurements

/// A quantity that an impedance analyzer measures, by the name it writes.
enum AnalyzerQuantity: String, Hashable, Sendable {
    case modulusZ = "|z|"
    case thetaZ = "theta-z"
    case resistance = "r"
    case reactance = "x"
    case modulusY = "|y|"
    case thetaY = "theta-y"
    case conductance = "g"
    case susceptance = "b"
    case parallelCapacitance = "cp"
    case seriesCapacitance = "cs"
    case parallelInductance = "lp"
    case seriesInductance = "ls"
    case parallelResistance = "rp"
    case seriesResistance = "rs"
    case loss = "d"
    case quality = "q"

    /// Reads a name without its unit: `Cp`, `|Z|`, `theta-z`, `Theta`, `Z`, `TD`.
    init?(_ name: String) {
        var key = name.lowercased().trimmingBlanks()
        if key.hasSuffix("-data") { key = String(key.dropLast(5)) }
        if let known = Self(rawValue: key) {
            self = known
            return
        }
        switch key {
        case "z", "absz", "impedance": self = .modulusZ
        case "theta", "th", "phase", "thz", "ztheta", "thetaz", "\u{3B8}", "\u{3B8}z", "\u{3B8}-z": self = .thetaZ
        case "y", "absy", "admittance": self = .modulusY
        case "thy", "thetay", "\u{3B8}y", "\u{3B8}-y": self = .thetaY
        case "gp": self = .conductance
        default: return nil
        }
    }

    /// What a recording calls it.
    var symbol: String {
        switch self {
        case .modulusZ: "|Z|"
        case .thetaZ: "phase"
        case .resistance: "ReZ"
        case .reactance: "ImZ"
        case .modulusY: "|Y|"
        case .thetaY: "phase of Y"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// Whether it is an angle, in degrees unless the name says otherwise.
    var isAngle: Bool { self == .thetaZ || self == .thetaY }

    /// The SI unit of the stored numbers.
    var unit: String {
        switch self {
        case .modulusZ, .resistance, .reactance, .parallelResistance, .seriesResistance: "ohm"
        case .modulusY, .conductance, .susceptance: "S"
        case .thetaZ, .thetaY: "rad"
        case .parallelCapacitance, .seriesCapacitance: "F"
        case .parallelInductance, .seriesInductance: "H"
        case .loss, .quality: "1"
        }
    }
}

/// Two quantities that together are an impedance.
struct AnalyzerPair: Hashable, Sendable {
    /// The first, of those a pair starts with.
    var first: AnalyzerQuantity
    /// The second.
    var second: AnalyzerQuantity

    /// The pairs that are read; the first in this order wins where a file has several.
    static let all: [AnalyzerPair] = [
        AnalyzerPair(first: .resistance, second: .reactance),
        AnalyzerPair(first: .seriesResistance, second: .reactance),
        AnalyzerPair(first: .modulusZ, second: .thetaZ), AnalyzerPair(first: .conductance, second: .susceptance),
        AnalyzerPair(first: .modulusY, second: .thetaY), AnalyzerPair(first: .modulusY, second: .thetaZ),
        AnalyzerPair(first: .parallelCapacitance, second: .conductance),
        AnalyzerPair(first: .parallelCapacitance, second: .parallelResistance),
        AnalyzerPair(first: .parallelCapacitance, second: .loss),
        AnalyzerPair(first: .parallelCapacitance, second: .quality),
        AnalyzerPair(first: .seriesCapacitance, second: .seriesResistance),
        AnalyzerPair(first: .seriesCapacitance, second: .loss),
        AnalyzerPair(first: .seriesCapacitance, second: .quality),
        AnalyzerPair(first: .seriesInductance, second: .seriesResistance),
        AnalyzerPair(first: .seriesInductance, second: .loss), AnalyzerPair(first: .seriesInductance, second: .quality),
        AnalyzerPair(first: .parallelInductance, second: .conductance),
        AnalyzerPair(first: .parallelInductance, second: .parallelResistance),
        AnalyzerPair(first: .parallelInductance, second: .loss),
        AnalyzerPair(first: .parallelInductance, second: .quality),
    ]

    /// The places of the best pair among quantities; `nil` where no two of them make an impedance.
    static func find(_ quantities: [AnalyzerQuantity?]) -> (pair: AnalyzerPair, first: Int, second: Int)? {
        for pair in all {
            if let a = quantities.firstIndex(of: pair.first), let b = quantities.firstIndex(of: pair.second) {
                return (pair, a, b)
            }
        }
        return nil
    }

    /// The name for people: `cp-d`.
    var name: String { first.rawValue + " and " + second.rawValue }

    /// Hands two columns to a builder that holds their frequencies.
    func hand(_ a: [Double], _ b: [Double], to spectra: inout SpectrumBuilder) {
        let omega = spectra.frequency_Hz.map { 2 * Double.pi * $0 }
        switch (first, second) {
        case (.modulusZ, _): spectra.take(.polar, a, b)
        case (.modulusY, _): spectra.take(.polarAdmittance, a, b)
        case (.conductance, _): spectra.take(.admittance, a, b)
        case (.parallelCapacitance, .conductance): spectra.take(.parallel, a, b)
        case (.parallelCapacitance, .parallelResistance): spectra.take(.parallelResistance, a, b)
        case (.parallelCapacitance, .loss): spectra.take(.parallelLoss, a, b)
        case (.parallelCapacitance, _): spectra.take(.parallelLoss, a, b.map { 1 / $0 })
        case (.seriesCapacitance, .seriesResistance): spectra.take(.series, a, b)
        case (.seriesCapacitance, .loss): spectra.take(.seriesLoss, a, b)
        case (.seriesCapacitance, _): spectra.take(.seriesLoss, a, b.map { 1 / $0 })
        case (.seriesInductance, _):
            // X = ωL; R as it stands, or X D, or X / Q.
            let reactance = zip(omega, a).map { $0 * $1 }
            spectra.take(.parts, Self.real(second, b, reactance), reactance)
        case (.parallelInductance, _):
            // B = -1/(ωL); G as it stands, or |B| D, or |B| / Q.
            let susceptance = zip(omega, a).map { -1 / ($0 * $1) }
            spectra.take(.admittance, Self.real(second, b, susceptance.map { -$0 }), susceptance)
        default: spectra.take(.parts, a, b)
        }
    }

    private static func real(_ quantity: AnalyzerQuantity, _ b: [Double], _ imaginary: [Double]) -> [Double] {
        switch quantity {
        case .loss: zip(b, imaginary).map { $0 * $1 }
        case .quality: zip(b, imaginary).map { $1 / $0 }
        case .parallelResistance: b.map { 1 / $0 }
        default: b
        }
    }
}
