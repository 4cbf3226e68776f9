/// A file that travels inside a document: the numbers behind its pages.
public struct AttachedFile: Sendable, Hashable {
    /// What the file is to the document (ISO 32000-2, 7.11.3).
    public enum Relationship: String, Sendable {
        /// What the document was made from.
        case source = "Source"
        /// What the document shows, as data.
        case data = "Data"
    }

    /// Name of the file, with its extension.
    public var name: String
    /// Media type, `application/json`.
    public var mediaType: String
    /// One line on what it is.
    public var description: String
    /// What it is to the document.
    public var relationship: Relationship
    /// What stands in it.
    public var bytes: [UInt8]

    /// A file.
    public init(
        name: String, mediaType: String, description: String, relationship: Relationship, bytes: [UInt8]
    ) {
        self.name = name
        self.mediaType = mediaType
        self.description = description
        self.relationship = relationship
        self.bytes = bytes
    }
}
