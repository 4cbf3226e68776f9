import Diagnostics
import Measurements

/// What figures ask of an analysis.
extension DeviceAnalysis {
    /// The curves of an id that a request means, in order of state, bias, rate, cycle, step and recording.
    func curves(_ id: String, _ request: FigureRequest) -> [Curve] {
        let wanted = curves.filter { curve in
            guard curve.id == id, curve.count > 0 else { return false }
            if let from = request.from, !curve.from.contains(from) { return false }
            if let state = request.state, let held = curve.at.state, held != state { return false }
            if let cycle = curve.at.cycle, !request.cycles.isEmpty,
                !request.cycles.contains(where: { $0.contains(cycle) })
            {
                return false
            }
            let biases = request.bias_V.map { [$0] } ?? request.biases_V
            guard !biases.isEmpty else { return true }
            // Biases are typed by people and stored by instruments: a microvolt apart is the same.
            return curve.at.bias_V.map { bias in biases.contains { abs($0 - bias) < 1e-6 } } ?? false
        }
        return (request.onlyLastCycle ? wanted.lastCycles : wanted).map { (curve: $0, order: FigureOrder($0)) }.sorted {
            $0.order < $1.order
        }.map(\.curve)
    }

    /// The curve of another id at the same place of the same recordings: the fit of data, the residual of a fit.
    func partner(_ id: String, of curve: Curve) -> Curve? {
        curves.first { $0.id == id && $0.from == curve.from && $0.at == curve.at }
            ?? curves.first {
                $0.id == id && $0.from == curve.from && $0.at.step == curve.at.step && $0.at.cycle == curve.at.cycle
            }
    }

    /// The metrics of an id.
    func metrics(_ id: String) -> [Metric] { metrics.all(id) }

    /// The metric of an id at the place of a curve.
    func metric(_ id: String, of curve: Curve) -> Metric? {
        let mine = metrics(id).filter { $0.from.contains(where: curve.from.contains) }
        // A step is known by its number: the curve has the level before it as bias, its metrics the level after.
        if let step = curve.at.step { return mine.last { $0.at.step == step } }
        return mine.first { $0.at.bias_V == curve.at.bias_V } ?? (mine.count == 1 ? mine.first : nil)
    }

    /// The label of an id for a curve.
    func label(_ id: String, of curve: Curve) -> String? {
        labels.first { $0.id == id && $0.from.contains(where: curve.from.contains) && $0.at.bias_V == curve.at.bias_V }?
            .value
    }
}

extension [Curve] {
    /// Of the cycles of one recording and rate the last; curves without a cycle stay.
    fileprivate var lastCycles: [Curve] {
        filter { curve in
            guard let cycle = curve.at.cycle else { return true }
            return !contains {
                $0.from == curve.from && $0.at.rate_V_per_s == curve.at.rate_V_per_s && ($0.at.cycle ?? cycle) > cycle
            }
        }
    }
}

/// The order of curves in a figure: never that of the files.
private struct FigureOrder: Comparable {
    private let texts: (String, String)
    private let numbers: [Double]

    init(_ curve: Curve) {
        let at = curve.at
        texts = (at.state ?? "", curve.from.first ?? "")
        numbers = [
            at.bias_V ?? 0, at.V ?? 0, at.rate_V_per_s ?? 0, Double(at.cycle ?? 0), Double(at.step ?? 0),
        ]
    }

    static func == (a: FigureOrder, b: FigureOrder) -> Bool { a.texts == b.texts && a.numbers == b.numbers }

    static func < (a: FigureOrder, b: FigureOrder) -> Bool {
        if a.texts.0 != b.texts.0 { return a.texts.0 < b.texts.0 }
        for (x, y) in zip(a.numbers, b.numbers) where x != y { return x < y }
        return a.texts.1 < b.texts.1
    }
}

extension Array {
    /// At most so many elements, first and last included, the others evenly between.
    func spread(most: Int) -> [Element] {
        guard count > most, most > 1 else { return Array(prefix(most)) }
        return (0..<most).map { self[$0 * (count - 1) / (most - 1)] }
    }
}

/// Words that figures share.
enum FigureText {
    /// A voltage as a title: `0.5 V`.
    static func volts(_ value: Double) -> String {
        // Volts without a prefix from 10 mV up: "0.11 V" beside "1 V" is read faster than "110 mV".
        if abs(value) < 1e-9 { return "0\u{A0}V" }
        guard abs(value) >= 0.01 else { return QuantityText.text(value, unit: .volt, digits: 3).trimmedZeros }
        let number = DecimalText.fixed(abs(value), decimals: 3)
        return ((value < 0 ? "−" : "") + number + "\u{A0}V").trimmedZeros
    }

    /// A temperature as sheets have it: `60 °C`.
    static func temperature(_ value_K: Double) -> String {
        QuantityText.text(((value_K - 273.15) * 100).rounded() / 100, unit: .celsius).trimmedZeros
    }

    /// A rate as a legend has it.
    static func rate(_ value: Double) -> String {
        QuantityText.text(value, unit: .voltPerSecond, digits: 3).trimmedZeros
    }

    /// A metric with its error.
    static func value(_ metric: Metric) -> String {
        QuantityText.parts(metric.value, standardError: metric.se, unit: metric.unit, digits: 3).text
    }

    /// Recordings by name, long lists by their number and ends.
    static func sources(_ from: [String]) -> String {
        guard from.count > 3, let first = from.first, let last = from.last else { return from.joined(separator: ", ") }
        return "\(from.count) recordings (\(first) to \(last))"
    }

    /// `1 point`, `2 points`.
    static func count(_ n: Int, _ noun: String) -> String { n == 1 ? "1 \(noun)" : "\(n) \(noun)s" }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What is left out of a figure, as the end of a caption; empty where nothing is.
    static func leftOut(_ shown: Int, of all: Int, _ nouns: String) -> String {
        shown < all ? " Shown are \(shown) of \(all) \(nouns), evenly chosen." : ""
    }
}

extension String {
    /// The number at the start without trailing zeros after its point: `0.500 V` becomes `0.5 V`.
    var trimmedZeros: String {
        guard let space = firstIndex(of: "\u{A0}") else { return self }
        var number = self[..<space]
        guard number.contains("."), !number.contains("e") else { return self }
        while number.hasSuffix("0") { number = number.dropLast() }
        if number.hasSuffix(".") { number = number.dropLast() }
        return String(number) + self[space...]
    }
}
