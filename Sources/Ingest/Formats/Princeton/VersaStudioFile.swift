internal import Findings

/// A VersaStudio `.par` file taken apart: sections of `Key=value`, and the rows of all segments.
struct VersaStudioFile {
    /// A section's keys; the first of a name wins.
    struct Section {
        /// `Action1`, `Instrument`, ...
        var name: String
        /// Line that opens it.
        var line: Int
        /// The values with their places.
        var values: [String: PlacedText] = [:]

        subscript(key: String) -> String? { values[key]?.text }
        /// A key's number.
        func number(_ key: String) -> Double? { self[key].flatMap(ConditionFields.number) }
    }

    /// The sections in the order of the file.
    private(set) var sections: [Section] = []
    /// One table a section `SegmentN`.
    private(set) var tables: [NamedTable] = []
    /// What was found on the way.
    private(set) var findings: [Finding] = []

    /// The first section of a name.
    subscript(name: String) -> Section? { sections.first { $0.name == name } }

    /// The sections that measure: `Action1`, `Action2`, ...; `Action0` holds what is common.
    var actions: [Section] { sections.filter { $0.name.hasPrefix("Action") && $0.name != "Action0" } }

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        var open: Section?
        while let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range).trimmingBlanks()
            if let name = open?.name, text == "</" + name + ">" {
                if let section = open { sections.append(section) }
                open = nil
            } else if open?.name == "DockingLayout" {
                // XML of the windows' places, with tags of its own.
                continue
            } else if let name = Self.opened(text) {
                if let section = open { close(section, source) }
                open = Section(name: name, line: line.number)
            } else if open?.name.hasPrefix("Segment") == true, text.hasPrefix("Definition=") {
                readRows(bytes, &scanner, source, String(text.dropFirst("Definition=".count)))
            } else if let mark = text.firstIndex(of: "="), open != nil {
                let key = String(text[..<mark])
                let value = PlacedText(
                    text: String(text[text.index(after: mark)...]).trimmingBlanks(), position: source.at(line.number))
                if open?.values[key] == nil { open?.values[key] = value }
            }
        }
        if let section = open { close(section, source) }
    }

    /// The name in a line `<Name>`; `nil` for any other line.
    private static func opened(_ text: String) -> String? {
        guard text.hasPrefix("<"), text.hasSuffix(">") else { return nil }
        let name = text.dropFirst().dropLast()
        return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber } ? String(name) : nil
    }

    /// A section that nothing closed: the file was cut, or two were put together.
    private mutating func close(_ section: Section, _ source: FileSource) {
        sections.append(section)
        findings.append(
            Finding(
                VersaStudioFindings.unclosed, "the section \"\(section.name)\" has no end; what stands in it is kept",
                at: source.at(section.line), fix: "copy the file again from VersaStudio"))
    }

    private mutating func readRows(
        _ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource, _ definition: String
    ) {
        let names = definition.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0).trimmingBlanks()
        }
        // The rows have one value fewer than names, so the names hold from the left.
        var table = NamedTable(
            [
                .init(quantity: .loop, names: ["segment #"], unit: "1"),
                .init(quantity: .voltage, names: ["e"], unit: "V"), .init(quantity: .current, names: ["i"], unit: "A"),
                .init(quantity: .time, names: ["elapsed time"], unit: "s", isRequired: false),
                .init(quantity: .frequency, names: ["frequency"], unit: "Hz", isRequired: false),
                .init(quantity: .realZ, names: ["z real"], unit: "Ohm", isRequired: false),
                .init(quantity: .imaginaryZ, names: ["z imag"], unit: "Ohm", isNegated: false, isRequired: false),
            ], among: names)
        guard table.hasAll(.loop, .voltage, .current) else { return }
        table.read(bytes, &scanner, separator: .comma, source: source) { bytes, line in
            TextBytes.starts(bytes, TextBytes.trimmed(bytes, line.range), with: "<")
        }
        findings += table.numbers.findings
        tables.append(table)
    }
}
