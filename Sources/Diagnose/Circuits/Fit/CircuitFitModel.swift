internal import ComplexModule
internal import Kernels
internal import RealModule

/// The residuals of a circuit at a spectrum's points, by the coordinates of its free values.
struct CircuitFitModel: ResidualModel {
    /// A free value: where it stands in the circuit's list, with those tied to it, and how it is moved.
    struct Free {
        let indices: [Int]
        let coordinate: ValueCoordinate
    }

    let free: [Free]
    /// All values; those that are not free stay as they stand here.
    let held: [Double]
    let omega_rad_per_s: [Double]
    let z_ohm: [Complex<Double>]
    /// What the residuals of the parts are multiplied by, 1/ohm.
    let realWeights_per_ohm: [Double]
    let imaginaryWeights_per_ohm: [Double]
    /// How the weights are meant.
    let scale: FitPoints.Scale
    /// The circuit, laid out once.
    private let shared: SharedEvaluator
    /// Where the first value of each free one stands, and the values tied to it.
    private let heads: [Int]
    private let followers: [(free: Int, index: Int)]

    init(_ shared: SharedEvaluator, _ free: [Free], held: [Double], _ points: FitPoints) {
        self.shared = shared
        self.free = free
        self.held = held
        omega_rad_per_s = points.omega_rad_per_s
        z_ohm = points.z_ohm
        realWeights_per_ohm = points.realWeights_per_ohm
        imaginaryWeights_per_ohm = points.imaginaryWeights_per_ohm
        scale = points.scale
        heads = free.map { $0.indices.first ?? 0 }
        followers = free.enumerated().flatMap { free in
            free.element.indices.dropFirst().map { (free: free.offset, index: $0) }
        }
    }

    var residualCount: Int { 2 * omega_rad_per_s.count }
    var parameterCount: Int { free.count }

    /// All values at coordinates of the free ones.
    func values(_ coordinates: [Double]) -> [Double] {
        var values = held
        for (free, coordinate) in zip(free, coordinates) {
            let value = free.coordinate.value(coordinate)
            for index in free.indices { values[index] = value }
        }
        return values
    }

    /// The coordinates of the free values among all values.
    func coordinates(_ values: [Double]) -> [Double] {
        free.map { free in free.indices.first.map { free.coordinate.coordinate(of: values[$0]) } ?? 0 }
    }

    /// Whether the residuals at coordinates resemble their neighbors no more than noise does.
    ///
    /// One of ten right fits looks otherwise, which costs a search and nothing else; a fit that misses a sixth of the sum
    /// of squares by a smooth curve is told in four of five cases.
    func leavesNoise(_ coordinates: [Double]) -> Bool {
        let misses = signedMisses(impedance_ohm(values(coordinates)), z_ohm, omega_rad_per_s) {
            (realWeights_per_ohm[$0], imaginaryWeights_per_ohm[$0])
        }
        return SerialCorrelation.score(misses) < 1.28
    }

    /// The impedance at the points, ohm.
    func impedance_ohm(_ values: [Double]) -> [Complex<Double>] {
        shared.evaluator.evaluate(values)
        let evaluator = shared.evaluator
        return z_ohm.indices.map { evaluator.impedance_ohm($0) }
    }

    /// Sum of squared residuals; infinite where the values make no circuit.
    func cost(_ values: [Double]) -> Double {
        shared.evaluator.evaluate(values)
        var sum = 0.0
        for i in z_ohm.indices {
            let miss = shared.evaluator.impedance_ohm(i) - z_ohm[i]
            let (re, im) = (miss.real * realWeights_per_ohm[i], miss.imaginary * imaginaryWeights_per_ohm[i])
            sum += re * re + im * im
        }
        return sum.isFinite ? sum : .infinity
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let values = values(parameters)
        guard values.allSatisfy({ $0.isFinite }) else { return false }
        shared.evaluator.evaluate(values)
        let n = z_ohm.count
        for i in 0..<n {
            let z = shared.evaluator.impedance_ohm(i)
            guard z.isFinite else { return false }
            residuals[i] = (z.real - z_ohm[i].real) * realWeights_per_ohm[i]
            residuals[i + n] = (z.imaginary - z_ohm[i].imaginary) * imaginaryWeights_per_ohm[i]
        }
        shared.evaluator.differentiate(values)
        for follower in followers { shared.evaluator.addDerivative(of: follower.index, to: heads[follower.free]) }
        for (j, head) in heads.enumerated() {
            let isFinite = shared.evaluator.derivatives.write(
                head, times: free[j].coordinate.slope(parameters[j]), real: realWeights_per_ohm,
                imaginary: imaginaryWeights_per_ohm, to: &jacobian, at: j * residualCount)
            guard isFinite else { return false }
        }
        return true
    }
}

/// Fit minus data, times weights, of real and imaginary part, each in order of frequency.
func signedMisses(
    _ fitted_ohm: [Complex<Double>], _ measured_ohm: [Complex<Double>], _ omega_rad_per_s: [Double],
    weights: (Int) -> (real: Double, imaginary: Double)
) -> [[Double]] {
    let isRising = zip(omega_rad_per_s, omega_rad_per_s.dropFirst()).allSatisfy { $0 <= $1 }
    let isFalling = !isRising && zip(omega_rad_per_s, omega_rad_per_s.dropFirst()).allSatisfy { $0 >= $1 }
    let places =
        isRising || isFalling
        ? Array(omega_rad_per_s.indices)
        : omega_rad_per_s.indices.sorted { (omega_rad_per_s[$0], $0) < (omega_rad_per_s[$1], $1) }
    return [
        places.map { (fitted_ohm[$0].real - measured_ohm[$0].real) * weights($0).real },
        places.map { (fitted_ohm[$0].imaginary - measured_ohm[$0].imaginary) * weights($0).imaginary },
    ]
}
