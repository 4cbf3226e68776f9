internal import Diagnostics
internal import Drawing
internal import Glibc
internal import Measurements

/// Results of one link that compare the same two sources.
struct LinkGroup {
    var id: String
    /// Names of both sides, from the first result.
    var names: [String]
    var results: [LinkResult]

    /// Groups in the order of the results; places by voltage inside.
    static func groups(_ links: [LinkResult]) -> [LinkGroup] {
        var groups: [LinkGroup] = []
        for link in links {
            let names = [link.a?.name ?? "", link.b?.name ?? ""]
            if let index = groups.firstIndex(where: { $0.id == link.id && $0.names == names }) {
                groups[index].results.append(link)
            } else {
                groups.append(LinkGroup(id: link.id, names: names, results: [link]))
            }
        }
        return groups.map { group in
            var group = group
            group.results = group.results.enumerated().sorted { one, two in
                let (a, b) = (order(one.element), order(two.element))
                return a != b ? a.lexicographicallyPrecedes(b) : one.offset < two.offset
            }.map(\.element)
            return group
        }
    }

    private static func order(_ link: LinkResult) -> [Double] {
        [link.at.bias_V ?? link.at.V ?? 0, link.at.rate_V_per_s ?? 0]
    }
}

/// Makes the table of one link: one line a place, the sources and the factor in the head, reasons below by a letter.
struct LinkTable {
    let flow: Flow
    let group: LinkGroup

    private var style: PageStyle { flow.style }
    private var cell: InlineStyle { InlineStyle(font: Font(size: style.tableSize * 0.95), color: style.ink) }

    /// The line above the table: which link, and within which factor both sides are one.
    func title() -> [InlinePiece] {
        let title = flow.session.input.options.references.link(group.id)?.title ?? ""
        let head = cell.bold()
        let factor = group.results.lazy.compactMap { link in
            link.k.map { k -> String in
                // Signed quantities are compared by their difference, against a part of the larger size.
                let isSigned = link.bound.map { abs($0 - log(k)) > 1e-12 } ?? false
                return isSigned
                    ? ", equal within ±\(DecimalText.significant(100 * (k - 1), digits: 3).trimmedZeros) % of the larger size"
                    : ", equal within a factor " + DecimalText.significant(k, digits: 3).trimmedZeros
            }
        }.first
        return [.text(group.id + " ", head)] + InlinePiece.rich(title, head)
            + [.text(factor ?? "", cell.colored(style.quiet))]
    }

    func table() -> TableModel {
        let quiet = cell.colored(style.quiet)
        let hasDistances = group.results.contains { $0.z != nil }
        var table = TableModel(
            columns: [.init(align: .left), .init(align: .right), .init(align: .right)]
                + (hasDistances ? [.init(align: .right)] : []) + [.init(align: .left)])
        table.gap = 7
        table.continued = [.text(group.id + ", continued", quiet)]
        table.head = (["At"] + group.names + (hasDistances ? ["Δ/σ"] : []) + ["Verdict"]).map {
            .init([.text($0, quiet)])
        }
        var footnotes = Footnotes()
        for link in group.results {
            // Where both agree within the factor, the head has said it.
            let isPlain = link.verdict == .consistent
            let notes = (isPlain ? [] : [link.reason]) + [link.flag].compactMap { $0 }
            let mark = notes.isEmpty ? "" : footnotes.mark(notes.joined(separator: "; "))
            let verdict = cell.bold().colored(style.color(of: link.verdict))
            var words: [InlinePiece] = [.text(link.verdict.text, verdict)]
            if !mark.isEmpty { words.append(.text("\u{A0}" + mark, quiet.script(raised: true))) }
            let z = link.z.map { DecimalText.fixed($0, decimals: 1).replacing("-", with: "−") } ?? ""
            table.rows.append(
                TableModel.Row(
                    cells: [.init([.text(place(link.at), quiet)]), side(link.a), side(link.b)]
                        + (hasDistances ? [.init([.text(z, cell)])] : []) + [.init(words)]))
        }
        if !footnotes.texts.isEmpty { table.notes = [footnotes.paragraph(style.fine)] }
        return table
    }

    /// The place in short: the voltage needs no word, and a lobe has the sign of its voltage.
    private func place(_ place: Place) -> String {
        var hidden: Set<String> = ["definition", "of"]
        if place.bias_V != nil || place.V != nil { hidden.insert("lobe") }
        return PlaceText.text(place, without: hidden).replacing("bias ", with: "")
    }

    private func side(_ side: LinkSide?) -> TableModel.Cell {
        guard let side else { return .init([]) }
        return .init([
            .text(QuantityText.parts(side.value, standardError: side.se, unit: side.unit).text.unbroken, cell)
        ])
    }
}
