internal import Findings
internal import Measurements

/// A LabVIEW measurement file, walked over segment by segment.
struct LabVIEWFile {
    /// A segment's header.
    struct Segment {
        /// Line of its first key.
        var line: Int
        /// Values by key, one a channel.
        var keys: [String: [String]]
        /// The line of names.
        var names: [String]
        /// Number of that line.
        var namesLine: Int
        /// Whether each channel has an X column before it.
        var isMulti: Bool
        /// Whether one X column stands in front.
        var hasX: Bool

        /// The channels with their cells in a row.
        var channels: [ChannelRoles.Channel] {
            var channels: [ChannelRoles.Channel] = []
            let units = keys["Y_Unit_Label"] ?? []
            for i in names.indices where names[i] != "X_Value" && names[i] != "Comment" && !names[i].isEmpty {
                let unit = channels.count < units.count ? units[channels.count] : ""
                channels.append(ChannelRoles.Channel(name: names[i], unit: unit, cell: i))
            }
            return channels
        }

        /// The date and time of the first channel.
        var date: String {
            let parts = [keys["Date"]?.first ?? "", LabVIEWFile.seconds(keys["Time"]?.first ?? "")]
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }

        /// The cell with the time of a channel's cell; `nil` where rows have none.
        func clockColumn(of cell: Int) -> Int? {
            guard hasX, keys["X_Dimension"]?.first.map({ $0 == "Time" }) ?? true else { return nil }
            return isMulti ? max(0, cell - 1) : 0
        }

        /// Start and interval that all the cells' channels share; `nil` where they do not.
        func timeBase(of cells: [Int]) -> (start_s: Double, step_s: Double)? {
            guard keys["X_Dimension"]?.first.map({ $0 == "Time" }) ?? true else { return nil }
            var bases: [(Double, Double)] = []
            for cell in cells {
                guard let step = number("Delta_X", cell), step > 0 else { return nil }
                bases.append((number("X0", cell) ?? 0, step))
            }
            guard let first = bases.first, bases.allSatisfy({ $0 == first }) else { return nil }
            return (first.0, first.1)
        }

        /// How many samples a cell's channel declares.
        func samples(of cell: Int) -> Int? {
            number("Samples", cell).flatMap { Int(exactly: $0) }
        }

        private func number(_ key: String, _ cell: Int) -> Double? {
            guard let rank = channels.firstIndex(where: { $0.cell == cell }), let values = keys[key],
                rank < values.count
            else { return nil }
            return ConditionFields.number(values[rank])
        }
    }

    /// Where the walk stands.
    private(set) var scanner: LineScanner
    /// What stands between cells.
    private(set) var separator = Separator.tab
    /// The file's own date and time.
    private(set) var date = ""
    private var statesComma: Bool?
    private var columns = "No"

    /// Reads the file's header.
    init(_ bytes: Span<UInt8>) {
        scanner = LineScanner(bytes)
        var time = ""
        while let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            if text.hasPrefix("***End_of_Header***") { break }
            let cells = text.split { $0 == "\t" || $0 == "," }.map { String($0).trimmingBlanks() }
            guard let key = cells.first else { continue }
            let value = cells.count > 1 ? cells[1] : ""
            switch key {
            case "Separator": separator = value == "Comma" ? .comma : .tab
            case "Decimal_Separator": statesComma = text.dropFirst(key.count + 1).hasPrefix(",")
            case "X_Columns": columns = value
            case "Date": date = value
            case "Time": time = value
            default: break
            }
        }
        date = [date, Self.seconds(time)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The next segment's header; the walk stands before its rows then.
    mutating func next(_ bytes: Span<UInt8>) -> Segment? {
        var keys: [String: [String]] = [:]
        var first: Int?
        var isSpecial = false
        while let line = scanner.next(bytes) {
            let text = TextBytes.string(bytes, line.range)
            if text.hasPrefix("***Start_Special***") { isSpecial = true }
            if text.hasPrefix("***End_Special***") { isSpecial = false }
            var cells: [Range<Int>] = []
            CellSplitter.split(bytes, line.range, at: separator, into: &cells)
            var texts = cells.map { TextBytes.string(bytes, $0) }
            while texts.last == "" { texts.removeLast() }
            guard !isSpecial, let key = texts.first, !key.hasPrefix("***") else { continue }
            if key == "X_Value" {
                return Segment(
                    line: first ?? line.number, keys: keys, names: texts, namesLine: line.number,
                    isMulti: columns == "Multi", hasX: columns != "No")
            }
            if first == nil { first = line.number }
            keys[key] = Array(texts.dropFirst())
        }
        return nil
    }

    /// Whether the decimal mark of the rows from here on is a comma: stated, or seen.
    func isComma(_ bytes: Span<UInt8>, _ source: FileSource) -> Bool {
        if separator == .comma { return false }
        if source.options.decimalMark == nil, let statesComma { return statesComma }
        return DecimalMark.isComma(bytes, scanner, separator: separator, option: source.options.decimalMark)
    }

    /// The rows of the segment whose names were passed last.
    mutating func rows(_ bytes: Span<UInt8>, _ reader: TableReader, _ source: FileSource) -> NumberTable {
        reader.read(bytes, &scanner, source: source) { bytes, line in
            TextBytes.starts(bytes, line.range, with: "Channels")
                || TextBytes.starts(bytes, line.range, with: "***")
                || TextBytes.starts(bytes, line.range, with: "X_Value")
        }
    }

    /// A time of day without the fraction, which may have a comma and twenty digits.
    private static func seconds(_ text: String) -> String {
        String(text.prefix { $0.isNumber || $0 == ":" })
    }
}
