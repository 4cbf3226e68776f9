internal import Findings
internal import Measurements

/// A Gamry file taken apart: header values and tables.
struct GamryFile {
    /// The tables, in the order of the file.
    private(set) var tables: [GamryTable] = []
    /// What was found on the way.
    private(set) var findings: [Finding] = []
    private var header: [String: [String]] = [:]
    private var places: [String: Int] = [:]

    /// The value of a header's key.
    subscript(key: String) -> String? { field(key, 2) }

    /// A field of a header's line, from 0, which is the key itself.
    func field(_ key: String, _ i: Int) -> String? {
        guard let fields = header[key], fields.count > i else { return nil }
        return fields[i]
    }

    /// The number of a header's key.
    func number(_ key: String) -> Double? { self[key].flatMap(ConditionFields.number) }

    /// A potential of the header, V; one against open circuit (flag `T`) needs the open-circuit potential.
    func potential(_ key: String) -> Double? {
        guard let value = number(key) else { return nil }
        guard field(key, 3) == "T" else { return value }
        return number("EOC").map { $0 + value }
    }

    /// Where a header's key stands.
    func place(_ key: String, _ source: FileSource) -> SourcePosition { source.at(places[key]) }

    /// The technique.
    var technique: String { field("TAG", 1) ?? "" }

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        while let line = scanner.next(bytes) {
            let fields = Self.fields(bytes, line)
            guard fields.count >= 2, !fields[0].isEmpty else { continue }
            if fields[1] == "TABLE" {
                let table = GamryTable(bytes, &scanner, source, opening: fields, line: line.number)
                guard let table else { continue }
                tables.append(table)
                if table.name != "OCVCURVE" { findings += table.findings(source) }
                continue
            }
            if header[fields[0]] == nil {
                header[fields[0]] = fields
                places[fields[0]] = line.number
            }
            if fields[0] == "EXPERIMENTABORTED", fields.count > 2, fields[2] == "T" {
                findings.append(.aborted(at: source.at(line.number)))
            }
        }
    }

    /// The fields of a line; those who imitate the layout write blanks for the tabs of a table's first line.
    private static func fields(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        let text = TextBytes.string(bytes, line.range)
        let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).trimmingBlanks() }
        guard fields.count == 1, text.holds("CURVE TABLE") || text.holds("CURVE  TABLE") else { return fields }
        return text.split(separator: " ").map(String.init)
    }
}
