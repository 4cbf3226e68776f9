internal import Diagnostics
internal import Drawing
internal import Findings
internal import Templates

/// `findings`: what was found about the device and its files.
struct FindingsElement: BlockElement {
    let definition = ElementDefinition(
        "findings", .block, "What was found about the device and its files, with places and fixes",
        attributes: [
            .init("least", .choice(["note", "warning", "error"]), default: "note", "the lightest that are shown"),
            .init("alike", .integer(1...100), default: "3", "most of one code; the rest of it are counted"),
            .init("most", .integer(1...5000), default: "40", "most findings printed; the rest are counted"),
            .init("id", .name, default: "", "name that references and links may lead to"),
            .init("caption", .text, default: "", "caption above the table"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let least = Severity(rawValue: flow.text(node, "least")) ?? .note
        let all = flow.session.input.device.findings.filter { $0.severity >= least }
        let sorted = all.enumerated().sorted { a, b in
            a.element.severity != b.element.severity
                ? a.element.severity > b.element.severity : a.offset < b.offset
        }.map(\.element)
        guard !sorted.isEmpty else {
            flow.add([.text("No findings.", flow.style.small)], before: 3, after: 4, at: node.position)
            return
        }
        let most = flow.integer(node, "most") ?? 40
        let alike = flow.integer(node, "alike") ?? 3
        var seen: [String: Int] = [:]
        let shown = sorted.filter { finding in
            seen[finding.code, default: 0] += 1
            return (seen[finding.code] ?? 0) <= alike
        }
        var table = Self.table(Array(shown.prefix(most)), flow)
        table.caption = InlinePiece.rich(flow.text(node, "caption"), flow.style.caption)
        let hidden = sorted.count - min(shown.count, most)
        if hidden > 0 {
            table.notes = [[.text("\(hidden) more of these codes stand in the analysis file.", flow.style.fine)]]
        }
        table.id = flow.text(node, "id")
        flow.add(table, at: node.position)
    }

    private static func table(_ findings: [Finding], _ flow: Flow) -> TableModel {
        let style = flow.style
        let cell = InlineStyle(font: Font(size: style.tableSize), color: style.ink)
        let small = InlineStyle(font: Font(size: style.fineSize), color: style.quiet)
        var table = TableModel(columns: [.init(align: .left), .init(align: .left), .init(align: .left)])
        table.head = ["Severity", "Finding", "Where"].map { TableModel.Cell([.text($0, cell.bold())]) }
        for finding in findings {
            var message: [InlinePiece] = [.text(finding.message, cell), .text(" [\(finding.code)]", small)]
            if let fix = finding.fix { message += [.text(" fix: " + fix, small)] }
            if let figure = FindingFigure(of: finding, in: flow.session) {
                var linked = small.colored(style.accent)
                linked.target = .destination(figure.place)
                message += [.text(" ", small), .text("Figure\u{A0}\(figure.number)", linked)]
            }
            table.rows.append(
                TableModel.Row(cells: [
                    .init([.text(finding.severity.rawValue, cell.bold().colored(color(finding.severity, style)))]),
                    .init(InlinePiece.collapsed(message)), .init([.text(finding.position?.text ?? "", small)]),
                ]))
        }
        return table
    }

    private static func color(_ severity: Severity, _ style: PageStyle) -> Color {
        switch severity {
        case .note: style.quiet
        case .warning: PageStyle.doubtful
        case .error: PageStyle.bad
        }
    }
}
