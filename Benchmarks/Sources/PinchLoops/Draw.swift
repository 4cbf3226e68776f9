import Kernels

/// Random numbers of a trial.
struct Draw {
    private var stream: SeededStream

    init(seed: UInt64) { stream = SeededStream(seed: seed, "loops") }

    mutating func uniform() -> Double { stream.uniform() }
    mutating func normal() -> Double { stream.normal() }
    /// A whole number between two, both included.
    mutating func integer(_ low: Int, _ high: Int) -> Int {
        min(high, low + Int(stream.uniform() * Double(high - low + 1)))
    }
}
