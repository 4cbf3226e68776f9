internal import Circuits
public import Findings
import Glibc
public import Measurements

/// Whether each spectrum ends in an inductive loop at low frequency, where it begins and how deep it goes.
///
/// - Source: THEORY E.1.
public struct LowFrequencyArc: Diagnostic {
    /// Stable id.
    public let id = "impedance.low-frequency-arc"
    /// The impedance family.
    public let family = Family.impedance

    /// Nothing to set.
    public init() {}

    /// What it may give.
    public var metrics: [MetricDefinition] {
        [
            .init(
                "impedance.loop", "", .none,
                "Whether the lowest frequencies form an inductive loop: yes, none, undecided.", source: "THEORY E.1"),
            .init(
                "impedance.onset_frequency", "f_{x}", .hertz,
                "Where Im Z crosses zero at the upper end of the loop, interpolated in ln f.", source: "THEORY E.1"),
            .init(
                "impedance.loop_depth", "d_{loop}", .none,
                "(Re Z at the onset - lowest Re Z of the loop)/Re Z at the onset.", source: "THEORY E.1"),
            .init(
                "impedance.loop_closure", "", .none,
                "Whether Im Z of the loop falls below a tenth of its maximum within the band: closed or open.",
                source: "THEORY E.1"),
            .init(
                "impedance.extrapolation_factor", "", .none,
                "Re Z at the lowest frequency over R_dc: how far the loop still has to go.", source: "THEORY E.3"),
        ]
    }

    /// Looks for the loop of each spectrum.
    public func run(on input: DiagnosticInput) throws(Failure) -> DiagnosticResult {
        var result = DiagnosticResult()
        for spectrum in input.preparedSpectra where spectrum.count >= PreparedSpectrum.fewestPoints {
            let arc = InductiveRun(spectrum)
            result.labels.append(spectrum.label("impedance.loop", arc.verdict.rawValue, rule: arc.reason))
            guard arc.verdict == .yes else { continue }
            result.labels.append(
                spectrum.label(
                    "impedance.loop_closure", arc.isClosed(spectrum) ? "closed" : "open",
                    rule: "Im Z at the lowest frequency against a tenth of its maximum in the loop"))
            guard let onset = arc.onset(spectrum) else {
                result.findings.append(
                    spectrum.finding(
                        .impedanceNoOnset, "Im Z is positive up to the highest frequency; the loop's onset lies above",
                        fix: "measure at higher frequencies"))
                continue
            }
            result.metrics.append(
                spectrum.metric(
                    "impedance.onset_frequency", onset.frequency_Hz, .hertz,
                    rule: "zero of Im Z between neighboring points, linear in ln f; se from the noise"))
            result.metrics += Self.rest(spectrum, onset.real_ohm, limit: input.options.extrapolation_limit)
            if let depth = arc.depth(spectrum, onset.real_ohm) {
                result.metrics.append(
                    spectrum.metric(
                        "impedance.loop_depth", depth, .none,
                        rule: "(Re Z_x - Re Z_min)/Re Z_x over the loop; "
                            + (arc.isClosed(spectrum) ? "the loop closes" : "the loop does not close in the band")))
            }
        }
        return result
    }

    /// Where the loop ends: how far that is from the lowest point, and R_dc from a circle where no circuit fits.
    private static func rest(_ spectrum: PreparedSpectrum, _ crossing_ohm: Double, limit: Double) -> [Metric] {
        guard let lowest_Hz = spectrum.frequency_Hz.last, let real = spectrum.real_ohm.last,
            let imaginary = spectrum.imaginary_ohm.last, let noise = spectrum.noise
        else { return [] }
        let sd = noise * hypot(real, imaginary)
        func factor(_ R: CircuitEstimate, _ rule: String) -> Metric? {
            guard R.value != 0, let se = R.se, se < abs(R.value) else { return nil }
            let ratio = real / R.value
            return spectrum.metric(
                "impedance.extrapolation_factor",
                CircuitEstimate(value: ratio, se: hypot(sd / R.value, ratio * se / R.value)), .none, rule: rule)
        }
        if let choice = spectrum.choice, let fit = choice.fit, !choice.isMisfit(noise: spectrum.noise) {
            guard fit.slowness(lowest_Hz: lowest_Hz) <= limit, let R_dc = fit.estimate(.R_dc) else { return [] }
            return [factor(R_dc, "Z'(f_min)/R_dc of the \(choice.name.rawValue) fit")].compactMap { $0 }
        }
        let omega = 2 * Double.pi * lowest_Hz
        guard
            let circle = CircleStart(
                series_ohm: spectrum.real_ohm.first ?? 0, crossing_ohm: crossing_ohm,
                lowest: (omega, real, imaginary)), omega * circle.loopTime_s <= limit
        else { return [] }
        // R_dc = Z' - Z''²/(R_x - Z'), each of the three with the noise of its place.
        let slope = imaginary / (crossing_ohm - real)
        let variance =
            pow((1 - slope * slope) * sd, 2) + pow(2 * slope * sd, 2)
            + pow(slope * slope * noise * crossing_ohm, 2)
        let R_dc = CircuitEstimate(value: circle.R_dc_ohm, se: variance.squareRoot())
        return [
            spectrum.metric(
                "impedance.R_dc", R_dc, .ohm,
                rule: "circle through the lowest point and the onset of the loop, for want of a circuit; se from the "
                    + "noise"),
            factor(R_dc, "Z'(f_min)/R_dc of the circle"),
        ].compactMap { $0 }
    }
}

