internal import CLibXML2

/// One fault that libxml2 reports of a document.
public struct XMLFault: Error, Sendable, Hashable {
    /// The message in libxml2's words, trimmed.
    public let message: String
    /// Line, from 1; 0 if unknown.
    public let line: Int
    /// Column, from 1; 0 if unknown.
    public let column: Int
}
