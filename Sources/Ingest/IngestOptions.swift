/// How files are found and read; the same for the sheet and the command line.
public struct IngestOptions: Sendable, Hashable {
    /// Id of a format to use instead of recognizing the content.
    public var inputFormat: String?
    /// A named pattern that reads device, bias and so on from file names.
    public var namePattern: String?
    /// `.` or `,`; absent means found per file.
    public var decimalMark: Character?

    /// Nothing forced.
    public init() {}
}
