public import Drawing
public import Findings

/// A file to be written: a name and its bytes.
public struct OutputFile: Sendable, Hashable {
    /// What stands between the document's name and the extension: empty, or `-2` for page 2.
    public var suffix: String
    /// Extension without the dot.
    public var fileExtension: String
    /// What stands in it.
    public var bytes: [UInt8]

    /// A file.
    public init(suffix: String, fileExtension: String, bytes: [UInt8]) {
        self.suffix = suffix
        self.fileExtension = fileExtension
        self.bytes = bytes
    }

    /// The file's name for a document's name: `D01` gives `D01-2.svg`.
    public func name(for document: String) -> String { document + suffix + "." + fileExtension }
}

/// A format that documents can be written in.
///
/// To add one: a file in `Outputs`, a type with an empty `init()`, and its line in `OutputFormats.all`.
public protocol OutputFormat: Sendable {
    /// The format with its defaults.
    init()
    /// Public id, the extension without the dot.
    var id: String { get }
    /// Renders a document in memory; nothing is written.
    ///
    /// Same document and fonts, same bytes. Called by `export`, which has looked over the document before.
    func render(_ document: Document, text: PangoText) throws(Failure) -> [OutputFile]
}

/// The formats that documents can be written in.
public enum OutputFormats {
    /// All formats, in alphabetical order.
    public static let all: [any OutputFormat] = [
        PDFOutput(),
        PNGOutput(),
        SVGOutput(),
    ]

    /// The format of an id, if there is one.
    public static func named(_ id: String) -> (any OutputFormat)? { all.first { $0.id == id } }
}
