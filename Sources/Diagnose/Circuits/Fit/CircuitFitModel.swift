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

    let circuit: Circuit
    let free: [Free]
    /// All values; those that are not free stay as they stand here.
    let held: [Double]
    let omega_rad_per_s: [Double]
    let z_ohm: [Complex<Double>]
    /// What the residuals of the parts are multiplied by, 1/ohm.
    let weights_per_ohm: [(real: Double, imaginary: Double)]

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

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let values = values(parameters)
        guard values.allSatisfy(\.isFinite) else { return false }
        let slopes = zip(free, parameters).map { $0.coordinate.slope($1) }
        var evaluator = CircuitEvaluator(circuit)
        let (n, m) = (omega_rad_per_s.count, residualCount)
        for i in 0..<n {
            let z = evaluator.impedance_ohm(values, at: omega_rad_per_s[i])
            guard z.isFinite else { return false }
            let weight = weights_per_ohm[i]
            residuals[i] = (z.real - z_ohm[i].real) * weight.real
            residuals[i + n] = (z.imaginary - z_ohm[i].imaginary) * weight.imaginary
            for (j, free) in free.enumerated() {
                var slope = Complex<Double>.zero
                for index in free.indices { slope += evaluator.derivatives[index] }
                guard slope.isFinite else { return false }
                jacobian[i + j * m] = slope.real * slopes[j] * weight.real
                jacobian[i + n + j * m] = slope.imaginary * slopes[j] * weight.imaginary
            }
        }
        return true
    }
}
