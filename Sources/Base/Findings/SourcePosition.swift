/// A place in a file that a person can open.
///
/// Lines and columns count from 1; a column counts bytes, as editors and compilers report it.
public struct SourcePosition: Hashable, Sendable, Codable {
    /// Path of the file, relative to what the user named where that is possible.
    public var file: String
    /// Line, from 1; `nil` where the whole file is meant (or the file has no lines).
    public var line: Int?
    /// Column in bytes, from 1; `nil` where the whole line is meant.
    public var column: Int?

    /// Names a place.
    public init(file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The place as `file:line:column`, shorter where less is known.
    public var text: String {
        var text = file
        if let line {
            text += ":\(line)"
            if let column { text += ":\(column)" }
        }
        return text
    }
}
