/// Whether a current has the sign of its voltage, as in every passive device.
enum CurrentSign {
    /// How many of how many samples at large voltage have a current against it, where these are more than 80 %.
    ///
    /// Only samples above half of the largest voltage are asked: near zero an offset or a charge decides the sign, and a
    /// lit solar cell is a generator up to its open-circuit voltage.
    static func doubt(voltage_V: [Double], current_A: [Double]) -> (against: Int, of: Int)? {
        guard voltage_V.count == current_A.count else { return nil }
        let largest = voltage_V.reduce(0) { max($0, abs($1)) }
        var against = 0
        var asked = 0
        for i in voltage_V.indices where abs(voltage_V[i]) >= largest / 2 && current_A[i] != 0 {
            asked += 1
            if (voltage_V[i] < 0) != (current_A[i] < 0) { against += 1 }
        }
        return asked >= 5 && against * 5 > asked * 4 ? (against, asked) : nil
    }
}
