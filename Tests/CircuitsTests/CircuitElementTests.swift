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

    @Test(arguments: CircuitElements.all.map(\.symbol))
    func `derivatives agree with steps in the complex plane`(_ symbol: String) throws {
        let circuit = try Circuit(code: symbol)
        let element = try #require(CircuitElements.named(symbol))
        for k in 0..<3 {
            let values = element.parameters.map { sample($0, k) }
            let omegas = [1e-3, 0.7, 40, 1e5]
            let derivatives = circuit.derivatives(values, at: omegas)
            for (i, omega) in omegas.enumerated() {
                for j in values.indices {
                    // Five-point rule: error of the order of h^4, here 1e-10 of the value, and rounding/h.
                    let h = 1e-3 * abs(values[j])
                    func z(_ step: Double) -> Complex<Double> {
                        var moved = values
                        moved[j] += step * h
                        return circuit.impedance_ohm(moved, at: [omega])[0]
                    }
                    let near = (z(1) - z(-1)).multiplied(by: 8)
                    let numeric = (near - (z(2) - z(-2))).divided(by: 12 * h)
                    let scale = max(numeric.length, z(0).length / abs(values[j]) * 1e-3)
                    let difference = (derivatives[i][j] - numeric).length
                    #expect(
                        difference < 1e-8 * scale, "\(symbol) at \(omega), value \(j): \(derivatives[i][j]), \(numeric)"
                    )
                }
            }
        }
    }

    /// Each formula written once more, from the definition, by the standard library of complex functions.
    private func formula(_ symbol: String, _ v: [Double], _ omega: Double) -> Complex<Double>? {
        let s = Complex(0, omega)
        func power(_ z: Complex<Double>, _ n: Double) -> Complex<Double> {
            Complex.exp(Complex.log(z).multiplied(by: n))
        }
        switch symbol {
        case "R": return Complex(v[0])
        case "C": return 1 / (s * Complex(v[0]))
        case "L": return s * Complex(v[0])
        case "La": return Complex(v[0]) * power(s, v[1])
        case "Q": return 1 / (Complex(v[0]) * power(s, v[1]))
        case "K": return Complex(v[0]) / (1 + s * Complex(v[1]))
        case "M": return (1 + s * Complex(v[1])) / Complex(v[0])
        case "Zarc": return Complex(v[0]) / (1 + power(s * Complex(v[1]), v[2]))
        case "H": return Complex(v[0]) / power(1 + power(s * Complex(v[1]), v[2]), v[3])
        case "G": return Complex(v[0]) / Complex.sqrt(1 + s * Complex(v[1]))
        case "W": return Complex(v[0], -v[0]).divided(by: omega.squareRoot())
        case "Wo":
            let q = Complex.sqrt(s * Complex(v[1]))
            return Complex(v[0]) / (q * Complex.tanh(q))
        case "Ws":
            let q = Complex.sqrt(s * Complex(v[1]))
            return Complex(v[0]) * Complex.tanh(q) / q
        default: return nil
        }
    }

    @Test(arguments: CircuitElements.all.map(\.symbol))
    func `an element is its formula`(_ symbol: String) throws {
        let element = try #require(CircuitElements.named(symbol))
        let circuit = try Circuit(code: symbol)
        for k in 0..<3 {
            let values = element.parameters.map { sample($0, k) }
            for omega in [1e-2, 1, 300, 1e6] {
                let z = circuit.impedance_ohm(values, at: [omega])[0]
                let wanted = try #require(formula(symbol, values, omega))
                #expect((z - wanted).length < 1e-12 * wanted.length, "\(symbol) at \(omega): \(z), \(wanted)")
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

    @Test func `a tree's derivatives agree with small steps`() throws {
        let circuit = try Circuit(code: "L0-R0-p(Q1,R1,R2-L1)-p(C2,R3-Ws2)")
        let values = [1e-6, 50, 2e-6, 0.85, 1e3, 400, 3, 1e-5, 200, 80, 0.5]
        let omegas = [0.05, 3, 2e2, 5e4]
        let derivatives = circuit.derivatives(values, at: omegas)
        for (i, omega) in omegas.enumerated() {
            for j in values.indices {
                let h = 1e-3 * values[j]
                func z(_ step: Double) -> Complex<Double> {
                    var moved = values
                    moved[j] += step * h
                    return circuit.impedance_ohm(moved, at: [omega])[0]
                }
                let near = (z(1) - z(-1)).multiplied(by: 8)
                let numeric = (near - (z(2) - z(-2))).divided(by: 12 * h)
                let scale = max(numeric.length, z(0).length / values[j] * 1e-3)
                #expect((derivatives[i][j] - numeric).length < 1e-8 * scale, "value \(j) at \(omega)")
            }
        }
    }
}
