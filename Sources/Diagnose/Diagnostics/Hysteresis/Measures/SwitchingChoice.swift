/// Which of the definitions of a threshold is the chosen one, and what they need.
struct SwitchingChoice: Sendable, Hashable {
    /// `S1` to `S6`.
    let set: SetDefinition
    /// `R1` to `R3`.
    let reset: ResetDefinition
    /// The fixed current of S4, A; `nil` takes the geometric mean of the branch's smallest and largest current.
    let threshold_A: Double?

    /// The choice that the options make.
    init(_ options: DiagnoseOptions = DiagnoseOptions()) {
        set = options.V_set_definition ?? .S1
        reset = options.V_reset_definition ?? .R1
        threshold_A = options.V_set_current_A
    }
}
