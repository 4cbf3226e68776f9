internal import Findings
internal import Measurements

/// A PSTrace CSV file taken apart: blocks of impedance, and pairs of columns of curves.
struct PSTraceBlocks {
    /// A table of one spectrum.
    struct Spectrum {
        /// Its title, such as `CH 3: Fixed at 37 freqs`; empty where it has none.
        var title: String
        /// Line of its names.
        var line: Int
        /// Its columns and numbers.
        var table: NamedTable
    }

    /// The spectra in the order of the file.
    private(set) var spectra: [Spectrum] = []
    /// The curves, table by table, from the left.
    private(set) var curves: [PSTraceCurve] = []
    /// The date of the first block.
    private(set) var date = ""
    /// What was found on the way.
    private(set) var findings: [Finding] = []

    /// The bytes with blanks for the quotation marks around whole lines, and for a byte order mark inside them.
    ///
    /// Places of lines and cells stay as they are.
    static func bare(_ bytes: Span<UInt8>) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        for i in bytes.indices { plain.append(bytes[i]) }
        var scanner = LineScanner(bytes)
        while let line = scanner.next(bytes) {
            let content = TextBytes.trimmed(bytes, line.range)
            guard let first = content.first, let last = content.last, first < last, bytes[first] == 0x22,
                bytes[last] == 0x22, (first + 1..<last).allSatisfy({ bytes[$0] != 0x22 })
            else { continue }
            plain[first] = 0x20
            plain[last] = 0x20
            if last > first + 3, bytes[first + 1] == 0xEF, bytes[first + 2] == 0xBB, bytes[first + 3] == 0xBF {
                for i in 1...3 { plain[first + i] = 0x20 }
            }
        }
        guard hasSemicolons(bytes) else { return plain }
        // Where the decimal mark is a comma, cells are set apart by semicolons; both are one byte.
        for i in plain.indices {
            if plain[i] == 0x2C { plain[i] = 0x2E } else if plain[i] == 0x3B { plain[i] = 0x2C }
        }
        return plain
    }

    /// Whether the names or units of the first table stand between semicolons.
    private static func hasSemicolons(_ bytes: Span<UInt8>) -> Bool {
        var scanner = LineScanner(bytes)
        while scanner.line < 60, let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            let cells = cells(text)
            if isNames(cells) || isUnits(cells) { return text.contains(";") }
        }
        return false
    }

    /// Takes a file apart whose lines are bare.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        var title = ""
        var titles: [String] = []
        while let line = scanner.next(bytes) {
            let cells = Self.cells(TextBytes.string(bytes, line.range))
            if cells.first == "Date and time:" || cells.first == "Date and time measurement:" {
                if date.isEmpty, cells.count > 1 { date = cells[1] }
            } else if Self.isNames(cells) {
                readSpectrum(bytes, &scanner, source, cells, line.number, title)
                title = ""
            } else if Self.isUnits(cells) {
                readCurves(bytes, &scanner, source, cells, titles)
                titles = []
            } else if cells.contains(where: { !$0.isEmpty }), !(cells.first ?? "").hasSuffix(":") {
                title = cells.first ?? ""
                titles = cells
            }
        }
    }

    /// Cells of a line; some lines as a whole stand in quotation marks.
    static func cells(_ text: String) -> [String] {
        var line = text.trimmingBlanks()[...]
        if line.count >= 2, line.hasPrefix("\""), line.hasSuffix("\""), !line.dropFirst().dropLast().contains("\"") {
            line = line.dropFirst().dropLast()
        }
        if line.first == "\u{FEFF}" { line = line.dropFirst() }
        return line.split(separator: line.contains(";") ? ";" : ",", omittingEmptySubsequences: false).map {
            String($0).trimmingBlanks()
        }
    }

    /// Whether a line names the columns of a spectrum.
    static func isNames(_ cells: [String]) -> Bool {
        cells.contains { $0.hasPrefix("freq") && $0.holds("Hz") } && cells.contains { $0.hasPrefix("Z' /") }
    }

    /// Whether a line holds the units of pairs: a voltage or a time, then a current.
    static func isUnits(_ cells: [String]) -> Bool {
        guard cells.count >= 2 else { return false }
        let filled = cells.last == "" ? Array(cells.dropLast()) : cells
        guard filled.count % 2 == 0 else { return false }
        for (i, cell) in filled.enumerated() {
            let dimension = UnitText.parse(cell)?.dimension
            guard i % 2 == 0 ? dimension == .voltage || dimension == .time : dimension == .current else { return false }
        }
        return true
    }

    /// Rows end at the first line without a digit or sign in front.
    private static func isEnd(_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
        for i in line.range where bytes[i] != 0x20 && bytes[i] != 0x22 && bytes[i] != 0x2C {
            let byte = bytes[i]
            return !((0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2B || byte == 0x2E || byte == 0x4E)
        }
        return false
    }

    private mutating func readSpectrum(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ names: [String], _ line: Int,
        _ title: String
    ) {
        var table = NamedTable(
            [
                .init(quantity: .frequency, names: ["freq"], unit: "Hz"),
                .init(quantity: .realZ, names: ["z'"], unit: "Ohm"),
                // Negated, with a minus in the name in newer versions and without one in older ones.
                .init(quantity: .imaginaryZ, names: ["z''", "-z''"], unit: "Ohm", isNegated: true),
                .init(quantity: .bias, names: ["edc", "medc"], unit: "V", isRequired: false),
            ], among: names)
        table.read(bytes, &scanner, separator: .comma, source: source) { Self.isEnd($0, $1) }
        findings += table.numbers.findings
        let words = title.split(separator: " ")
        if let at = words.firstIndex(of: "freqs"), at > 0 {
            HeaderCheck.count(
                Int(words[at - 1]), holds: table.numbers.count, "\"\(title)\"", at: source.at(line), &findings)
        }
        spectra.append(Spectrum(title: title, line: line, table: table))
    }

    /// All pairs in one walk over the rows, so that many pairs cost no more than their cells.
    private mutating func readCurves(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ units: [String], _ titles: [String]
    ) {
        var pairs = stride(from: 0, to: units.count - 1, by: 2).map { at in
            PSTraceCurve(title: at < titles.count ? titles[at] : "", first: at, units: (units[at], units[at + 1]))
        }
        var faults = RowFaults(source: source)
        var cells: [Range<Int>] = []
        var ahead = scanner
        while let line = ahead.next(bytes), !Self.isEnd(bytes, line) {
            scanner = ahead
            CellSplitter.split(bytes, line.range, at: .comma, into: &cells)
            for i in pairs.indices where pairs[i].first + 1 < cells.count {
                let (x, y) = (cells[pairs[i].first], cells[pairs[i].first + 1])
                // Curves of one file differ in length: a row without this pair is no fault.
                if x.isEmpty && y.isEmpty { continue }
                // The last cell of a file that was cut off may be half a number.
                if !line.isEnded, pairs[i].first + 2 == cells.count {
                    faults.cut(line, nil)
                } else if !pairs[i].take(bytes, x, y, line.number) {
                    let text = TextBytes.string(bytes, x.lowerBound..<y.upperBound)
                    faults.bad(
                        line, x.lowerBound - line.range.lowerBound + 1, text: text,
                        column: pairs[i].columns.map(\.name).joined(separator: ","), isInfinite: false,
                        isCut: !line.isEnded)
                }
            }
        }
        findings += faults.findings
        curves += pairs.filter { !$0.lines.isEmpty }
    }
}
