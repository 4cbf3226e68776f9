/// One fault of a document or an expression, in libxml2's words or ours.
public struct XMLFault: Error, Sendable, Hashable {
    /// What kind of fault it is, where a caller treats it apart.
    public enum Kind: Sendable, Hashable {
        /// Not well-formed, or not an expression.
        case syntax
        /// The document has a DOCTYPE, which is refused whatever it holds.
        case doctype
        /// An expression calls a function that XPath 1.0 does not have.
        case unknownFunction
        /// More bytes, depth or work than is allowed.
        case limit
    }

    /// What kind of fault it is.
    public let kind: Kind
    /// The message, trimmed to one line.
    public let message: String
    /// Line, from 1; 0 if unknown.
    public let line: Int
    /// Column, from 1, of the document or within the expression; 0 if unknown.
    public let column: Int

    init(_ kind: Kind, _ message: String, line: Int = 0, column: Int = 0) {
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column
    }
}

/// All faults of a document; never empty.
public struct XMLFaults: Error, Sendable, Hashable {
    /// The faults in the order in which they were found.
    public let faults: [XMLFault]
}
