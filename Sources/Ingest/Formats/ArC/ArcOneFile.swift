internal import Findings
internal import Measurements

/// An ArC ONE session taken apart: numbers, and the tag of each row.
struct ArcOneFile {
    /// How the line of names starts.
    static let names = "Wordline,Bitline,Resistance"

    /// The numbers, in the order of ``order``.
    let table: NumberTable
    /// The columns read.
    let uses: [ColumnUse]
    /// The tag of each row.
    let tags: [String]

    /// What the columns of numbers are.
    private static let order = ["Wordline", "Bitline", "Resistance", "Amplitude", "Pulse width", "ReadVoltage"]

    /// Takes a file apart.
    /// - Throws: `arc.no-names`.
    init(_ bytes: Span<UInt8>, _ source: FileSource) throws(Failure) {
        var scanner = LineScanner(bytes)
        var names: [String] = []
        while names.isEmpty, let line = scanner.next(bytes), line.number <= 20 {
            let text = TextBytes.string(bytes, line.range)
            if text.drop(while: { $0 == " " || $0 == "\"" }).hasPrefix(Self.names) {
                names = text.split(separator: ",", omittingEmptySubsequences: false).map {
                    String($0).replacing("\"", with: "").trimmingBlanks()
                }
            }
        }
        guard let tag = names.firstIndex(of: "Tag") else {
            throw Failure(
                Finding(
                    ArcFindings.noNames, "no line starts with \"\(Self.names)\" and names a \"Tag\"", at: source.at(),
                    fix: "save the session again from the ArC ONE program"))
        }
        var uses: [ColumnUse] = []
        for (i, wanted) in Self.order.enumerated() {
            guard let index = names.firstIndex(where: { $0.hasPrefix(wanted) }) else {
                if i == 5 { break }
                throw Failure(
                    Finding(
                        ArcFindings.noNames, "the line of names has no \"\(wanted)\"", at: source.at(scanner.line),
                        fix: "save the session again from the ArC ONE program"))
            }
            uses.append(ColumnUse(index: index, label: Self.label(names[index]), isRequired: i < 5))
        }
        self.uses = uses
        let start = scanner
        let reader = TableReader(columns: uses, separator: .comma)
        table = reader.read(bytes, &scanner, source: source)
        tags = Self.tags(bytes, start, tag, table.lines)
    }

    /// A column of the numbers; empty where the file has none.
    func column(_ name: String) -> [Double] {
        guard let i = uses.firstIndex(where: { $0.label.name.hasPrefix(name) }) else { return [] }
        return table.columns[i]
    }

    /// How a column became SI.
    func source(_ name: String) -> ColumnSource? { uses.first { $0.label.name.hasPrefix(name) }?.source }

    /// The program writes ohm and volt without saying so.
    private static func label(_ name: String) -> ColumnLabel {
        var label = ColumnLabel(name)
        if name.hasPrefix("Resistance") {
            label.quantity = .resistance
            if label.unit == nil { label.take(unit: "Ohm", from: "code table") }
        }
        if name.hasPrefix("ReadVoltage") {
            label.quantity = .readVoltage
            if label.unit == nil { label.take(unit: "V", from: "code table") }
        }
        return label
    }

    /// The tags of the rows that were read.
    private static func tags(_ bytes: Span<UInt8>, _ start: LineScanner, _ index: Int, _ lines: [Int]) -> [String] {
        var scanner = start
        var cells: [Range<Int>] = []
        var tags: [String] = []
        while tags.count < lines.count, let line = scanner.next(bytes) {
            guard line.number == lines[tags.count] else { continue }
            CellSplitter.split(bytes, line.range, at: .comma, into: &cells)
            tags.append(index < cells.count ? TextBytes.string(bytes, cells[index]) : "")
        }
        while tags.count < lines.count { tags.append("") }
        return tags
    }
}