/// The run of lowest frequencies at which Im Z is positive beyond the noise.
struct InductiveRun {
    enum Verdict: String { case yes, none, undecided }

    let verdict: Verdict
    let reason: String
    /// Index of the first (highest) point of the run; points stand in falling order of frequency.
    private let first: Int

    init(_ spectrum: PreparedSpectrum) {
        guard let noise = spectrum.noise else {
            (verdict, reason, first) = (.undecided, "the noise is not known", spectrum.count)
            return
        }
        // Below 1e-6 digits end, whatever the differences of smooth data say.
        let sd = (0..<spectrum.count).map { max(noise, 1e-6) * spectrum.magnitude_ohm($0) }
        // A loop that closes ends in points on the real axis: they are passed over, up to the first three inductive
        // points in a row; a point that is capacitive beyond doubt ends the search.
        let size = { spectrum.imaginary_ohm[$0] / sd[$0] }
        var end = spectrum.count
        while end >= 3, size(end - 1) > -3, (end - 3..<end).contains(where: { size($0) <= 2 }) { end -= 1 }
        var start = end
        while start > 0, size(start - 1) > 2 { start -= 1 }
        let length = end - start
        first = length >= 3 ? start : spectrum.count
        if length >= 3 {
            let last = end - 1
            let change = abs(spectrum.real_ohm[last] - spectrum.real_ohm[start])
            let isLoop = change > 2 * (sd[last] * sd[last] + sd[start] * sd[start]).squareRoot()
            (verdict, reason) =
                isLoop
                ? (.yes, "\(length) points in a row at the low end have Im Z > 2 sd and Re Z changes by more than 2 sd")
                : (.none, "\(length) points in a row have Im Z > 2 sd but Re Z stays: an inductance in series")
            return
        }
        // A loop that only begins shows in the sum of the last tenth of the points; 2.33 is the 99 % point.
        let tail = (spectrum.count - max(3, spectrum.count / 10))..<spectrum.count
        let sum = tail.reduce(0) { $0 + spectrum.imaginary_ohm[$1] / sd[$1] } / Double(tail.count).squareRoot()
        (verdict, reason) =
            sum < 2.33
            ? (.none, "the lowest \(tail.count) points together have no Im Z above the noise")
            : (.undecided, "fewer than 3 of the lowest points have Im Z > 2 sd")
    }

    /// Where Im Z crosses zero above the run, and Re Z there; `nil` where it does not within the band.
    func onset(_ spectrum: PreparedSpectrum) -> (frequency_Hz: CircuitEstimate, real_ohm: Double)? {
        var upper = first - 1
        while upper >= 0, spectrum.imaginary_ohm[upper] > 0 { upper -= 1 }
        guard upper >= 0 else { return nil }
        let lower = upper + 1
        let (a, b) = (spectrum.imaginary_ohm[upper], spectrum.imaginary_ohm[lower])
        let share = a / (a - b)
        let step = log(spectrum.frequency_Hz[lower] / spectrum.frequency_Hz[upper])
        let frequency = spectrum.frequency_Hz[upper] * exp(share * step)
        let real = spectrum.real_ohm[upper] + share * (spectrum.real_ohm[lower] - spectrum.real_ohm[upper])
        let sd = (spectrum.noise ?? 0) * spectrum.magnitude_ohm(upper)
        let se = frequency * abs(step / (b - a)) * sd
        return (CircuitEstimate(value: frequency, se: se.isFinite ? se : nil), real)
    }

    /// Depth of the loop, only where Re Z at its onset exceeds R_s.
    func depth(_ spectrum: PreparedSpectrum, _ onset_ohm: Double) -> CircuitEstimate? {
        let lowest = spectrum.real_ohm[first...].min() ?? onset_ohm
        let series = spectrum.choice?.fit?.circuit.series_ohm ?? 0
        guard onset_ohm > series, onset_ohm > 0 else { return nil }
        let ratio = lowest / onset_ohm
        return CircuitEstimate(value: 1 - ratio, se: spectrum.noise.map { $0 * (1 + ratio * ratio).squareRoot() })
    }

    /// Whether the loop closes within the band.
    func isClosed(_ spectrum: PreparedSpectrum) -> Bool {
        let top = spectrum.imaginary_ohm[first...].max() ?? 0
        return (spectrum.imaginary_ohm.last ?? 0) < 0.1 * top
    }
}
