/// One thing that is wrong with a session of measurements, planted to see which links say so (THEORY I).
public enum PlantedFault: String, Sendable, CaseIterable {
    /// Loops and held levels are taken hundreds of times too fast to be steady.
    case sweptTooFast
    /// The spectra see a series resistance 20 % too large, or too small for every other device, as another fixture has it.
    case seriesResistance
    /// The device conducts half as much again when loops and levels are taken, after spectra and steps.
    case drift
    /// Loops and levels count the current as photovoltaic programs do, with the other sign.
    case photovoltaicSign
    /// Spectra store -Im Z in a column that says Im Z.
    case reversedReactance
    /// A second, far slower memory that steps are long enough to see and spectra are not.
    case secondMemory

    /// The fault in words.
    public var words: String {
        switch self {
        case .sweptTooFast: "sweep too fast"
        case .seriesResistance: "R_s wrong by 20 %"
        case .drift: "drift between spectra and loops"
        case .photovoltaicSign: "photovoltaic sign of loops"
        case .reversedReactance: "reversed Im Z"
        case .secondMemory: "second state variable"
        }
    }

    /// The link that must catch it (THEORY G.3, last column).
    public var link: String {
        switch self {
        case .sweptTooFast: "L8"
        case .seriesResistance: "L19"
        case .drift: "L1"
        case .photovoltaicSign: "L4"
        case .reversedReactance: "L4"
        case .secondMemory: "L2"
        }
    }

    /// Links that compare the spoiled quantity too, and may say so.
    public var relatives: Set<String> {
        switch self {
        // What is not steady is not compared with what is; nothing else is touched.
        case .sweptTooFast: ["L1", "L4"]
        case .seriesResistance: ["L3"]
        // Conductances of the loops against those of spectra and steps.
        case .drift: ["L4", "L5", "L7", "L8", "L9", "L17"]
        case .photovoltaicSign: ["L1", "L5", "L7", "L8", "L9", "L14", "L15", "L17"]
        // Every capacitance and every memory of the spectra.
        case .reversedReactance: ["L1", "L2", "L3", "L5", "L7", "L9", "L10", "L11", "L14", "L16", "L17", "L19"]
        // Every time, and what is steady.
        case .secondMemory: ["L1", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L13", "L17"]
        }
    }
}
