import Glibc

/// Random numbers that depend on a seed and on names alone, so that no order of work changes them.
///
/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), started from the seed and the FNV-1a hash of the names; normal
/// deviates by Box and Muller (1958).
public struct SeededStream: Sendable {
    private var state: UInt64
    private var spare: Double?

    /// A stream of a seed and names, such as the device and the recording.
    public init(seed: UInt64, _ names: String...) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for name in names {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            // Ends each name, so that ("ab", "c") is not ("a", "bc").
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        state = hash ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        _ = next()
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number evenly distributed between 0 and 1, never either.
    public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

    /// A normal deviate of mean 0 and standard deviation 1.
    public mutating func normal() -> Double {
        if let held = spare {
            spare = nil
            return held
        }
        let radius = (-2 * log(uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return radius * cos(angle)
    }
}
