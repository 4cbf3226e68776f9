internal import ComplexModule
internal import Findings
internal import Kernels
internal import RealModule

/// Refuses a circuit of which some free values cannot be told apart by any spectrum, whatever the noise.
///
/// The derivatives by the free values at a hundred frequencies over ten decades must be independent; a column that
/// others make up at two places of the values is named together with them. Where they are independent at the points
/// themselves there is nothing to ask.
/// - Throws: `circuit.unidentifiable`.
func checkIdentifiable(_ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints) throws(Failure) {
    guard !isIndependent(circuit, setup, points) else { return }
    let found = dependentValue(circuit, setup, points, seed: 1)
    // Two values can be alike by chance at one place, not at two.
    guard let (value, partners) = found, dependentValue(circuit, setup, points, seed: 2) != nil else { return }
    throw Failure(.unidentifiable(circuit, value, partners))
}

/// Whether the derivatives by the free values are independent at the points and at values given or drawn.
private func isIndependent(_ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints) -> Bool {
    let drawn = CircuitStarts(circuit, points).drawn(seed: 1)
    let model = setup.model(
        SharedEvaluator(circuit, points.omega_rad_per_s), points, at: setup.completed(drawn, keepsStarts: true))
    var residuals = Array(repeating: 0.0, count: model.residualCount)
    var matrix = Matrix(rows: model.residualCount, columns: model.parameterCount)
    guard model.evaluate(model.coordinates(model.held), residuals: &residuals, jacobian: &matrix.values) else {
        return false
    }
    return QRFactorization(matrix, tolerance: 1e-9).rank == model.parameterCount
}

/// The first value whose derivative others make up, and those others, by name; `nil` for none.
private func dependentValue(
    _ circuit: Circuit, _ setup: FitSetup, _ points: FitPoints, seed: UInt64
) -> (value: String, partners: [String])? {
    let names = circuit.values.map(\.name)
    let free = setup.freeIndices
    // Half a decade beyond each end: a spectrum that shows all there is.
    let low = (points.omega_rad_per_s.min() ?? 1) / 1000
    let high = (points.omega_rad_per_s.max() ?? 1) * 1000
    let omegas = logarithmicGrid(from: low, to: high, count: max(100, free.count))
    let drawn = CircuitStarts(circuit, points).drawn(seed: seed)
    let values = setup.completed(drawn, keepsStarts: true)
    let model = setup.model(SharedEvaluator(circuit, points.omega_rad_per_s), points, at: values)
    var columns: [[Double]] = free.map { _ in [] }
    for row in zip(circuit.derivatives(values, at: omegas), circuit.impedance_ohm(values, at: omegas)) {
        guard row.1.isFinite, row.1.length > 0 else { continue }
        for (j, free) in model.free.enumerated() {
            var slope = Complex<Double>.zero
            for index in free.indices { slope += row.0[index] }
            let part = slope / row.1
            columns[j] += [part.real, part.imaginary]
        }
    }
    guard let rows = columns.first?.count, rows >= free.count, columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        return nil
    }
    let factors = QRFactorization(Matrix(columns: columns), tolerance: 1e-9)
    guard factors.rank < free.count, let column = factors.order.dropFirst(factors.rank).min() else { return nil }
    let independent = factors.order.prefix(factors.rank).sorted()
    let others = QRFactorization(Matrix(columns: independent.map { columns[$0] }))
    let shares = others.solve(columns[column]).coefficients
    let size = columns[column].reduce(0) { $0 + $1 * $1 }
    let partners = zip(independent, shares).filter { other, share in
        columns[other].reduce(0) { $0 + $1 * $1 } * share * share > 1e-6 * size
    }
    return (names[free[column]], partners.map { names[free[$0.0]] })
}

private func logarithmicGrid(from low: Double, to high: Double, count: Int) -> [Double] {
    let step = Double.log(high / low) / Double(count - 1)
    return (0..<count).map { low * Double.exp(step * Double($0)) }
}

extension Finding {
    fileprivate static func unidentifiable(_ circuit: Circuit, _ value: String, _ partners: [String]) -> Finding {
        var others = partners.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
        if partners.count > 6 { others += " and \(partners.count - 6) more" }
        let what =
            partners.isEmpty
            ? "\"\(value)\" has no influence on the impedance of \"\(circuit.code)\""
            : "no spectrum can tell \"\(value)\" from \(others) in \"\(circuit.code)\""
        return Finding(
            CircuitFindings.unidentifiable, what,
            fix: "take an element out, or hold the value with --fix \(value)=...")
    }
}
