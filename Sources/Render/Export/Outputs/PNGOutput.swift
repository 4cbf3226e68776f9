internal import Cairo
public import Drawing
public import Findings

/// PNG: one image a page, on white.
public struct PNGOutput: OutputFormat {
    /// Resolution in pixels an inch.
    public var dpi: Double

    /// Most pixels an image may have: 400 MB of memory while it is drawn.
    private static let pixelLimit = 100_000_000.0
    /// Longest side that Cairo draws.
    private static let sideLimit = 32767.0

    /// The format at 150 pixels an inch.
    public init() { self.init(dpi: 150) }

    /// The format at a resolution.
    public init(dpi: Double) { self.dpi = dpi }

    /// The extension.
    public var id: String { "png" }

    /// Renders each page in its own file.
    public func render(_ document: Document, text: PangoText) throws(Failure) -> [OutputFile] {
        var files: [OutputFile] = []
        for (index, page) in document.pages.enumerated() {
            // A page that is a whole number of pixels must not gain one by rounding.
            let width = (page.size.width.value * dpi / 72 - 1e-6).rounded(.up)
            let height = (page.size.height.value * dpi / 72 - 1e-6).rounded(.up)
            guard dpi > 0, width >= 1, height >= 1, width <= PNGOutput.sideLimit, height <= PNGOutput.sideLimit,
                width * height <= PNGOutput.pixelLimit
            else { throw Failure(.imageSize(dpi, page: index + 1)) }
            do {
                let bytes = try draw(page, Int(width), Int(height), PicturePainter(text: text, scale: dpi / 72))
                files.append(
                    OutputFile(
                        suffix: "-\(index + 1)", fileExtension: id, bytes: PNGResolution.stating(dpi: dpi, in: bytes)))
            } catch {
                throw Failure(.failed("PNG", error))
            }
        }
        return files
    }

    private func draw(
        _ page: Page, _ width: Int, _ height: Int, _ start: PicturePainter
    ) throws(CairoError) -> [UInt8] {
        let surface = try ImageSurface(width: width, height: height)
        var painter = start
        let context = try surface.makeContext()
        context.setColor(.white)
        context.paint()
        context.scale(painter.scale)
        painter.paint(page.items, on: context)
        try context.check()
        return try surface.finish()
    }
}

extension Finding {
    fileprivate static func imageSize(_ dpi: Double, page: Int) -> Finding {
        Finding(
            ExportFindings.imageSize,
            "page \(page) at \"\(dpi)\" pixels an inch; from 1 to 32767 pixels a side and at most 100 million were expected",
            fix: "ask for fewer pixels an inch (150 is the default)")
    }
}
