internal import Findings
internal import Measurements

/// An EasyEXPERT file taken apart: its tests, each with its keys and numbers.
struct EasyExpertFile {
    /// One test.
    struct Test {
        /// What the user called it.
        var title: String
        /// Line of the title.
        var line: Int
        /// `I/V Sweep`, `I/V-t Sampling`, `C-f Sweep`, ...; empty where an application wrote the test.
        var kind = ""
        /// Values of `TestParameter` by key, one a channel or one for all.
        var parameters: [String: [String]] = [:]
        /// Values of `MetaData` by key.
        var metadata: [String: String] = [:]
        /// Names of the columns.
        var names: [String] = []
        /// Line of the names.
        var namesLine: Int?
        /// Rows of each step of the second variable, as `Dimension1` declares.
        var rowsPerStep: Int?
        /// Steps of the second variable, as `Dimension2` declares.
        var steps: Int?
        /// Title of the analysis, which tells the measurements of one test apart; empty without.
        var analysis = ""
        /// Whether it follows another measurement under the same title, whose keys hold where it has none of its own.
        var isContinuation = false
        /// The keys of the measurement before.
        fileprivate var inherited: [String: [String]] = [:]
        /// The numbers, one column a name.
        var numbers = NumberTable(columns: [])

        /// Whether nothing but keys follows the rows of the measurement before.
        fileprivate var isEmptyContinuation: Bool { isContinuation && namesLine == nil }

        /// The numbers of a column by name, where it has any.
        func column(_ name: String) -> [Double] {
            guard let i = names.firstIndex(of: name), i < numbers.columns.count else { return [] }
            return numbers.columns[i].contains(where: \.isFinite) ? numbers.columns[i] : []
        }

        /// The values of a parameter.
        func values(_ key: String) -> [String]? { parameters[key] ?? inherited[key] }

        /// The only or first value of a parameter as a number.
        func number(_ key: String, channel: Int = 0) -> Double? {
            guard let values = values(key) else { return nil }
            return (channel < values.count ? values[channel] : values.first).flatMap(ConditionFields.number)
        }
    }

    /// The tests, in the order of the file: newest first.
    private(set) var tests: [Test] = []

    /// Takes a file apart.
    init(_ bytes: Span<UInt8>, source: FileSource) {
        var scanner = LineScanner(bytes)
        var test: Test?
        while let line = scanner.next(bytes) {
            let cells = Self.cells(bytes, line)
            guard let key = cells.first else { continue }
            if key == "SetupTitle" {
                if let test, !test.isEmptyContinuation { tests.append(test) }
                test = Test(title: cells.dropFirst().joined(separator: ", "), line: line.number)
                continue
            }
            guard var held = test else { continue }
            // Keys below rows without a title of their own: the next measurement of one test (set, then reset).
            if held.namesLine != nil, Test.keys.contains(key) {
                tests.append(held)
                held = held.continued(at: line.number)
            }
            held.take(key, Array(cells.dropFirst()), line)
            if key == "DataName" { held.readRows(bytes, &scanner, source) }
            test = held
        }
        if let test, !test.isEmptyContinuation { tests.append(test) }
    }

    private static func cells(_ bytes: Span<UInt8>, _ line: TextLine) -> [String] {
        var ranges: [Range<Int>] = []
        CellSplitter.split(bytes, line.range, at: .comma, into: &ranges)
        return ranges.map { TextBytes.string(bytes, $0) }
    }
}

extension EasyExpertFile.Test {
    /// The keys that belong to a measurement.
    fileprivate static let keys: Set<String> = [
        "AnalysisSetup", "DataName", "Dimension1", "Dimension2", "MetaData", "PrimitiveTest", "TestParameter",
    ]

    /// The next measurement under the same title.
    fileprivate func continued(at line: Int) -> Self {
        var next = Self(title: title, line: line)
        next.isContinuation = true
        next.kind = kind
        next.metadata = metadata
        next.inherited = inherited.merging(parameters) { _, own in own }
        return next
    }

    /// Takes a line of keys.
    fileprivate mutating func take(_ key: String, _ values: [String], _ line: TextLine) {
        switch key {
        case "PrimitiveTest", "ApplicationTest", "QuickTest": if kind.isEmpty { kind = values.first ?? "" }
        case "TestParameter":
            guard let name = values.first, parameters[name] == nil else { return }
            parameters[name] = Array(values.dropFirst())
        case "MetaData":
            guard let name = values.first, metadata[name] == nil || isContinuation else { return }
            metadata[name] = values.dropFirst().joined(separator: ", ")
        case "AnalysisSetup":
            if values.first == "Analysis.Setup.Title", analysis.isEmpty {
                analysis = values.dropFirst().joined(separator: ", ")
            }
        case "Dimension1": rowsPerStep = values.compactMap { Int($0) }.max()
        case "Dimension2": steps = values.compactMap { Int($0) }.max()
        case "DataName":
            names = values
            namesLine = line.number
        default: break
        }
    }

    fileprivate mutating func readRows(_ bytes: Span<UInt8>, _ scanner: inout LineScanner, _ source: FileSource) {
        let uses = names.enumerated().map { i, name in
            var label = ColumnLabel(name)
            label.unit = nil
            label.isNegated = false
            // A channel that was not measured leaves its cells empty; the first column is the swept one, or the time.
            return ColumnUse(index: i + 1, label: label, isRequired: i == 0)
        }
        let reader = TableReader(columns: uses, separator: .comma)
        numbers = reader.read(bytes, &scanner, source: source) { bytes, line in
            !TextBytes.starts(bytes, line.range, with: "DataValue")
        }
    }
}
