import Circuits
import ComplexModule
import Foundation
import RealModule
import TestSupport
import Testing

@Suite struct CircuitElementTests {
    /// Numbers that exercise each value, by role.
    private func sample(_ parameter: ElementParameter, _ k: Int) -> Double {
        switch parameter.role {
        case .resistance: [120.0, -45, 3e5][k]
        case .conductance: [8e-3, -2e-2, 3e-6][k]
        case .inductance: [0.3, -2, 1e3][k]
        case .capacitance: [1e-6, 3e-9, 1e-2][k]
        case .time: [1e-3, 2, 1e-6][k]
        case .phaseAdmittance: [1e-5, 2e-8, 0.1][k]
        case .phaseInductance: [0.2, 5, 1e-4][k]
        case .diffusion: [30, 1e4, 0.1][k]
        case .exponent: [0.8, 0.55, 0.97][k]
        }
    }

    /// Values moved by a step in j: impedance in the first part, the derivative by one value times the step in the second.
    private func stepped(_ values: [Double], _ index: Int) -> (values: [Bicomplex], step: Double) {
        let step = 1e-30 * abs(values[index])
        var moved = values.map { Bicomplex(Complex($0)) }
        moved[index].b = Complex(step)
        return (moved, step)
    }

    @Test(arguments: CircuitElements.all.map(\.symbol))
    func `an element is its formula, and its derivatives are those of a step in a second complex plane`(
        _ symbol: String
    ) throws {
        let circuit = try Circuit(code: symbol)
        let element = try #require(CircuitElements.named(symbol))
        for k in 0..<3 {
            let values = element.parameters.map { sample($0, k) }
            let omegas = [1e-3, 0.7, 40, 1e5]
            let z = circuit.impedance_ohm(values, at: omegas)
            let derivatives = circuit.derivatives(values, at: omegas)
            for (i, omega) in omegas.enumerated() {
                for j in values.indices {
                    let (moved, step) = stepped(values, j)
                    let wanted = try #require(ElementFormula.impedance(symbol, moved, omega))
                    #expect((z[i] - wanted.a).length < 1e-12 * wanted.a.length, "\(symbol) at \(omega)")
                    let slope = wanted.b.divided(by: step)
                    // Where a value hardly counts, its derivative is a difference of like numbers in either way.
                    let scale = max(slope.length, 1e-6 * wanted.a.length / abs(values[j]))
                    #expect(
                        (derivatives[i][j] - slope).length < 1e-9 * scale,
                        "\(symbol) at \(omega), value \(j): \(derivatives[i][j]), \(slope)")
                }
            }
        }
    }

    @Test(arguments: CircuitElements.all.map(\.symbol))
    func `a passive element never gives power`(_ symbol: String) throws {
        let element = try #require(CircuitElements.named(symbol))
        let circuit = try Circuit(code: symbol)
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            let values = element.parameters.map { parameter in
                parameter.role == .exponent
                    ? Double.random(in: 0...1, using: &random) : pow(10, Double.random(in: -6...6, using: &random))
            }
            let z = circuit.impedance_ohm(values, at: [pow(10, Double.random(in: -3...6, using: &random))])[0]
            #expect(z.real >= -1e-12 * z.length, "\(symbol) \(values): \(z)")
        }
    }

    @Test func `a diffusion far below and far above its time is finite and right`() throws {
        let short = try Circuit(code: "Ws").impedance_ohm([50, 1], at: [1e-12, 1e12])
        #expect(abs(short[0].real - 50) < 1e-9 && abs(short[0].imaginary) < 1e-9)
        #expect(abs(short[1].real - 50 / 1e6 / 2.0.squareRoot()) < 1e-12)
        // |Z| is 5e6 ohm, of which rounding leaves 1e-9.
        let open = try Circuit(code: "Wo").impedance_ohm([50, 1], at: [1e-5, 1e12])
        #expect(abs(open[0].real - 50.0 / 3) < 1e-7, "a third of R below all")
        #expect(open[1].isFinite)
    }

    @Test func `every element file stands in the list`() throws {
        let folder = SampleFiles.path("Sources/Diagnose/Circuits/Elements")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        let types = Set(CircuitElements.all.map { "\(type(of: $0)).swift" })
        let others: Set = ["CircuitElement.swift", "DiffusionDepth.swift", "ImaginaryPower.swift"]
        #expect(Set(files).subtracting(others) == types)
        #expect(Set(CircuitElements.all.map(\.symbol)).count == CircuitElements.all.count)
    }

    @Test(arguments: [
        ("L0-R0-p(Q1,R1,R2-L1)-p(C2,R3-Ws2)", [1e-6, 50, 2e-6, 0.85, 1e3, 400, 3, 1e-5, 200, 80, 0.5]),
        ("R0-p(C1,R1,R2-L1)", [50, 1e-6, -1000, 500, 50]),
        ("R0-p(C1,R1,M1,M2)", [20, 1e-7, 2e3, 1e-3, 0.1, -2e-4, 2]),
        ("p(R1-p(R2-p(R3-Zarc1,C3),C2),La1-K1)", [10, 20, 30, 400, 1e-2, 0.7, 1e-5, 1e-7, 0.3, 0.9, 70, 1e-4]),
    ])
    func `a tree is its formula, and so are its derivatives`(_ code: String, _ values: [Double]) throws {
        let circuit = try Circuit(code: code)
        let omegas = [0.05, 3, 2e2, 5e4]
        let z = circuit.impedance_ohm(values, at: omegas)
        let derivatives = circuit.derivatives(values, at: omegas)
        for (i, omega) in omegas.enumerated() {
            for j in values.indices {
                let (moved, step) = stepped(values, j)
                let wanted = try #require(ElementFormula.impedance(circuit.joint, circuit, moved, omega))
                #expect((z[i] - wanted.a).length < 1e-12 * wanted.a.length, "\(code) at \(omega)")
                let slope = wanted.b.divided(by: step)
                let scale = max(slope.length, 1e-6 * wanted.a.length / abs(values[j]))
                #expect((derivatives[i][j] - slope).length < 1e-9 * scale, "\(code), value \(j) at \(omega)")
            }
        }
    }

    @Test func `a short circuit, an open one and a pole are not finite or right, never a trap`() throws {
        let open = try Circuit(code: "R0-p(C1,R1)")
        #expect(open.impedance_ohm([10, 0, 100], at: [1])[0] == Complex(110), "no capacitance")
        let series = try Circuit(code: "p(R1-C1,R2)")
        #expect(series.impedance_ohm([10, 0, 100], at: [1])[0] == Complex(100), "an open branch")
        let large = try Circuit(code: "p(R1,R2)").impedance_ohm([1e200, 1e200], at: [1])[0]
        #expect(abs(large.real / 5e199 - 1) < 1e-12)
    }
}
