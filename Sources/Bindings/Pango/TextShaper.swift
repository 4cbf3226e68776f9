/// Lays out text in the house's family and keeps what it laid out.
///
/// One a lane of work: it is not thread-safe.
public final class TextShaper {
    private struct Key: Hashable {
        let text: String
        let font: FontDescription
    }

    /// A report repeats a few hundred strings; past this many the cache starts afresh, so that a batch stays small.
    private static let cacheLimit = 4096
    /// Characters kept of one text: at any printed size more do not fit the widest page a PDF may have.
    private static let lengthLimit = 4096

    private let files: [String]
    private let house: FontMap
    private var others: [OtherFonts] = [.notTried(isSystem: false), .notTried(isSystem: true)]
    private var cache: [Key: ShapedText] = [:]
    private var faces: [FontDescription: Face] = [:]
    private var unknown: Set<Character> = []
    /// The family of the machine that text is set in; `nil` for the house's.
    public private(set) var family: String?

    /// Loads the family from the files that `FontFiles.find` found.
    public init(files: [String]) throws(PangoError) {
        self.files = files
        house = try FontMap(files: files, system: false)
    }

    /// Keeps Pango from loading the machine's font configuration at its start; see `PangoText.skipSystemFonts()`.
    public static func skipSystemConfiguration() { _ = FontMap.emptyProcessConfiguration }

    /// Characters met so far that no font on this machine can show, in order.
    public var unknownCharacters: [Character] { unknown.sorted() }

    /// Sets the texts that follow in a family of the machine; `nil` for the house's.
    ///
    /// The machine's fonts are loaded when a family is first named: that takes longer than all the rest.
    /// - Returns: `nil` where it is set; else the names of the families that there are, and nothing changes.
    public func use(family name: String?) -> [String]? {
        guard let name else {
            family = nil
            return nil
        }
        guard name != family else { return nil }
        let known = otherFonts(others.count - 1)?.map.families ?? []
        guard let found = known.first(where: { $0.lowercased() == name.lowercased() }) else { return known }
        family = found
        return nil
    }

    /// Begins a document: what the one before could not show is forgotten.
    ///
    /// Held layouts go with it, so that the same text in this document is noted again.
    public func forgetUnknownCharacters() {
        guard !unknown.isEmpty else { return }
        unknown.removeAll()
        cache.removeAll(keepingCapacity: true)
    }

    /// The text laid out on one line; control characters become blanks.
    ///
    /// Characters that the family lacks (Chinese, Korean) are taken from the second family, then from the machine's other
    /// fonts. Where there are none they show as boxes and are kept in `unknownCharacters`.
    /// - Returns: `nil` only when memory is out.
    public func shape(_ text: String, _ font: FontDescription) -> ShapedText? {
        let key = Key(text: text, font: font)
        if let held = cache[key] { return held }
        guard let shaped = layOut(TextShaper.printable(text), font) else { return nil }
        if cache.count >= TextShaper.cacheLimit {
            cache.removeAll(keepingCapacity: true)
            for face in faces.values { face.forget() }
        }
        cache[key] = shaped
        return shaped
    }

    private func layOut(_ text: String, _ font: FontDescription) -> ShapedText? {
        if let face = face(font), let plain = ShapedText(text, size: font.usableSize, in: face) { return plain }
        guard let shaped = unsafe ShapedText(text, font, in: context(of: font)) else { return nil }
        guard shaped.unknownGlyphs > 0 else { return shaped }
        var best = shaped
        for index in others.indices {
            guard let fonts = otherFonts(index), let other = unsafe ShapedText(text, font, in: fonts.map.context) else {
                continue
            }
            if other.unknownGlyphs == 0 { return other }
            if other.unknownGlyphs < best.unknownGlyphs { best = other }
        }
        note(text, font)
        return best
    }

    private func face(_ font: FontDescription) -> Face? {
        var anySize = font
        anySize.size = 1
        if let known = faces[anySize] { return known }
        let face = unsafe Face(font, in: context(of: font))
        faces[anySize] = face
        return face
    }

    /// The fonts that a face is taken from.
    private func context(of font: FontDescription) -> OpaquePointer {
        guard font.family != nil, let machine = otherFonts(others.count - 1) else { return unsafe house.context }
        return unsafe machine.map.context
    }

    /// Remembers which characters of a text have no glyph in any font.
    private func note(_ text: String, _ font: FontDescription) {
        for character in Set(text) {
            let alone = String(character)
            var isKnown = unsafe ShapedText(alone, font, in: house.context)?.unknownGlyphs == 0
            for index in others.indices where !isKnown {
                guard let fonts = otherFonts(index) else { continue }
                isKnown = unsafe ShapedText(alone, font, in: fonts.map.context)?.unknownGlyphs == 0
            }
            if !isKnown { unknown.insert(character) }
        }
    }

    /// The second family with the house's, or the machine's fonts; loaded when the first text needs them, for that
    /// takes longer than all the rest.
    private func otherFonts(_ index: Int) -> LoadedFonts? {
        if case .notTried(let isSystem) = others[index] {
            let second = FontFiles.second.map { [$0] } ?? []
            others[index] =
                second.isEmpty && !isSystem
                ? .none
                : (try? LoadedFonts(files: files + second, system: isSystem)).map { .loaded($0) } ?? .none
        }
        if case .loaded(let fonts) = others[index] { return fonts }
        return nil
    }

    /// The text with blanks for control characters, line ends and blanks that join, cut at the length limit.
    ///
    /// On one line a blank that joins is a blank; Cairo would put it into a font of its own, and change fonts for it.
    static func printable(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPlain && text.utf8.count <= lengthLimit { return text }
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(lengthLimit) {
            // Unicode's control characters, the blank that joins, and the separators of lines and paragraphs.
            switch scalar.value {
            case 0..<0x20, 0x7F...0xA0, 0x2028, 0x2029: clean.append(" ")
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }
}

/// Whether fonts beside the house's were asked for, and what came of it.
private enum OtherFonts {
    case notTried(isSystem: Bool)
    case none
    case loaded(LoadedFonts)
}

/// A font map that can be kept in an enum.
private final class LoadedFonts {
    let map: FontMap
    init(files: [String], system: Bool) throws(PangoError) { map = try FontMap(files: files, system: system) }
}
