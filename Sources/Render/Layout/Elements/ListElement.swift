internal import Drawing
internal import Findings
internal import Templates

/// `list`: items with bullets or numbers.
struct ListElement: BlockElement {
    let definition = ElementDefinition(
        "list", .block, "Items with bullets or numbers",
        attributes: [.init("numbered", .flag, default: "no", "numbers instead of bullets")], content: .parts(["item"]))

    func layOut(_ node: TemplateNode, in flow: inout Flow) throws(Failure) {
        try layOut(node, depth: 0, in: &flow)
    }

    /// Lists inside have other bullets, and letters for numbers.
    private func layOut(_ node: TemplateNode, depth: Int, in flow: inout Flow) throws(Failure) {
        let numbered = flow.flag(node, "numbered")
        let indent: Points = numbered ? 16 : 10
        var number = 0
        try flow.expand(node.content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            guard case .element(let item) = piece else { return }
            number += 1
            let sign = numbered ? Self.number(number, depth: depth) : ["•", "–", "·"][min(depth, 2)]
            try add(item, sign: sign, indent: indent, depth: depth, in: &flow)
        }
    }

    /// An item: its text, and the lists inside below it.
    private func add(
        _ item: TemplateNode, sign: String, indent: Points, depth: Int, in flow: inout Flow
    ) throws(Failure) {
        let style = flow.style.body
        var marker = [InlinePiece.text(sign, style.colored(flow.style.quiet))]
        var pieces: [InlinePiece] = []
        func flush(_ flow: inout Flow) {
            let text = InlinePiece.collapsed(pieces)
            pieces = []
            guard !text.isEmpty else { return }
            flow.add(
                text, role: .listItem, before: 1, after: 1.5, indent: indent, marker: marker, at: item.position)
            marker = []
        }
        try flow.expand(item.content) { (flow: inout Flow, piece: TemplateContent) throws(Failure) in
            switch piece {
            case .text(let text): pieces.append(.text(text, style))
            case .element(let node) where node.tag == "list":
                flush(&flow)
                var inside = flow.inner(width: flow.width - indent)
                try layOut(node, depth: depth + 1, in: &inside)
                flow.boxes += inside.boxes.map { box in
                    var moved = box
                    moved.items = box.items.map { $0.moved(dx: indent, dy: 0) }
                    return moved
                }
            case .element(let node):
                if let element = TemplateElements.inlines[node.tag] {
                    pieces += try element.pieces(node, style, in: &flow)
                }
            }
        }
        flush(&flow)
    }

    private static func number(_ number: Int, depth: Int) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return depth == 1 && number <= letters.count ? "\(letters[number - 1])." : "\(number)."
    }
}
