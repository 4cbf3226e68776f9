public import Drawing
public import Findings
internal import Cairo

/// Renders a document in a format, in memory.
///
/// - Parameter text: the same measurer that the document was laid out with.
/// - Returns: one file, or one a page where the format has no pages. Nothing is written.
/// - Throws: `export.no-pages`, `export.page-size`, `export.image-size`, `export.failed`.
public func export(
    _ document: Document, format: any OutputFormat, text: PangoText
) throws(Failure) -> [OutputFile] {
    var faults: [Finding] = document.pages.isEmpty ? [.noPages] : []
    for (index, page) in document.pages.enumerated() where !page.size.isPrintable {
        faults.append(.pageSize(page.size, page: index + 1))
    }
    if let failure = Failure(faults) { throw failure }
    return try format.render(document, text: text)
}

/// The kinds of finding that export may give.
public enum ExportFindings {
    static let noPages = FindingKind("export.no-pages", .error, "A document without pages cannot be written.")
    static let pageSize = FindingKind(
        "export.page-size", .error,
        "A page is smaller than 3 pt or larger than 14400 pt (5.08 m), the limit of PDF readers.")
    static let imageSize = FindingKind(
        "export.image-size", .error, "A page at the resolution asked for gives more pixels than an image may have.")
    static let failed = FindingKind(
        "export.failed", .error,
        "The drawing library refused a document; its own words are in the message. This is a fault of the program.")
    static let danglingLink = FindingKind(
        "export.dangling-link", .warning, "A link leads to a place that the document does not have; it is left out.")
    static let doublePlace = FindingKind(
        "export.double-place", .warning, "Two places bear one name; links lead to the first.")

    /// All kinds of this module.
    public static let all =
        [noPages, pageSize, imageSize, failed, danglingLink, doublePlace] + FontFindings.all
}

extension Size {
    /// Whether PDF readers take a page of this size: 3 to 14400 units a side (ISO 32000-1, annex C.2).
    fileprivate var isPrintable: Bool {
        [width.value, height.value].allSatisfy { $0 >= 3 && $0 <= 14400 }
    }
}

extension Finding {
    fileprivate static let noPages = Finding(
        ExportFindings.noPages, "the document has no pages; at least one was expected",
        fix: "give the template an element that prints something")

    fileprivate static func pageSize(_ size: Size, page: Int) -> Finding {
        Finding(
            ExportFindings.pageSize,
            "page \(page) is \"\(size.width.value) x \(size.height.value)\" pt; 3 to 14400 pt a side were expected",
            fix: "set page=\"A4\" in the template")
    }

    /// What Cairo said when it refused.
    static func failed(_ format: String, _ error: CairoError) -> Finding {
        Finding(ExportFindings.failed, "the \(format) file could not be drawn: \(error.message)")
    }
}
