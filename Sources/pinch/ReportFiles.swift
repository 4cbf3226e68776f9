internal import Diagnostics
internal import Drawing
internal import Export
internal import Findings
internal import Layout
internal import Plots

/// The files that a report of one device becomes, not yet written.
struct ReportFiles {
    let report: Pipeline.Report
    let text: PangoText

    /// White about a figure alone: half of an outer line would be cut without it.
    private static let margin = Points(2)

    /// The pages in every format, and the model where one was found.
    ///
    /// - Throws: `report.no-page` where the one page that is wanted is not there.
    func pages(of whole: Document, device: DeviceAnalysis) throws(Failure) -> [OutputFile] {
        var document = whole
        if let page = report.page {
            guard document.pages.indices.contains(page - 1) else {
                throw Failure(.noPage(page, of: document.pages.count, device: device.id))
            }
            document.pages = [document.pages[page - 1]]
        }
        var files: [OutputFile] = []
        for format in report.formats { files += try export(document, format: format, text: text) }
        if let page = report.page {
            // A quick look leaves the report itself alone.
            return files.map { OutputFile(suffix: "-\(page)", fileExtension: $0.fileExtension, bytes: $0.bytes) }
        }
        if let model = ModelFile(device) {
            files.append(OutputFile(suffix: "-model", fileExtension: "json", bytes: try model.json()))
        }
        return files
    }

    /// Each figure alone in every format, with a table of what it shows.
    func figures(of laid: LayoutResult, device: String, width: Points) throws(Failure) -> [OutputFile] {
        var files: [OutputFile] = []
        var uses: [String: Int] = [:]
        for spec in laid.figures {
            var picture = drawFigure(spec, width: width - Self.margin * 2, text: text)
            guard picture.size.height > 0 else { continue }
            picture.items = picture.placed(at: Position(x: Self.margin, y: Self.margin))
            picture.size.width += Self.margin * 2
            picture.size.height += Self.margin * 2
            uses[spec.id, default: 0] += 1
            let use = uses[spec.id] ?? 1
            let name = use == 1 ? spec.id : "\(spec.id)-\(use)"
            let document = Document(
                title: "\(device): \(ReportFigures.named(spec.id)?.title ?? spec.id)", author: laid.document.author,
                subject: spec.alternative, language: laid.document.language, date: laid.document.date,
                pages: [Page(size: picture.size, items: picture.items, label: "1")])
            for format in report.formats {
                let drawn = try export(document, format: format.naming(name), text: text)
                files += drawn.map {
                    OutputFile(suffix: "-" + name, fileExtension: $0.fileExtension, bytes: $0.bytes)
                }
            }
            files.append(
                OutputFile(suffix: "-" + name, fileExtension: "csv", bytes: FigureTable.csv(spec, device: device)))
        }
        return files
    }
}

extension OutputFormat {
    /// The format with ids that begin with a figure's name, so that several figures can stand in one page.
    fileprivate func naming(_ name: String) -> any OutputFormat {
        self is SVGOutput ? SVGOutput(idPrefix: name + "-") : self
    }
}

extension Finding {
    fileprivate static func noPage(_ page: Int, of count: Int, device: String) -> Finding {
        Finding(
            .noPage, "page \"\(page)\" of \"\(device)\": its report has \(count) page\(count == 1 ? "" : "s")",
            fix: "pass --page with a number from 1 to \(count)")
    }
}

extension FindingKind {
    static let noPage = FindingKind(
        "report.no-page", .error, "The one page asked for is not there; the report of this device is shorter.")
}
