internal import Findings
internal import Measurements

/// An Ivium file taken apart: experiments, each with its header and primary data.
struct IviumFile {
    /// One experiment.
    struct Experiment {
        /// Its keys; the first of a name wins.
        var header: [String: PlacedText]
        /// Line of `primary_data`.
        var line: Int
        /// Declared number of columns.
        var cells: Int
        /// Declared number of rows; `nil` where the line is none.
        var declared: Int?
        /// Z', Z'' and f.
        var numbers: NumberTable
        /// Where they came from.
        var columns: [ColumnSource]

        /// Its method.
        var method: String { header["Method"]?.text ?? "" }
        /// Whether it is what is read here.
        var isImpedance: Bool { method.hasPrefix("Impedance") && cells == 3 }
    }

    /// The experiments with primary data, in the order of the file.
    private(set) var experiments: [Experiment] = []

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        var header: [String: PlacedText] = [:]
        while let line = scanner.next(bytes) {
            let text = Self.text(bytes, line)
            if text == "primary_data" {
                experiments.append(Self.experiment(bytes, &scanner, source, header, line.number))
                header = [:]
            } else if let mark = text.firstIndex(of: "=") {
                let key = String(text[..<mark])
                guard header[key] == nil else { continue }
                let value = String(text[text.index(after: mark)...]).trimmingBlanks()
                header[key] = PlacedText(text: value, position: source.at(line.number))
            }
        }
    }

    /// A line without the binary words before and behind its text.
    static func text(_ bytes: Span<UInt8>, _ line: TextLine) -> String {
        var end = line.range.upperBound
        while end > line.range.lowerBound, bytes[end - 1] <= 0x20 { end -= 1 }
        var start = end
        while start > line.range.lowerBound, bytes[start - 1] >= 0x20 { start -= 1 }
        return TextBytes.string(bytes, start..<end).trimmingBlanks()
    }

    private static func experiment(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ header: [String: PlacedText],
        _ line: Int
    ) -> Experiment {
        let cells = scanner.next(bytes).flatMap { Int(text(bytes, $0)) } ?? 0
        let declared = scanner.next(bytes).flatMap { Int(text(bytes, $0)) }
        var table = NamedTable(
            [
                .init(quantity: .realZ, names: ["z'"], unit: "Ohm"),
                .init(quantity: .imaginaryZ, names: ["z''"], unit: "Ohm", isNegated: false),
                .init(quantity: .frequency, names: ["f"], unit: "Hz"),
            ], among: ["Z'", "Z''", "f"])
        if cells == 3 {
            // Rows end where something else than a number begins: `osc_data`, or the next experiment.
            table.read(bytes, &scanner, separator: .blanks, source: source) { bytes, line in
                let content = TextBytes.trimmed(bytes, line.range)
                guard let first = content.first else { return false }
                let byte = bytes[first]
                return !((0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E)
            }
        } else {
            table = NamedTable([], among: [])
        }
        return Experiment(
            header: header, line: line, cells: cells, declared: declared, numbers: table.numbers,
            columns: table.sources)
    }
}
