internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `provenance`: the files that the report rests on, with their checksums.
struct ProvenanceElement: BlockElement {
    let definition = ElementDefinition(
        "provenance", .block, "The files that the report rests on, with format and checksum",
        attributes: [
            .init("id", .name, default: "", "name that references and links may lead to"),
            .init("caption", .text, default: "", "caption above the table"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let recordings = flow.session.input.device.recordings
        guard !recordings.isEmpty else {
            flow.addNote([.text("No recordings.", flow.style.small)], at: node.position)
            return
        }
        let style = flow.style
        let cell = InlineStyle(font: Font(size: style.tableSize * 0.94), color: style.ink)
        var mono = cell.colored(style.quiet)
        mono.font = Font(size: style.tableSize * 0.74, monospaced: true)
        let formats = Set(recordings.map(\.format))
        var table = TableModel(columns: [
            .init(align: .left), .init(align: .right), .init(align: .left), .init(align: .left),
        ])
        table.head = ["Recording", "Points", "File", "SHA-256"].map { TableModel.Cell([.text($0, cell.bold())]) }
        for recording in recordings {
            let points = recording.excluded > 0 ? "\(recording.points) (−\(recording.excluded))" : "\(recording.points)"
            var file: [InlinePiece] = [.text(recording.file, cell)]
            if formats.count > 1 { file.append(.text(" " + recording.format, cell.colored(style.quiet))) }
            // A checksum breaks in halves where the names of files are long.
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(recording.id, cell)]), .init([.text(points, cell)]), .init(file),
                    .init([.text(recording.sha256.prefix(32) + " " + recording.sha256.dropFirst(32), mono)]),
                ]))
        }
        table.caption = InlinePiece.rich(flow.text(node, "caption"), style.caption)
        if formats.count == 1, let format = formats.first {
            table.notes = [[.text("All files were read as \(format).", style.fine)]]
        }
        table.id = flow.text(node, "id")
        flow.add(table, at: node.position)
    }
}
