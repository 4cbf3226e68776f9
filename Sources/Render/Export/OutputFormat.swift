public import Drawing
public import Findings

/// A file to be written: a name and its bytes.
public struct OutputFile: Sendable, Hashable {
    /// What stands between the document's name and the extension: empty, or `-2` for page 2.
    public var suffix: String
    /// Extension without the dot.
    public var fileExtension: String
    public var bytes: [UInt8]

    /// A file.
    public init(suffix: String, fileExtension: String, bytes: [UInt8]) {
        self.suffix = suffix
        self.fileExtension = fileExtension
        self.bytes = bytes
    }
}

/// A format that documents can be written in.
///
/// To add one: a file in `Outputs`, a type with an empty `init()`, and its line in `OutputFormats.all`.
public protocol OutputFormat: Sendable {
    init()
    /// Public id, the extension without the dot.
    var id: String { get }
    /// Renders a document in memory; nothing is written.
    func render(_ document: Document, text: PangoText) throws(Failure) -> [OutputFile]
}

/// Measures and shapes text with Pango; one per lane of work, never shared.
public final class PangoText {
    /// Makes a measurer.
    public init() throws(Failure) {}
}

/// The kinds of finding that export may give.
public enum ExportFindings {
    /// All kinds of this module.
    public static let all: [FindingKind] = []
}
