public import Drawing
public import Findings
internal import Pango

/// Measures and shapes text with Pango; one per lane of work, never shared.
///
/// What it measures is what `export` paints: both ask for the same laid-out line, which is kept for the next time.
public final class PangoText: TextMeasuring {
    private let shaper: TextShaper

    /// Loads the house's type family from the folders where distributions keep it.
    ///
    /// - Throws: `font.missing`, `font.unreadable`.
    public convenience init() throws(Failure) { try self.init(fontFolders: FontFiles.usualFolders) }

    /// Loads the house's type family from folders; the first that has a file wins.
    ///
    /// - Throws: `font.missing`, `font.unreadable`.
    public init(fontFolders: [String]) throws(Failure) {
        let search = FontFiles.find(in: fontFolders)
        guard search.missing.isEmpty else {
            throw Failure(.fontMissing(search.missing, folders: fontFolders))
        }
        do {
            shaper = try TextShaper(files: search.paths)
        } catch {
            throw Failure(.fontUnreadable(error.message))
        }
    }

    /// Saves a program 5 ms at its start: Pango then does not load the machine's font configuration beforehand.
    ///
    /// For programs that draw with nothing but this library: other users of fontconfig in the process would find no
    /// fonts. Call it before the first `PangoText` is made. Reports come out the same.
    public static func skipSystemFonts() { TextShaper.skipSystemConfiguration() }

    /// Size of a text on one line in a face; the height is the face's, whatever the text.
    public func measure(_ text: String, font: Font) -> TextExtent {
        guard let shaped = shaped(text, font) else { return TextExtent(width: 0, ascent: 0, descent: 0) }
        return TextExtent(
            width: Points(shaped.width), ascent: Points(shaped.ascent), descent: Points(shaped.descent))
    }

    /// Sets the texts that follow in a family of this machine, until told otherwise; `nil` for the house's.
    ///
    /// - Returns: `nil` where it is set; else the families that there are.
    public func use(family: String?) -> [String]? { shaper.use(family: family) }

    /// Begins a document, so that `findings` speak of this one alone, whatever the lane drew before.
    public func beginDocument() { shaper.forgetUnknownCharacters() }

    /// What is to be said of the texts of this document: characters that show as boxes.
    public var findings: [Finding] {
        let unknown = shaper.unknownCharacters
        return unknown.isEmpty ? [] : [.noGlyph(unknown)]
    }

    /// The text laid out, ready to be painted.
    func shaped(_ text: String, _ font: Font) -> ShapedText? {
        shaper.shape(
            text,
            FontDescription(
                size: font.size.value, bold: font.bold, italic: font.italic, monospaced: font.monospaced,
                family: shaper.family))
    }
}

/// The kinds of finding that fonts may give.
enum FontFindings {
    static let missing = FindingKind(
        "font.missing", .error,
        "A font file that every report needs is not on this machine; nothing can be drawn without it.")
    static let unreadable = FindingKind(
        "font.unreadable", .error, "A font file is there but cannot be loaded; it may be damaged.")
    static let noGlyph = FindingKind(
        "font.no-glyph", .warning,
        "No font on this machine has these characters; they show as boxes. Usually a font package is missing.")

    static let all = [missing, unreadable, noGlyph]
}

extension Finding {
    fileprivate static func fontMissing(_ names: [String], folders: [String]) -> Finding {
        let files = names.map { "\"\($0)\"" }.joined(separator: ", ")
        return Finding(
            FontFindings.missing, "no font file \(files) in \(folders.joined(separator: ", "))",
            fix: "apt-get install fonts-dejavu-core fonts-dejavu-extra")
    }

    fileprivate static func fontUnreadable(_ reason: String) -> Finding {
        Finding(
            FontFindings.unreadable, "the report's fonts cannot be loaded: \(reason)",
            fix: "apt-get install --reinstall fonts-dejavu-core fonts-dejavu-extra")
    }

    fileprivate static func noGlyph(_ characters: [Character]) -> Finding {
        // A page of Chinese without a font would list hundreds.
        let shown = characters.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
        let more = characters.count > 20 ? " and \(characters.count - 20) more" : ""
        return Finding(
            FontFindings.noGlyph, "no font has \(shown)\(more); shown as boxes",
            fix: "install a font that has them, as with apt-get install fonts-wqy-microhei")
    }
}
