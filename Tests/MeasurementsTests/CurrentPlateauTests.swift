import Measurements
import Testing

@Suite struct CurrentPlateauTests {
    private let voltage = (0...100).map { Double($0) / 100 }

    @Test func `a limit with an edge is found with its samples`() throws {
        let current = voltage.map { min($0 * 1e-2, 5e-3) }
        let plateau = try #require(CurrentPlateau(voltage_V: voltage, current_A: current, sign: 1))
        #expect(plateau.limit_A == 5e-3 && plateau.first == 50 && plateau.last == 100 && plateau.count == 51)
        #expect(CurrentPlateau(voltage_V: voltage, current_A: current, sign: -1) == nil)
        #expect(CurrentPlateau(voltage_V: voltage, current_A: current.map { -$0 }, sign: -1) != nil)
    }

    @Test func `a photocurrent flows at 0 V too`() {
        let lit = voltage.map { v in v > 0.7 ? (v - 0.7) * 0.1 - 4e-3 : -4e-3 }
        #expect(CurrentPlateau(voltage_V: voltage, current_A: lit, sign: -1) == nil)
    }

    @Test func `what comes to its end slowly is the device`() {
        // x/(1 + x⁸)^(1/8): straight, then flat, without an edge.
        let soft = voltage.map { v in
            let x = v * 4
            let eighth = x * x * x * x * x * x * x * x
            return 1e-3 * x / (1 + eighth).squareRoot().squareRoot().squareRoot()
        }
        #expect(CurrentPlateau(voltage_V: voltage, current_A: soft, sign: 1) == nil)
    }

    @Test func `nothing traps on nothing`() {
        #expect(CurrentPlateau(voltage_V: [], current_A: [], sign: 1) == nil)
        #expect(CurrentPlateau(voltage_V: [1], current_A: [], sign: 1) == nil)
        #expect(CurrentPlateau(voltage_V: [.nan, 1], current_A: [1, .nan], sign: 1) == nil)
    }
}
