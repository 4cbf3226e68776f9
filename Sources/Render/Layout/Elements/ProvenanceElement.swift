internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `provenance`: the files that the report rests on, with their checksums.
struct ProvenanceElement: BlockElement {
    let definition = ElementDefinition(
        "provenance", .block, "The files that the report rests on, with format and checksum",
        attributes: [.init("caption", .text, default: "", "caption above the table")])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let recordings = flow.session.input.device.recordings
        guard !recordings.isEmpty else {
            flow.addNote([.text("No recordings.", flow.style.small)], at: node.position)
            return
        }
        let style = flow.style
        let cell = InlineStyle(font: Font(size: style.captionSize), color: style.ink)
        let small = InlineStyle(font: Font(size: style.smallSize), color: style.quiet)
        var mono = small
        mono.font = Font(size: style.smallSize * 0.74, monospaced: true)
        var table = TableModel(columns: [
            .init(align: .left), .init(align: .right), .init(align: .left), .init(align: .left), .init(align: .left),
        ])
        table.head = ["Recording", "Points", "Read as", "File", "SHA-256"].map {
            TableModel.Cell([.text($0, cell.bold())])
        }
        var previous: RecordingSummary?
        for recording in recordings {
            let points = recording.excluded > 0 ? "\(recording.points) (−\(recording.excluded))" : "\(recording.points)"
            // A checksum stands in two halves, one below the other where the names of files are long.
            // The format is said again only where it changes.
            let isSame = previous?.format == recording.format
            let format: [InlinePiece] = isSame ? [] : [.text(recording.format, small)]
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(recording.id, cell)]), .init([.text(points, cell)]), .init(format),
                    .init([.text(recording.file, cell)]),
                    .init([.text(recording.sha256.prefix(32) + " " + recording.sha256.dropFirst(32), mono)]),
                ]))
            previous = recording
        }
        table.caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        flow.add(table, at: node.position)
    }
}
