internal import Glibc
internal import Kernels

/// A voltage that follows one sine, and the current's answer to it (THEORY D.2, G.3 L18).
struct SineWave: Sendable {
    /// Mean voltage, V.
    let bias_V: Double
    /// Amplitude, zero to peak, V.
    let amplitude_V: Double
    /// Frequency, Hz.
    let frequency_Hz: Double
    /// Root mean square of what is left of the voltage, relative to the amplitude.
    let deviation: Double

    /// Most that may be left: a triangle leaves 8.5 % of its sine.
    private static let mostDeviation = 0.02
    private static let mostSamples = 2000

    /// Fits a sine to a voltage in time; `nil` for any other wave, or less than one period.
    ///
    /// - Parameter turns: samples of its turning points, whose mean distance is half a period.
    init?(time_s: [Double], voltage_V: [Double], turns: [Int]) {
        guard time_s.count == voltage_V.count, turns.count >= 2, let first = turns.first, let last = turns.last,
            let begin = time_s.first, let end = time_s.last
        else { return nil }
        let half = (time_s[last] - time_s[first]) / Double(turns.count - 1)
        // A whole period, a sample or two short of it where the record leaves its end out.
        guard half > 0, end - begin > 1.98 * half else { return nil }
        let stride = max(1, voltage_V.count / Self.mostSamples)
        let used = Array(Swift.stride(from: 0, to: voltage_V.count, by: stride))
        let (t, v) = (used.map { time_s[$0] - begin }, used.map { voltage_V[$0] })
        var omega = Double.pi / half
        guard var fit = Self.fit(t, v, omega), fit.deviation < 0.06 else { return nil }
        // The phase over the whole record places the frequency far better than its turning points do.
        let width = 0.5 / max(end - begin, half)
        omega = RootFinding.minimum(
            of: { Self.fit(t, v, $0)?.deviation ?? .infinity }, from: omega - width, to: omega + width,
            tolerance: 1e-9 * omega)
        if let better = Self.fit(t, v, omega), better.deviation < fit.deviation { fit = better }
        guard fit.deviation < Self.mostDeviation, omega > 0 else { return nil }
        (bias_V, amplitude_V, frequency_Hz, deviation) = (
            fit.mean, fit.amplitude, omega / (2 * Double.pi), fit.deviation
        )
    }

    /// Mean, sine and cosine by least squares.
    static func fit(
        _ t: [Double], _ y: [Double], _ omega: Double
    ) -> (mean: Double, sine: Double, cosine: Double, amplitude: Double, deviation: Double)? {
        let columns = [
            [Double](repeating: 1, count: t.count), t.map { sin(omega * $0) }, t.map { cos(omega * $0) },
        ]
        guard t.count >= 6, let found = fitLinear(columns: columns, right: y), found.rank == 3 else { return nil }
        let c = found.coefficients
        let amplitude = hypot(c[1], c[2])
        guard amplitude > 0, amplitude.isFinite else { return nil }
        return (
            c[0], c[1], c[2], amplitude, sqrt(max(0, found.residualSumOfSquares) / Double(t.count)) / amplitude
        )
    }
}
