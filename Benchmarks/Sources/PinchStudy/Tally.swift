import Diagnostics
import Measurements

/// What one quantity at one place did over the seeds.
struct QuantityTally: Sendable {
    var truth = 0.0
    var present = 0
    var withoutError = 0
    var within3 = 0
    var z: [Double] = []
    var relativeErrors: [Double] = []

    mutating func add(_ metric: Metric, truth: Double) {
        self.truth = truth
        present += 1
        guard let se = metric.se, se > 0 else {
            withoutError += 1
            return
        }
        let z = (metric.value - truth) / se
        if abs(z) <= 3 { within3 += 1 }
        self.z.append(z)
        relativeErrors.append(se / abs(truth))
    }

    mutating func merge(_ other: QuantityTally) {
        if other.present > 0 { truth = other.truth }
        present += other.present
        withoutError += other.withoutError
        within3 += other.within3
        z += other.z
        relativeErrors += other.relativeErrors
    }
}

/// Verdicts of one link at one place over the seeds.
struct VerdictTally: Sendable {
    var counts: [Verdict: Int] = [:]

    var tested: Int { counts.filter { $0.key != .notTested }.values.reduce(0, +) }
    func share(_ verdict: Verdict) -> Double { tested > 0 ? Double(counts[verdict] ?? 0) / Double(tested) : 0 }

    mutating func merge(_ other: VerdictTally) { counts.merge(other.counts, uniquingKeysWith: +) }
}

/// Everything counted about one device.
struct DeviceTally: Sendable {
    /// By metric id and place.
    var quantities: [String: QuantityTally] = [:]
    /// By link id and place.
    var links: [String: VerdictTally] = [:]
    /// Words of `volatility.class`, and of `memory.present` for the device and each family.
    var words: [String: [String: Int]] = [:]
    /// Spectra that reach low enough, or do not, with what was right about them.
    var spectra: [String: SpectrumTally] = [:]
    var seeds = 0

    /// Whether a spectrum that stops too early was left without a value, and a finding said why.
    struct SpectrumTally: Sendable {
        var reaches = true
        var silent = 0
        var explained = 0
    }

    mutating func merge(_ other: DeviceTally) {
        quantities.merge(other.quantities) { a, b in
            var sum = a
            sum.merge(b)
            return sum
        }
        links.merge(other.links) { a, b in
            var sum = a
            sum.merge(b)
            return sum
        }
        words.merge(other.words) { $0.merging($1, uniquingKeysWith: +) }
        spectra.merge(other.spectra) {
            SpectrumTally(reaches: $0.reaches, silent: $0.silent + $1.silent, explained: $0.explained + $1.explained)
        }
        seeds += other.seeds
    }
}

extension StudyDevice {
    /// Metrics whose truth is known.
    static let watched = [
        "impedance.tau_k", "impedance.tau_V", "impedance.R_dc", "impedance.C_lf", "transient.tau_V", "transient.C_lf",
        "hysteresis.C_lf",
    ]

    /// Counts one analysis.
    func count(_ analysis: DeviceAnalysis, of device: Device, into tally: inout DeviceTally) {
        tally.seeds += 1
        for metric in analysis.metrics where Self.watched.contains(metric.id) {
            guard let truth = truth(of: metric) else { continue }
            // Places are told apart to a millivolt: a level read from noisy samples has more digits.
            let V = ((metric.at.bias_V ?? metric.at.V ?? 0) * 1000).rounded() / 1000
            let key = "\(metric.id) \(metric.at.state.map { $0 + " " } ?? "")\(V) V"
            tally.quantities[key, default: QuantityTally()].add(metric, truth: truth)
        }
        for link in analysis.links {
            let V = (link.at.bias_V ?? link.at.V).map { " \(($0 * 1000).rounded() / 1000) V" } ?? ""
            let rate = link.at.rate_V_per_s.map { " \($0) V/s" } ?? ""
            let key =
                link.id + (link.at.definition.map { " " + $0 } ?? "") + (link.at.state.map { " " + $0 } ?? "") + V
                + (link.at.lobe.map { " lobe " + $0 } ?? "") + rate
            tally.links[key, default: VerdictTally()].counts[link.verdict, default: 0] += 1
        }
        for label in analysis.labels where ["volatility.class", "memory.present"].contains(label.id) {
            tally.words[label.id + (label.at.of.map { " " + $0 } ?? ""), default: [:]][label.value, default: 0] += 1
        }
        for recording in device.recordings {
            guard let reaches = reaches(recording) else { continue }
            var spectrum = tally.spectra[recording.id] ?? DeviceTally.SpectrumTally()
            spectrum.reaches = reaches
            let ids = Set(analysis.metrics.filter { $0.from == [recording.id] }.map(\.id))
            if !ids.contains("impedance.tau_k"), !ids.contains("impedance.tau_V") { spectrum.silent += 1 }
            let told = analysis.findings.contains { finding in
                finding.code == "impedance.memory-too-slow" && finding.position?.file == recording.provenance.file
            }
            if told { spectrum.explained += 1 }
            tally.spectra[recording.id] = spectrum
        }
    }
}
