/// A threshold by one definition.
struct SwitchingValue: Sendable, Hashable {
    /// `S1` to `S6`, `R1` to `R3`, `hold`.
    let definition: String
    /// Magnitude of the voltage.
    let V: Estimate
    let rule: String
    /// The event lies at or beyond the first point at the current limit.
    var isCensored = false
}
