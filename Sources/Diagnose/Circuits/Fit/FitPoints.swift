internal import ComplexModule
internal import Findings
internal import Kernels
internal import RealModule

/// The points of a spectrum, checked, with their weights.
struct FitPoints {
    /// What a weighted residual of one means.
    enum Scale {
        /// As much as |Z|, or as the part itself.
        case relative
        /// One ohm; the mean square of |Z| tells what is little.
        case ohm(meanSquare_ohm2: Double)
        /// One standard deviation, known beforehand.
        case deviation
    }

    let omega_rad_per_s: [Double]
    let z_ohm: [Complex<Double>]
    /// What the residuals of the parts are multiplied by, 1/ohm.
    let realWeights_per_ohm: [Double]
    let imaginaryWeights_per_ohm: [Double]
    let scale: Scale
    /// The same, as evaluation takes them.
    let lanes: Lanes

    /// The impedances and their weights, laid out for evaluation.
    struct Lanes {
        let real_ohm: LaneRow
        let imaginary_ohm: LaneRow
        let weights: LaneWeights

        init(
            _ z_ohm: [Complex<Double>], real realWeights_per_ohm: [Double], imaginary imaginaryWeights_per_ohm: [Double]
        ) {
            // Closures: a key path to a part of a number is a hundred times slower.
            real_ohm = LaneRow(z_ohm.map { $0.real }, filler: 0)
            imaginary_ohm = LaneRow(z_ohm.map { $0.imaginary }, filler: 0)
            weights = LaneWeights(real: realWeights_per_ohm, imaginary: imaginaryWeights_per_ohm)
        }
    }

    /// Checks the points.
    ///
    /// - Throws: `circuit.points` for a frequency that is not positive, an impedance that is not finite or zero.
    init(
        _ frequency_Hz: [Double], _ real_ohm: [Double], _ imaginary_ohm: [Double], _ options: CircuitFitOptions
    ) throws(Failure) {
        let count = frequency_Hz.count
        precondition(real_ohm.count == count && imaginary_ohm.count == count, "one impedance a frequency")
        precondition(
            options.deviations_ohm.isEmpty || options.deviations_ohm.count == count, "one deviation a frequency")
        for i in 0..<count {
            guard frequency_Hz[i] > 0, frequency_Hz[i].isFinite else {
                throw Failure(.badPoint(i, "a frequency of \(frequency_Hz[i]) Hz"))
            }
            let z = Complex(real_ohm[i], imaginary_ohm[i])
            guard z.isFinite, z.length > 0 else {
                throw Failure(.badPoint(i, "an impedance of \(real_ohm[i]) and \(imaginary_ohm[i]) ohm"))
            }
        }
        omega_rad_per_s = frequency_Hz.map { 2 * .pi * $0 }
        z_ohm = zip(real_ohm, imaginary_ohm).map { Complex($0, $1) }
        var (real, imaginary) = (Array(repeating: 1.0, count: count), Array(repeating: 1.0, count: count))
        for i in 0..<count { (real[i], imaginary[i]) = try Self.weight(of: z_ohm[i], i, options) }
        (realWeights_per_ohm, imaginaryWeights_per_ohm) = (real, imaginary)
        lanes = Lanes(z_ohm, real: realWeights_per_ohm, imaginary: imaginaryWeights_per_ohm)
        if !options.deviations_ohm.isEmpty {
            scale = .deviation
        } else if options.weights == .unit {
            scale = .ohm(meanSquare_ohm2: z_ohm.reduce(0) { $0 + $1.lengthSquared } / Double(max(1, count)))
        } else {
            scale = .relative
        }
    }

    /// Every `step`-th point, enough to tell good starts from bad ones.
    func thinned(_ step: Int) -> FitPoints {
        guard step > 1 else { return self }
        let places = stride(from: 0, to: z_ohm.count, by: step)
        return FitPoints(
            omega_rad_per_s: places.map { omega_rad_per_s[$0] }, z_ohm: places.map { z_ohm[$0] },
            realWeights_per_ohm: places.map { realWeights_per_ohm[$0] },
            imaginaryWeights_per_ohm: places.map { imaginaryWeights_per_ohm[$0] }, scale: scale)
    }

    private init(
        omega_rad_per_s: [Double], z_ohm: [Complex<Double>], realWeights_per_ohm: [Double],
        imaginaryWeights_per_ohm: [Double], scale: Scale
    ) {
        self.omega_rad_per_s = omega_rad_per_s
        self.z_ohm = z_ohm
        self.realWeights_per_ohm = realWeights_per_ohm
        self.imaginaryWeights_per_ohm = imaginaryWeights_per_ohm
        self.scale = scale
        lanes = Lanes(z_ohm, real: realWeights_per_ohm, imaginary: imaginaryWeights_per_ohm)
    }

    private static func weight(
        of z: Complex<Double>, _ index: Int, _ options: CircuitFitOptions
    ) throws(Failure) -> (real: Double, imaginary: Double) {
        guard options.deviations_ohm.isEmpty else {
            let sd = options.deviations_ohm[index]
            guard sd.real > 0, sd.imaginary > 0, sd.real.isFinite, sd.imaginary.isFinite else {
                throw Failure(.badPoint(index, "a standard deviation of \(sd.real) and \(sd.imaginary) ohm"))
            }
            return (1 / sd.real, 1 / sd.imaginary)
        }
        switch options.weights {
        case .modulus: return (1 / z.length, 1 / z.length)
        case .unit: return (1, 1)
        case .proportional:
            return (1 / max(abs(z.real), 0.01 * z.length), 1 / max(abs(z.imaginary), 0.01 * z.length))
        }
    }
}

extension Finding {
    fileprivate static func badPoint(_ index: Int, _ what: String) -> Finding {
        Finding(
            CircuitFindings.points, "point \(index + 1) has \(what), which cannot be fitted",
            fix: "leave the point out, with --exclude or in the sheet")
    }
}
