internal import Diagnostics
internal import Drawing
internal import Findings
internal import Measurements
internal import Templates

/// `links`: what the links between the diagnostics found.
struct LinksElement: BlockElement {
    let definition = ElementDefinition(
        "links", .block, "What the links between the diagnostics found: both sides, difference, verdict, reason",
        attributes: [
            .init("show", .choice(["table", "line"]), default: "table", "a table, or one line that counts verdicts"),
            .init("where", .xpath, "which results, as not(@cycle)"),
            .init("caption", .text, default: "", "caption above the table"),
        ])

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        let links = Self.select(node, flow)
        if flow.text(node, "show") == "line" {
            flow.add(Self.line(links, flow.style), before: 3, after: 4, at: node.position)
            return
        }
        let tested = links.filter { $0.verdict != .notTested }
        if !tested.isEmpty {
            var table = Self.table(tested, flow)
            table.caption = InlinePiece.rich(flow.text(node, "caption"), flow.style.caption)
            flow.add(table, at: node.position)
        }
        for pieces in Self.notTested(links.filter { $0.verdict == .notTested }, flow) {
            flow.add(pieces, before: 1.5, after: 1.5, at: node.position)
        }
    }

    /// The results asked for, by the number of the link.
    private static func select(_ node: TemplateNode, _ flow: Flow) -> [LinkResult] {
        var links = flow.session.input.device.links
        if let condition = node.expression("where") {
            links = flow.session.binding.nodes(
                "link[\(condition)]", at: flow.session.binding.xml.device, position: node.position(of: "where")
            ).compactMap(\.mark).map { links[$0] }
        }
        return links.enumerated().sorted { a, b in
            let x = number(a.element.id)
            let y = number(b.element.id)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }

    private static func number(_ id: String) -> Int { Int(id.drop { !$0.isNumber }) ?? 0 }

    private static func table(_ links: [LinkResult], _ flow: Flow) -> TableModel {
        let style = flow.style
        let cell = InlineStyle(font: Font(size: style.captionSize), color: style.ink)
        let small = InlineStyle(font: Font(size: style.smallSize), color: style.quiet)
        var table = TableModel(columns: [
            .init(align: .left), .init(align: .left), .init(align: .right), .init(align: .right),
            .init(align: .right), .init(align: .left), .init(align: .left),
        ])
        table.head = ["Link", "At", "A", "B", "Δ / σ", "Verdict", "Reason"].map {
            TableModel.Cell([.text($0, cell.bold())])
        }
        var previous: LinkResult?
        for link in links {
            let title = flow.session.input.options.references.link(link.id)?.title ?? ""
            // Within a link only what changes is said again.
            let above = previous?.id == link.id ? previous : nil
            var name: [InlinePiece] = []
            if above == nil {
                name = [.text(link.id, cell.bold())]
                if !title.isEmpty { name += [.text(" ", cell)] + InlinePiece.rich(title, small) }
            }
            func side(_ side: LinkSide?, _ before: LinkSide?) -> TableModel.Cell {
                guard let side else { return .init([.text("–", small)]) }
                let text = QuantityText.parts(side.value, standardError: side.se, unit: side.unit).text
                let who: [InlinePiece] = side.name == before?.name ? [] : [.text(side.name, small), .lineBreak]
                return .init(who + [.text(text.unbroken, cell)])
            }
            // The numbers of a reason stand in the columns already.
            let isSaid = above.map { RuleText.common([$0.reason, link.reason]) != nil } ?? false
            let z = link.z.map { DecimalText.fixed($0, decimals: 1).replacing("-", with: "−") } ?? "–"
            table.rows.append(
                TableModel.Row(
                    cells: [
                        .init(name), .init([.text(PlaceText.text(link.at, without: ["definition"]), small)]),
                        side(link.a, above?.a),
                        side(link.b, above?.b), .init([.text(z, cell)]),
                        .init([.text(link.verdict.rawValue, cell.bold().colored(color(link.verdict, style)))]),
                        .init(isSaid ? [] : InlinePiece.rich(link.reason, small)),
                    ], startsGroup: above == nil && previous != nil))
            previous = link
        }
        return table
    }

    /// One paragraph for each link and reason, in small print: what is missing, and where.
    private static func notTested(_ links: [LinkResult], _ flow: Flow) -> [[InlinePiece]] {
        let small = flow.style.small
        var groups: [(link: LinkResult, reasons: [String], places: [String])] = []
        for link in links {
            let place = PlaceText.text(link.at)
            let alike = groups.firstIndex {
                $0.link.id == link.id && RuleText.common($0.reasons + [link.reason]) != nil
            }
            if let index = alike {
                groups[index].reasons.append(link.reason)
                if !place.isEmpty, !groups[index].places.contains(place) { groups[index].places.append(place) }
            } else {
                groups.append((link, [link.reason], place.isEmpty ? [] : [place]))
            }
        }
        return groups.map { group in
            let title = flow.session.input.options.references.link(group.link.id)?.title ?? ""
            // More places than a line holds are counted.
            var place = group.places.prefix(3).joined(separator: "; ")
            if group.places.count > 3 { place += " and \(group.places.count - 3) more" }
            return [.text("\(group.link.id) ", small.bold())]
                + InlinePiece.rich(title.isEmpty ? "" : title + " ", small)
                + [.text("not tested" + (place.isEmpty ? ": " : " at \(place): "), small)]
                + InlinePiece.rich(RuleText.common(group.reasons) ?? group.link.reason, small)
        }
    }

    /// The verdicts counted, worst first.
    private static func line(_ links: [LinkResult], _ style: PageStyle) -> [InlinePiece] {
        guard !links.isEmpty else { return [.text("No link could be tested.", style.body.colored(style.quiet))] }
        var pieces: [InlinePiece] = [.text("Links: ", style.body.bold())]
        let order: [Verdict] = [.inconsistent, .smallBias, .undecided, .consistent, .notTested]
        for verdict in order {
            let ids = links.filter { $0.verdict == verdict }.map(\.id)
            guard !ids.isEmpty else { continue }
            if pieces.count > 1 { pieces.append(.text(" · ", style.body.colored(style.quiet))) }
            var distinct: [String] = []
            for id in ids where !distinct.contains(id) { distinct.append(id) }
            pieces.append(.text("\(ids.count) \(verdict.rawValue)", style.body.bold().colored(color(verdict, style))))
            pieces.append(.text(" (\(distinct.joined(separator: ", ")))", style.body.colored(style.quiet)))
        }
        return pieces
    }

    private static func color(_ verdict: Verdict, _ style: PageStyle) -> Color {
        switch verdict {
        case .consistent: PageStyle.good
        case .smallBias, .undecided: PageStyle.doubtful
        case .inconsistent: PageStyle.bad
        case .notTested: style.quiet
        }
    }
}
