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
    let points: FitPoints
    /// The circuit, laid out once.
    private let shared: SharedEvaluator
    /// Whether a value follows another.
    private let isTied: Bool

    init(_ shared: SharedEvaluator, _ free: [Free], held: [Double], _ points: FitPoints) {
        self.shared = shared
        self.free = free
        self.held = held
        self.points = points
        isTied = free.contains { $0.indices.count > 1 }
    }

    var residualCount: Int { 2 * points.z_ohm.count }
    var parameterCount: Int { free.count }

    /// The same model with one of its free values held at a coordinate.
    func holding(_ place: Int, at coordinate: Double) -> CircuitFitModel {
        var others = free
        let one = others.remove(at: place)
        var values = held
        for index in one.indices { values[index] = one.coordinate.value(coordinate) }
        return CircuitFitModel(shared, others, held: values, points)
    }

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

    /// Whether residuals resemble their neighbors no more than noise does.
    ///
    /// One of ten right fits looks otherwise, which costs a search and nothing else; a fit that misses a sixth of the sum
    /// of squares by a smooth curve is told in four of five cases.
    func isNoise(_ residuals: [Double]) -> Bool {
        let n = points.z_ohm.count
        let parts = [Array(residuals[..<n]), Array(residuals[n...])]
        return SerialCorrelation.score(inOrder(parts, of: points.omega_rad_per_s)) < 1.28
    }

    /// The impedance at the points, ohm.
    func impedance_ohm(_ values: [Double]) -> [Complex<Double>] {
        shared.evaluator.impedance_ohm(values)
    }

    /// Sum of squared residuals; infinite where the values make no circuit.
    func cost(_ values: [Double]) -> Double {
        let sum = shared.evaluator.squares(values, points.lanes)
        return sum.isFinite ? sum : .infinity
    }

    func evaluate(_ parameters: [Double], residuals: inout [Double], jacobian: inout [Double]) -> Bool {
        let values = values(parameters)
        guard values.allSatisfy({ $0.isFinite }) else { return false }
        let columns = free.indices.map { j in
            let head = free[j].indices.first ?? 0
            return (value: head, factor: free[j].coordinate.slope(parameters[j], at: values[head]))
        }
        guard shared.evaluator.fill(&residuals, &jacobian, values, by: columns, points.lanes) else { return false }
        if isTied { addFollowers(columns.map { $0.factor }, values, to: &jacobian) }
        return true
    }

    /// Adds the derivatives by the values that follow free ones to those of the free ones.
    private func addFollowers(_ factors: [Double], _ values: [Double], to jacobian: inout [Double]) {
        var column = Array(repeating: 0.0, count: residualCount)
        for (j, free) in free.enumerated() {
            for index in free.indices.dropFirst() {
                _ = shared.evaluator.write(
                    index, values, times: factors[j], points.lanes.weights, to: &column, at: 0)
                for i in column.indices { jacobian[j * residualCount + i] += column[i] }
            }
        }
    }
}

/// Residuals of real and imaginary parts, each in order of frequency.
func inOrder(_ parts: [[Double]], of omega_rad_per_s: [Double]) -> [[Double]] {
    let isRising = zip(omega_rad_per_s, omega_rad_per_s.dropFirst()).allSatisfy { $0 <= $1 }
    let isFalling = !isRising && zip(omega_rad_per_s, omega_rad_per_s.dropFirst()).allSatisfy { $0 >= $1 }
    if isRising || isFalling { return parts }
    let places = omega_rad_per_s.indices.sorted { (omega_rad_per_s[$0], $0) < (omega_rad_per_s[$1], $1) }
    return parts.map { part in places.map { part[$0] } }
}
