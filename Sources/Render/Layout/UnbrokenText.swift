extension String {
    /// The text with its blanks made no-break spaces: a number and its error stay on one line.
    var unbroken: String { replacing(" ", with: "\u{A0}") }
}
