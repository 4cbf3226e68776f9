/// The program's version, in one place.
enum Version {
    /// Semantic version.
    static let number = "0.1.0"
    /// As documents state it.
    static let tool = "pinch " + number
}
