internal import ComplexModule
internal import Kernels
internal import RealModule

/// Both passes.
extension CircuitEvaluator {
    /// Impedance of the whole at all frequencies, ohm.
    ///
    /// Not finite where the values make no circuit (a capacitance of zero in series, a pole on this frequency).
    mutating func impedance_ohm(_ values: [Double]) -> [Complex<Double>] {
        evaluate(values)
        return omega_rad_per_s.indices.map { i in
            let whole = z[nodes.count - 1, i]
            return Complex(whole.real, whole.imaginary)
        }
    }

    /// Sum of the squares of the weighted misses.
    mutating func squares(_ values: [Double], _ points: FitPoints.Lanes) -> Double {
        evaluate(values)
        return z.squares(nodes.count - 1, minus: (points.real_ohm, points.imaginary_ohm), points.weights)
    }

    /// Fills the weighted misses, and a column with the derivative by each of some values times a factor.
    ///
    /// - Returns: whether all of it is finite.
    mutating func fill(
        _ residuals: inout [Double], _ jacobian: inout [Double], _ values: [Double],
        by columns: [(value: Int, factor: Double)], _ points: FitPoints.Lanes
    ) -> Bool {
        evaluate(values)
        let data = (points.real_ohm, points.imaginary_ohm)
        guard z.write(nodes.count - 1, minus: data, points.weights, to: &residuals) else { return false }
        differentiate()
        let length = 2 * omega_rad_per_s.count
        for (j, column) in columns.enumerated() {
            guard write(column.value, values, times: column.factor, points.weights, to: &jacobian, at: j * length)
            else {
                return false
            }
        }
        return true
    }

    /// Impedances of all nodes at all frequencies.
    mutating func evaluate(_ values: [Double]) {
        for index in nodes.indices {
            let node = nodes[index]
            switch node.kind {
            case .part(let part): fill(index, part, values)
            case .series:
                let sum = sum(node.plain, values, isBeside: false)
                z.set(index, constant: sum.constant, rising: sum.rising, omegas, falling: sum.falling, periods)
                for place in node.inside { z.add(inside[place], to: index) }
            case .parallel:
                let sum = sum(node.plain, values, isBeside: true)
                y.set(index, constant: sum.constant, rising: sum.rising, omegas, falling: sum.falling, periods)
                for place in node.inside { y.add(inside[place], to: index) }
                z.set(index, toReciprocalsOf: index, of: y)
                continue
            }
            if node.isBeside { y.set(index, toReciprocalsOf: index, of: z) }
        }
    }

    /// Elements of one term together: impedances in series, admittances beside each other.
    private func sum(
        _ places: Range<Int>, _ values: [Double], isBeside: Bool
    ) -> (constant: Double, rising: Double, falling: Double) {
        var sum = (constant: 0.0, rising: 0.0, falling: 0.0)
        for place in places {
            let value = values[plain[place].value]
            switch plain[place].law {
            case .constant: sum.constant += isBeside ? 1 / value : value
            case .rising: if isBeside { sum.falling += 1 / value } else { sum.rising += value }
            case .falling: if isBeside { sum.rising += value } else { sum.falling += 1 / value }
            }
        }
        return sum
    }

    private mutating func fill(_ node: Int, _ index: Int, _ values: [Double]) {
        let (element, first) = (parts[index].element, parts[index].firstValue)
        let count = element.parameters.count
        for i in omega_rad_per_s.indices {
            let impedance = element.impedance_ohm(values, first, at: omega_rad_per_s[i], derivatives: &scratch)
            z[node, i] = (impedance.real, impedance.imaginary)
            for k in first..<first + count { partial[k, i] = (scratch[k].real, scratch[k].imaginary) }
        }
        z.fillUp(node)
    }

    /// What the whole gains by each part, after `evaluate`; `write` needs it.
    mutating func differentiate() {
        for index in nodes.indices.reversed() {
            let node = nodes[index]
            guard case .parallel = node.kind else { continue }
            slopes.set(node.admittanceSlope, toMinusRow: node.slope, timesSquareOf: index, of: z)
            for place in node.inside {
                let part = inside[place]
                slopes.set(nodes[part].slope, toMinusRow: node.admittanceSlope, timesSquareOf: part, of: y)
            }
        }
    }

    /// Puts the derivative by a value, times `factor` and the weights, into a column, after `differentiate`.
    ///
    /// - Returns: whether all of it is finite.
    func write(
        _ value: Int, _ values: [Double], times factor: Double, _ weights: LaneWeights, to column: inout [Double],
        at first: Int
    ) -> Bool {
        switch origins[value] {
        case .part(let slope):
            return slopes.write(slope, times: factor, row: value, of: partial, weights, to: &column, at: first)
        case .plain(let law, let slope, let isBeside):
            // Of 1/x: where the element's term is one over its value.
            let falls = factor / (values[value] * values[value])
            switch (law, isBeside) {
            case (.constant, false): return slopes.write(slope, times: factor, weights, to: &column, at: first)
            case (.constant, true): return slopes.write(slope, times: -falls, weights, to: &column, at: first)
            case (.rising, false), (.falling, true):
                return slopes.write(slope, timesImaginary: factor, omegas, weights, to: &column, at: first)
            case (.falling, false), (.rising, true):
                // Of 1/(iωx): i/(ωx²).
                return slopes.write(slope, timesImaginary: falls, periods, weights, to: &column, at: first)
            }
        }
    }
}
