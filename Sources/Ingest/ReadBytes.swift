public import Findings
internal import Measurements

/// Reads the bytes of a file that is already in memory: expanded, recognized (or by a named format), read.
///
/// The door for programs that get measurements from elsewhere than the file system, and for fuzzing.
/// - Parameter format: id of a format; `nil` lets the content choose.
/// - Throws: what `ingest` would put into a device's findings where a file gives no recording.
public func readBytes(
    _ bytes: [UInt8], from source: FileSource, format: String? = nil
) throws(Failure) -> ReadResult {
    let reading = BytesReading(bytes.span, source, format)
    if let failure = reading.failure { throw failure }
    var result = reading.result
    result.findings += QualityChecks.findings(result.recordings)
    return result
}
