internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `provenance`: the files that the report rests on, with their checksums.
struct ProvenanceElement: BlockElement {
    let definition = ElementDefinition(
        "provenance", .block, "The files that the report rests on, with format, instrument, date and checksum",
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
        mono.font = Font(size: style.smallSize * 0.86, monospaced: true)
        var table = TableModel(columns: [
            .init(align: .left), .init(align: .left), .init(align: .right), .init(align: .left), .init(align: .left),
        ])
        table.head = ["Recording", "Format", "Points", "Measured", "File and SHA-256"].map {
            TableModel.Cell([.text($0, cell.bold())])
        }
        for recording in recordings {
            let points = recording.excluded > 0 ? "\(recording.points) (−\(recording.excluded))" : "\(recording.points)"
            var format: [InlinePiece] = [.text(recording.format, cell)]
            if !recording.instrument.isEmpty { format += [.lineBreak, .text(recording.instrument, small)] }
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(recording.id, cell)]), .init(format), .init([.text(points, cell)]),
                    .init([.text(recording.measuredAt.isEmpty ? "–" : recording.measuredAt, small)]),
                    .init([.text(recording.file, cell), .lineBreak, .text(recording.sha256, mono)]),
                ]))
        }
        table.caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        flow.add(table, at: node.position)
    }
}
