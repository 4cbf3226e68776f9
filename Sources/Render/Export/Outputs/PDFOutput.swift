internal import Cairo
public import Drawing
public import Findings

/// PDF 1.5: all pages in one file, tagged, with outline, links, page numbers, embedded fonts and attached files.
public struct PDFOutput: OutputFormat {
    /// The format.
    public init() {}

    /// The extension.
    public var id: String { "pdf" }

    /// Renders all pages in one file.
    public func render(_ document: Document, text: PangoText) throws(Failure) -> [OutputFile] {
        do {
            let drawn = try draw(document, PicturePainter(text: text, places: document.places))
            return [OutputFile(suffix: "", fileExtension: id, bytes: PDFFinish.finished(drawn, of: document))]
        } catch {
            throw Failure(.failed("PDF", error))
        }
    }

    private func draw(_ document: Document, _ start: PicturePainter) throws(CairoError) -> [UInt8] {
        guard let first = document.pages.first else { return [] }
        let surface = try PDFSurface(width: first.size.width.value, height: first.size.height.value)
        describe(document, in: surface)
        var painter = start
        let context = try surface.makeContext()
        var outline = Outline()
        for (index, page) in document.pages.enumerated() {
            // Setting the size throws away what the page has so far, an element begun on it too.
            surface.setPageSize(width: page.size.width.value, height: page.size.height.value)
            paintPaper(page.size, on: context)
            if index == 0 { context.beginTag(Tag.document) }
            if !page.label.isEmpty { surface.setPageLabel(page.label) }
            painter.paint(page.items, on: context)
            for entry in page.outline { outline.add(entry, page: index + 1, to: surface) }
            if index + 1 == document.pages.count { context.endTag(Tag.document) }
            context.showPage()
            try context.check()
        }
        return try surface.finish()
    }

    /// Paints the page white.
    ///
    /// Cairo keeps the region that is drawn on, one rectangle more for each piece of text; on a painted page the
    /// region is the page from the start, which saves a twentieth of the time of a document.
    private func paintPaper(_ size: Size, on context: borrowing Context) {
        context.setColor(.white)
        context.rectangle(x: 0, y: 0, width: size.width.value, height: size.height.value)
        context.fillKeepingPath()
        context.newPath()
    }

    private func describe(_ document: Document, in surface: borrowing PDFSurface) {
        let date = DocumentDate.normalized(document.date)
        surface.setMetadata(.title, RichText.plain(document.title))
        surface.setMetadata(.author, document.author)
        surface.setMetadata(.subject, document.subject)
        surface.setMetadata(.creator, "Pinch")
        surface.setMetadata(.creationDate, date)
        surface.setMetadata(.modificationDate, date)
    }
}

/// Nests outline entries by their levels.
private struct Outline {
    private var open: [(level: Int, number: Int)] = []

    mutating func add(_ entry: Page.OutlineEntry, page: Int, to surface: borrowing PDFSurface) {
        while let last = open.last, last.level >= entry.level { open.removeLast() }
        let y = entry.y.value.isFinite ? min(max(entry.y.value, 0), 14400) : 0
        let number = surface.addOutline(
            parent: open.last?.number ?? 0, title: RichText.plain(entry.title), page: page, y: y)
        open.append((entry.level, number))
    }
}
