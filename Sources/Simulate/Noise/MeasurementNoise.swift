import Glibc
import Kernels

/// How much a simulated instrument adds to the truth; all deviates are normal and independent.
public struct MeasurementNoise: Sendable, Hashable {
    /// Standard deviation of Re Z and of Im Z, each relative to |Z|.
    public var impedance: Double
    /// Standard deviation of a current relative to its magnitude, in sweeps, trains and reads.
    public var current: Double
    /// Standard deviation of a current that does not depend on it, A.
    public var floor_A: Double
    /// Standard deviation of the current of a small step relative to the change that the step makes in the end.
    public var smallStep: Double

    /// Noise of the stated sizes.
    public init(
        impedance: Double = 0.01, current: Double = 0.005, floor_A: Double = 1e-10, smallStep: Double = 0.01
    ) {
        self.impedance = impedance
        self.current = current
        self.floor_A = floor_A
        self.smallStep = smallStep
    }

    /// One number for all: relative noise of the impedance and of a small step; half of it for other currents.
    public init(relative: Double) {
        self.init(
            impedance: relative, current: relative / 2, floor_A: relative > 0 ? 1e-10 : 0, smallStep: relative)
    }

    /// No noise.
    public static let none = MeasurementNoise(relative: 0)
}

extension SeededStream {
    /// Currents with the instrument's noise, which grows with the current.
    mutating func adding(_ noise: MeasurementNoise, to currents_A: [Double]) -> [Double] {
        currents_A.map {
            let relative = noise.current * $0
            let size = (relative * relative + noise.floor_A * noise.floor_A).squareRoot()
            return $0 + size * normal()
        }
    }

    /// Currents with noise of one size.
    mutating func adding(_ size_A: Double, to currents_A: [Double]) -> [Double] {
        currents_A.map { $0 + size_A * normal() }
    }
}
