public import Findings

/// What can be wrong with a file or folder itself.
public enum FilesFindings {
    /// A file that cannot be opened or read.
    public static let unreadable = FindingKind(
        "file.unreadable", .error, "The file could not be opened or read; the system's reason is in the message.")
    /// A file or folder that is not there.
    public static let missing = FindingKind(
        "file.missing", .error, "The named file or folder does not exist.")
    /// An output that cannot be written.
    public static let unwritable = FindingKind(
        "file.unwritable", .error,
        "The output could not be written; nothing is left half-written. The system's reason is in the message.")

    /// All kinds of this module.
    public static let all = [unreadable, missing, unwritable]
}
