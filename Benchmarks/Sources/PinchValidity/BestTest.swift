import ComplexModule
import Glibc
import Kernels
import RealModule

/// How often the best possible test could catch a fault: one that knows the fault's exact shape, the noise, and which causal
/// basis describes the spectrum without it.
///
/// What a fault leaves after that basis, which Bayes' criterion picks from the clean spectrum, is a chi-square λ with one
/// degree of freedom; a test at 5 % false alarms catches it in `P(|N(√λ, 1)| > 1.96)` (Neyman and Pearson).
enum BestTest {
    private static let noise = 1e-3

    /// Prints a row for each family and form: how often the best test catches each fault.
    static func run(seeds: UInt64) {
        let faults = Fault.allCases.filter { $0 != .jump }
        print(
            "\n| the best possible test at 0.1 % noise, 5 % false alarms | form | \(faults.map(\.rawValue).joined(separator: " | ")) |"
        )
        print("|---|---|\(faults.map { _ in "---|" }.joined())")
        for family in CleanFamily.allCases {
            for form in family.forms {
                let cells = faults.map { fault in
                    let powers = (1...seeds).map { power(family, fault, form, seed: $0) }
                    return "\((1000 * powers.reduce(0, +) / Double(powers.count)).rounded() / 10) %"
                }
                print("| \(family.rawValue) | \(form) | \(cells.joined(separator: " | ")) |")
            }
        }
    }

    private static func power(_ family: CleanFamily, _ fault: Fault, _ form: String, seed: UInt64) -> Double {
        let f = PinchValidity.frequency_Hz
        var random = SeededStream(seed: seed, family.rawValue)
        let impedance = family.impedance(&random)
        let sign = random.uniform() < 0.5 ? 0.01 : -0.01
        let clean = f.map { impedance(Complex(0, 2 * Double.pi * $0)) }
        let faulty = fault.apply(sign, to: clean, f)
        let (x, y) = form == "Z" ? (clean, faulty) : (clean.map { 1 / $0 }, faulty.map { 1 / $0 })
        let root = shift(x, y, f).squareRoot()
        return NormalDistribution.upperTail(1.96 - root) + NormalDistribution.upperTail(1.96 + root)
    }

    /// Chi-square of what a change of x leaves after the basis that describes x.
    private static func shift(_ x: [Complex<Double>], _ y: [Complex<Double>], _ f: [Double]) -> Double {
        let weights = x.map { 1 / $0.length / noise }
        func row(_ z: [Complex<Double>]) -> [Double] {
            zip(z, weights).map { $0.real * $1 } + zip(z, weights).map { $0.imaginary * $1 }
        }
        var reduction = OrderedReduction(rows: 2 * f.count, sides: [row(x), row(zip(y, x).map { $0 - $1 })])
        var best = (criterion: Double.infinity, shift: 0.0)
        for level in levels(f) {
            for column in level { reduction.add(row(column)) }
            let criterion = reduction.tailProduct(0, 0) + log(Double(2 * f.count)) * Double(reduction.rank)
            if criterion < best.criterion { best = (criterion, reduction.tailProduct(1, 1)) }
        }
        return best.shift
    }

    /// The nested bases of the test (docs/validity.md).
    private static func levels(_ f: [Double]) -> [[[Complex<Double>]]] {
        let omega = f.map { 2 * Double.pi * $0 }
        let (high, low) = (omega.first ?? 1, omega.last ?? 1)
        let intervals = Int((4 * log10(high / low)).rounded())
        func relaxation(_ place: Double) -> [Complex<Double>] {
            let t = Double.pow(high / low, place / Double(intervals)) / high
            return omega.map { 1 / Complex(1, $0 * t) }
        }
        let plain = [omega.map { _ in Complex(1) }, omega.map { Complex(0, $0 / high) }]
        let inside = (0...intervals).map { relaxation(Double($0)) }
        let beyond = [-1.0, -2, Double(intervals) + 1, Double(intervals) + 2].map(relaxation)
        let between = (-2...(intervals + 1)).map { relaxation(Double($0) + 0.5) }
        return [plain + inside, [omega.map { Complex(0, -low / $0) }], beyond, between]
    }
}
