public import Findings

/// How files are found and read; the same for the sheet and the command line.
public struct IngestOptions: Sendable, Hashable {
    /// Id of a format to use instead of recognizing the content.
    public var inputFormat: String?
    /// A named pattern that reads device, bias and so on from file names.
    public var namePattern: String?
    /// `.` or `,`; absent means found per file.
    public var decimalMark: Character?
    /// Which column is what in home-made files: `t=1;V=Vmeas;I=CH2/50`.
    public var columns: String?
    /// Units of the columns of home-made files: `t=ms;I=uA`.
    public var units: String?
    /// Number of lines to pass over at the start of home-made files.
    public var skip: Int?

    /// Nothing forced.
    public init() {}

    /// What is wrong with the texts themselves, whatever the files are: the name pattern, the columns, the units.
    public var fault: Finding? {
        do throws(Failure) {
            if let namePattern { _ = try NamePattern(namePattern) }
            var read = ReadOptions()
            read.columns = columns
            read.units = units
            _ = try ColumnRequest(read)
            return nil
        } catch {
            return error.findings.first
        }
    }
}
