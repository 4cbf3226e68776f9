internal import Files
public import Findings
public import Measurements

/// A file's recordings as normalized tables, not yet written.
public struct ConvertedFile: Sendable, Hashable {
    /// One table: its name without folder and extension, and its bytes.
    public struct Table: Sendable, Hashable {
        /// The file's stem with the recording's id.
        public var name: String
        /// The table, UTF-8.
        public var bytes: [UInt8]
    }

    /// The tables, one a recording, in the order of their ids.
    public var tables: [Table]
    /// What was found.
    public var findings: [Finding]
}

/// Reads one file and makes a normalized table of each recording: CSV in SI units and passive sign, with a commented
/// header that holds conditions and provenance.
///
/// Never throws: what failed is in the findings. Reading a table again gives the same numbers, bit for bit.
public func convert(_ path: String, options: IngestOptions) -> ConvertedFile {
    let file = FileEntry(path: path, name: FilePath.name(path), row: nil, isNamed: true)
    let reading = FileReading(file, options: options)
    var findings = reading.findings
    let recordings = RecordingIdentity.identified(reading.recordings, &findings)
    let stem = FilePath.stem(path)
    return ConvertedFile(
        tables: recordings.map {
            ConvertedFile.Table(name: stem + "." + $0.id, bytes: NormalizedTable.bytes($0))
        }, findings: findings)
}

extension Device {
    /// Its recordings as normalized tables, named as `convert` names them: the file's stem with the recording's id.
    public var normalizedTables: [ConvertedFile.Table] {
        recordings.map {
            ConvertedFile.Table(
                name: FilePath.stem($0.provenance.file) + "." + $0.id, bytes: NormalizedTable.bytes($0))
        }
    }
}
