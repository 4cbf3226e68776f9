public import Findings
import Glibc
public import Measurements

/// A spectrum as all impedance diagnostics use it: cleaned, sorted, with its noise, fitted once.
public struct PreparedSpectrum: Sendable {
    /// Id of the recording.
    public let recordingID: String
    /// Where it holds: state and bias.
    public let at: Place
    /// What the source controlled.
    public let control: Conditions.Control
    /// Frequencies, Hz, falling, distinct; shape [n].
    public let frequency_Hz: [Double]
    /// Re Z, ohm; shape [n].
    public let real_ohm: [Double]
    /// Im Z, ohm; shape [n].
    public let imaginary_ohm: [Double]
    /// Points that the user excluded, in file order.
    public let excluded: ImpedanceSpectrum
    /// Relative error of a real or imaginary part; `nil` where too few points tell it.
    public let noise: Double?
    /// The circuit chosen; `nil` where the spectrum has too few points for any.
    public internal(set) var choice: CircuitChoice?
    /// The file it came from.
    public let position: SourcePosition
    /// What was found while cleaning.
    public let findings: [Finding]

    /// Fewest points that a spectrum needs: EC1 has five parameters, and six points leave seven degrees of freedom.
    public static let fewestPoints = 6

    /// Number of points.
    public var count: Int { frequency_Hz.count }
    /// |Z| of a point, ohm.
    func magnitude_ohm(_ i: Int) -> Double { hypot(real_ohm[i], imaginary_ohm[i]) }

    /// Cleans and fits a recording; `nil` for one that holds no spectrum.
    public init?(_ recording: Recording) {
        guard case .spectrum(let spectrum) = recording.data else { return nil }
        recordingID = recording.id
        at = Place(state: recording.conditions.state, bias_V: recording.conditions.bias_V)
        control = recording.conditions.control
        let cleaned = CleanedPoints(spectrum, excluded: Set(recording.excluded), recording: recording)
        (frequency_Hz, real_ohm, imaginary_ohm) = (cleaned.frequency_Hz, cleaned.real_ohm, cleaned.imaginary_ohm)
        excluded = cleaned.excluded
        let scatter = spectrumNoise(frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm)
        let repeats = cleaned.repeats
        noise = repeats.noise(scatter: scatter, of: frequency_Hz.count)
        choice =
            frequency_Hz.count < Self.fewestPoints
            ? nil
            : CircuitChoice(
                CircuitFits(
                    frequency_Hz: frequency_Hz, real_ohm: real_ohm, imaginary_ohm: imaginary_ohm, noise: noise),
                noise: noise)
        position = SourcePosition(file: recording.provenance.file, line: recording.provenance.firstLine)
        findings = cleaned.findings + repeats.findings(scatter: scatter, at: position)
    }
}

/// The points of a spectrum that can be used, and what was wrong with the others.
private struct CleanedPoints {
    var frequency_Hz: [Double] = []
    var real_ohm: [Double] = []
    var imaginary_ohm: [Double] = []
    var excluded = ImpedanceSpectrum(frequency_Hz: [], real_ohm: [], imaginary_ohm: [])
    var findings: [Finding] = []
    var repeats = RepeatedPoints()

    /// Frequencies and magnitudes that an instrument could give, with room to spare.
    ///
    /// Beyond it fourth powers, which the fits need, leave the range of numbers.
    private static let range = 1e-30...1e30

    init(_ spectrum: ImpedanceSpectrum, excluded indices: Set<Int>, recording: Recording) {
        let position = SourcePosition(file: recording.provenance.file, line: recording.provenance.firstLine)
        var points: [(f: Double, re: Double, im: Double)] = []
        var (frequencies, values) = (0, 0)
        for i in spectrum.frequency_Hz.indices {
            let (f, re, im) = (spectrum.frequency_Hz[i], spectrum.real_ohm[i], spectrum.imaginary_ohm[i])
            if !Self.range.contains(f) {
                frequencies += 1
            } else if !Self.range.contains(hypot(re, im)) {
                values += 1
            } else if indices.contains(i) {
                excluded.frequency_Hz.append(f)
                excluded.real_ohm.append(re)
                excluded.imaginary_ohm.append(im)
            } else {
                points.append((f, re, im))
            }
        }
        if frequencies > 0 {
            findings.append(
                Finding(
                    .impedanceFrequency,
                    "\(frequencies) of \(spectrum.frequency_Hz.count) points have a frequency "
                        + "that is zero, negative, not a number or beyond any instrument; they are left out",
                    at: position))
        }
        if values > 0 {
            findings.append(
                Finding(
                    .impedanceValue,
                    "\(values) of \(spectrum.frequency_Hz.count) points have an impedance that is "
                        + "zero or not a number; they are left out", at: position))
        }
        fill(points, position)
    }

    /// Sorts by falling frequency and merges points of one frequency into their mean.
    private mutating func fill(_ points: [(f: Double, re: Double, im: Double)], _ position: SourcePosition) {
        // Ties ordered by value, so that the mean does not depend on the order of the file.
        let sorted = points.sorted { ($0.f, $0.re, $0.im) > ($1.f, $1.re, $1.im) }
        var i = 0
        while i < sorted.count {
            var j = i
            var (re, im) = (0.0, 0.0)
            // Files print four digits or more; closer frequencies than 1e-6 were meant to be one.
            while j < sorted.count, sorted[j].f > sorted[i].f * (1 - 1e-6) {
                re += sorted[j].re
                im += sorted[j].im
                j += 1
            }
            frequency_Hz.append(sorted[i].f)
            real_ohm.append(re / Double(j - i))
            imaginary_ohm.append(im / Double(j - i))
            repeats.add(sorted[i..<j].map { ($0.re, $0.im) })
            i = j
        }
        if repeats.count > 0 {
            findings.append(
                Finding(
                    .impedanceRepeated, "\(repeats.count) points repeat a frequency; repeats are averaged",
                    at: position,
                    fix: "if these are several spectra in one file, give each its own row in the sample sheet"))
        }
        if frequency_Hz.count < PreparedSpectrum.fewestPoints {
            findings.append(
                Finding(
                    .impedanceTooFew,
                    "the spectrum has \(frequency_Hz.count) usable points; a circuit needs at least "
                        + "\(PreparedSpectrum.fewestPoints)", at: position, fix: "measure at more frequencies"))
        }
    }
}
