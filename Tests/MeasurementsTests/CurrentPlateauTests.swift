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

/// Limits of devices whose low resistance reaches them near 0 V.
@Suite struct NearLimitTests {
    /// Out, back, and the same at V < 0: `current` of the voltage and of whether it is the way back.
    private func loop(_ current: (Double, Bool) -> Double) -> (V: [Double], I: [Double]) {
        let out = (0...100).map { Double($0) / 100 }
        let V = out + out.dropLast().reversed() + out.dropFirst().map { -$0 } + out.dropLast().reversed().map { -$0 }
        return (V, V.indices.map { current(V[$0], ($0 > 100 && $0 <= 200) || $0 > 300) })
    }

    @Test func `an on state of low resistance stands at the limit nearly down to 0 V`() throws {
        // On at 0.8 V, 250 ohm: 0.2 mA flow from 50 mV on.
        let (V, I) = loop { V, isBack in min(V / (V > 0 && (isBack || V > 0.8) ? 250 : 1e6), 2e-4) }
        let plateau = try #require(CurrentPlateau(voltage_V: V, current_A: I, sign: 1))
        #expect(plateau.limit_A == 2e-4 && plateau.first == 81 && plateau.last == 195)
        #expect(CurrentPlateau(voltage_V: V, current_A: I, sign: -1) == nil)
    }

    @Test func `a record at its limits throughout has one in each polarity`() throws {
        let (V, I) = loop { V, _ in V == 0 ? 0 : (V > 0 ? 1e-3 : -2e-3) }
        #expect(CurrentPlateau(voltage_V: V, current_A: I, sign: 1)?.limit_A == 1e-3)
        #expect(CurrentPlateau(voltage_V: V, current_A: I, sign: -1)?.limit_A == 2e-3)
        // A range held at 0 V itself says nothing.
        let held = I.indices.map { V[$0] == 0 ? 1e-3 : I[$0] }
        #expect(CurrentPlateau(voltage_V: V, current_A: held, sign: 1)?.count == 199)
    }

    @Test func `a limit that cuts a noisy current is found by what repeats`() throws {
        // Every second sample lies up to 1.5 % below the limit.
        let (V, I) = loop { V, isBack in
            guard V > 0 && (isBack || V > 0.8) else { return V / 1e6 }
            let k = Int((V * 100).rounded())
            return min(2e-4 * (k % 2 == 0 ? 1 : 0.985 + 0.0001 * Double(k % 7)), V / 1e3)
        }
        #expect(CurrentPlateau(voltage_V: V, current_A: I, sign: 1)?.limit_A == 2e-4)
        // The same scatter without a repeated largest value is a device's.
        let scattered = I.indices.map { I[$0] * (1 - 1e-6 * Double($0)) }
        #expect(CurrentPlateau(voltage_V: V, current_A: scattered, sign: 1) == nil)
    }

    @Test func `a photocurrent is none, of either count`() {
        let V = (0...130).map { -0.1 + Double($0) / 100 }
        let passive = V.map { $0 < 0.8 ? -0.02 : -0.02 + 0.5 * ($0 - 0.8) }
        #expect(CurrentPlateau(voltage_V: V, current_A: passive, sign: -1) == nil)
        #expect(CurrentPlateau(voltage_V: V, current_A: passive.map { -$0 }, sign: 1) == nil)
        // From just above 0 V, where nothing is measured at 0 V or across it: it falls to the other sign.
        let above = Array(V.indices.filter { V[$0] > 0.02 })
        #expect(
            CurrentPlateau(voltage_V: above.map { V[$0] }, current_A: above.map { -passive[$0] }, sign: 1) == nil)
    }
}
