public import Findings

/// Where a column of numbers came from and how it became SI.
public struct ColumnSource: Sendable, Codable, Hashable {
    /// What the column means: `V`, `I`, `t`, `f`, `ReZ`, `ImZ`, ...
    public var quantity: String
    /// The name as the file has it.
    public var name: String
    /// Position in the file's rows, from 1.
    public var number: Int
    /// The unit as found, before conversion.
    public var unit: String
    /// Who said so: `header`, `unit row`, `code table`, `user` or `assumed`.
    public var unitSource: String
    /// Factor from the file's number to the stored SI number; negative where the file stores the negated quantity.
    public var factor: Double

    /// Describes a column.
    public init(quantity: String, name: String, number: Int, unit: String, unitSource: String, factor: Double) {
        self.quantity = quantity
        self.name = name
        self.number = number
        self.unit = unit
        self.unitSource = unitSource
        self.factor = factor
    }
}

/// Where a recording came from, so that a diagnostic and a report can point at line 812 of a file.
public struct Provenance: Sendable, Codable, Hashable {
    /// Path relative to the INPUT that the user named.
    public var file: String
    /// SHA-256 of the whole file, lower-case hexadecimal.
    public var sha256: String
    /// Id of the file format that read it.
    public var format: String
    /// Line of the first row of data, from 1; `nil` in binary files.
    public var firstLine: Int?
    /// Line of each row where rows do not follow one another without a gap; else empty.
    public var rowLines: [Int]
    /// The columns used.
    public var columns: [ColumnSource]
    /// What was done to signs, in words; empty if nothing.
    public var signConversion: String
    /// Instrument and software as the file states them.
    public var instrument: String
    /// Date and time of the measurement as ISO 8601 where the file's order of day and month is certain, else as found.
    public var measuredAt: String

    /// Describes an origin.
    public init(
        file: String, sha256: String = "", format: String = "", firstLine: Int? = nil, rowLines: [Int] = [],
        columns: [ColumnSource] = [], signConversion: String = "", instrument: String = "", measuredAt: String = ""
    ) {
        self.file = file
        self.sha256 = sha256
        self.format = format
        self.firstLine = firstLine
        self.rowLines = rowLines
        self.columns = columns
        self.signConversion = signConversion
        self.instrument = instrument
        self.measuredAt = measuredAt
    }

    /// The line of sample `i`; `nil` where the file has no lines.
    public func line(of i: Int) -> Int? {
        if i >= 0, i < rowLines.count { return rowLines[i] }
        return firstLine.map { $0 + i }
    }

    /// The place of sample `i`, in the column of a quantity where that is known.
    public func position(of i: Int) -> SourcePosition { SourcePosition(file: file, line: line(of: i)) }
}
