internal import Drawing
internal import Findings
internal import Templates

/// `ref`: the number of a figure, table or section, or the page where it stands, as a link.
struct ReferenceElement: InlineElement {
    let definition = ElementDefinition(
        "ref", .inline, "Number of a figure, table or section, or the page where it stands, as a link to it",
        attributes: [
            .init(required: "to", .target, "id of the figure, table, section or heading"),
            .init(
                "show", .choice(["name", "number", "page", "title"]), default: "name",
                "name: as Figure 3 (a section without a number by its title); or the number, page or title alone"),
            .init("missing", .text, "what to print where it does not stand in this document"),
        ])

    func pieces(_ node: TemplateNode, _ style: InlineStyle, in flow: inout Flow) throws(Failure) -> [InlinePiece] {
        let session = flow.session
        // The first pass only learns where things stand; what stands here then is about as wide.
        guard session.known.isKnown else { return [.text("Figure\u{A0}0", style)] }
        let id = flow.text(node, "to")
        guard let place = session.known[id] else { return absent(id, node, style, in: flow) }
        var linked = style.colored(flow.style.accent)
        linked.target = .destination(id)
        return text(place, node, linked, in: flow)
    }

    /// What stands for a place that is not in this document.
    private func absent(
        _ id: String, _ node: TemplateNode, _ style: InlineStyle, in flow: Flow
    ) -> [InlinePiece] {
        if let missing = flow.value(node, "missing") { return InlinePiece.rich(missing, style) }
        let session = flow.session
        if session.root?.hasPlace(id) == true {
            session.find(
                LayoutFindings.noMatch, "\"\(id)\" prints nothing for this device, and is referred to",
                at: node.position(of: "to"), fix: "say with missing what to print then")
            return [.text("–", style.colored(flow.style.quiet))]
        }
        session.find(
            LayoutFindings.unknownReference, "no figure, table or section \"\(id)\" in this document",
            at: node.position(of: "to"), fix: Suggestion.fix(for: id, in: session.known.names))
        return [.text("?", style.colored(PageStyle.bad))]
    }

    private func text(
        _ place: KnownPlace, _ node: TemplateNode, _ style: InlineStyle, in flow: Flow
    ) -> [InlinePiece] {
        let show = flow.text(node, "show")
        if show == "page" {
            return [.text(flow.session.known.pageLabel(of: place) ?? "?", style)]
        }
        let isSection = place.kind == .section
        if show == "title" || (isSection && place.number.isEmpty && show == "name") {
            return place.title.map { $0.restyled(style) }
        }
        guard !place.number.isEmpty else {
            flow.session.find(
                LayoutFindings.noMatch, "\"\(place.id)\" has no number", at: node.position(of: "to"),
                fix: isSection ? "write numbered=\"yes\" on <report>, or show=\"title\"" : "give the table a caption")
            return [.text("–", style)]
        }
        let kind = place.kind.rawValue.prefix(1).uppercased() + place.kind.rawValue.dropFirst()
        return [.text((show == "name" ? kind + "\u{A0}" : "") + place.number, style)]
    }
}

extension TemplateNode {
    /// Whether an element inside bears a name, or is a figure that goes by its own.
    fileprivate func hasPlace(_ name: String) -> Bool {
        elements.contains { node in
            ["id", "ref"].contains { node.attributes[$0]?.literal == name } || node.hasPlace(name)
        }
    }
}

extension InlinePiece {
    /// The text in another style; scripts stay scripts of it.
    func restyled(_ style: InlineStyle) -> InlinePiece {
        guard case .text(let text, let own) = self else { return self }
        guard own.rise == 0 else { return .text(text, style.script(raised: own.rise > 0)) }
        var kept = style
        kept.font.italic = own.font.italic || style.font.italic
        return .text(text, kept)
    }
}
