internal import Cairo
public import Drawing
public import Findings

/// SVG 1.1: one file a page, text as outlines, so that it looks the same everywhere.
public struct SVGOutput: OutputFormat {
    /// What ids begin with, so that several drawings can stand in one HTML page; `p2-` for page 2 where `nil`.
    public var idPrefix: String?

    /// The format, ids by the page.
    public init() {}

    /// The format with ids that begin with a text of its own.
    public init(idPrefix: String) { self.idPrefix = idPrefix }

    /// The extension.
    public var id: String { "svg" }

    /// Renders each page in its own file.
    public func render(_ document: Document, text: PangoText) throws(Failure) -> [OutputFile] {
        var files: [OutputFile] = []
        for (index, page) in document.pages.enumerated() {
            do {
                var svg = SVGText(try draw(page, PicturePainter(text: text)))
                svg.renumber(prefix: idPrefix.map(SVGText.name) ?? "p\(index + 1)-")
                svg.describe(
                    title: title(document, page: index), description: description(document, page: page),
                    language: document.language)
                files.append(OutputFile(suffix: "-\(index + 1)", fileExtension: id, bytes: svg.bytes))
            } catch {
                throw Failure(.failed("SVG", error))
            }
        }
        return files
    }

    private func draw(_ page: Page, _ start: PicturePainter) throws(CairoError) -> [UInt8] {
        let surface = try SVGSurface(width: page.size.width.value, height: page.size.height.value)
        var painter = start
        let context = try surface.makeContext()
        painter.paint(page.items, on: context)
        context.showPage()
        try context.check()
        return try surface.finish()
    }

    private func title(_ document: Document, page index: Int) -> String {
        let title = RichText.plain(document.title)
        return document.pages.count > 1 ? "\(title), page \(index + 1) of \(document.pages.count)" : title
    }

    /// What the figures of a page show; the subject of the document where there are none.
    private func description(_ document: Document, page: Page) -> String {
        let figures = Document.alternatives(page.items).filter { !$0.isEmpty }
        return figures.isEmpty ? document.subject : figures.joined(separator: " ")
    }
}
