internal import Cairo
internal import Drawing
internal import Pango

/// Elements with elements inside.
///
/// Cairo 1.16 marks the content of an element only where no other element is inside of it: the words of a paragraph
/// with a link would be lost to readers of screens. So the words between get elements of their own.
extension PicturePainter {
    /// Paints what stands inside an element that holds others: each tagged group and link as it is, the rest wrapped.
    mutating func paintParts(_ items: [Item], of role: Role?, on context: borrowing Context) {
        let wrap = role?.wrap
        var isOpen = false
        func close() {
            if isOpen, let wrap { context.endTag(wrap) }
            isOpen = false
        }
        func open() {
            if !isOpen, let wrap { context.beginTag(wrap) }
            isOpen = true
        }
        var index = 0
        while index < items.count {
            let item = items[index]
            index += 1
            switch item {
            case .text(let run):
                let end = items[index...].firstIndex { !$0.isLink } ?? items.count
                let links = items[index..<end].compactMap(textLink)
                index = end
                guard !links.isEmpty else {
                    open()
                    paint(run, on: context)
                    continue
                }
                paint(run, with: links, on: context, open: open, close: close)
            case .group(let group) where item.hasTag:
                close()
                paint(group, on: context, tagged: true)
            case .link(let frame, let target):
                close()
                link(frame, target, on: context)
            case .group, .path, .destination:
                paint([item], on: context)
            }
        }
        close()
    }

    /// Paints the furniture of an element (the bar beside a note) before the element begins; what is left.
    mutating func hoistFurniture(_ items: [Item], on context: borrowing Context) -> [Item] {
        guard items.contains(where: \.isFurniture) else { return items }
        for item in items where item.isFurniture { paint([item], on: context, tagged: false) }
        return items.filter { !$0.isFurniture }
    }

    /// Puts a blank behind each line of words that goes on below, or readers of the structure run two words together.
    ///
    /// Not where a line is of fixed width: checksums and paths are broken inside of words.
    static func spaced(_ items: [Item], of role: Role?) -> [Item] {
        guard items.count > 1 else { return items }
        if case .figure = role { return items }
        var items = items
        var below: Double?
        for index in items.indices.reversed() {
            guard case .text(var run) = items[index] else { continue }
            let y = run.origin.y.value
            if let below, below > y + 1, let last = run.spans.indices.last, !run.spans[last].font.monospaced {
                run.spans[last].text += " "
                items[index] = .text(run)
            }
            below = y
        }
        return items
    }

    // MARK: Lines with links

    /// A link over a line of text.
    struct TextLink {
        var frame: Frame
        var attributes: String
    }

    private func textLink(_ item: Item) -> TextLink? {
        guard let places, case .link(let frame, let target) = item,
            let attributes = Tag.link(frame, target, places: places)
        else { return nil }
        return TextLink(frame: frame, attributes: attributes)
    }

    /// Paints a line, the words under each link inside the link's element.
    private func paint(
        _ run: TextRun, with links: [TextLink], on context: borrowing Context, open: () -> Void, close: () -> Void
    ) {
        guard let origin = run.origin.drawable, run.rotation_deg == 0 else {
            open()
            paint(run, on: context)
            close()
            for link in links { paintEmpty(link, on: context) }
            return
        }
        var x = PicturePainter.onGrid(origin.x)
        let y = PicturePainter.onGrid(origin.y)
        var current: Int?
        var begun: Set<Int> = []
        for span in run.spans {
            let width = text.shaped(span.text, span.font)?.width ?? 0
            let middle = x + width / 2
            let over = links.indices.first {
                middle >= links[$0].frame.x.value && middle <= links[$0].frame.maxX.value
                    && (current == $0 || !begun.contains($0))
            }
            if current != over {
                if current != nil { context.endTag(Tag.link) }
                if let over {
                    close()
                    context.beginTag(Tag.link, links[over].attributes)
                    begun.insert(over)
                }
                current = over
            }
            if over == nil { open() }
            show([span], x: x, y: y, on: context)
            x += width
        }
        if current != nil { context.endTag(Tag.link) }
        for index in links.indices where !begun.contains(index) {
            close()
            paintEmpty(links[index], on: context)
        }
    }

    private func paintEmpty(_ link: TextLink, on context: borrowing Context) {
        context.beginTag(Tag.link, link.attributes)
        context.endTag(Tag.link)
    }
}

extension Role {
    /// The element for words that stand beside other elements inside of one; `nil` where there can be none.
    fileprivate var wrap: String? {
        switch self {
        case .listItem: "LBody"
        case .table, .tableRow: nil
        default: "Span"
        }
    }
}

extension Item {
    /// Whether it becomes an element of its own.
    var hasTag: Bool {
        switch self {
        case .group(let group): group.role?.tag != nil || group.role == nil && group.items.contains(where: \.hasTag)
        case .link: true
        case .path, .text, .destination: false
        }
    }

    fileprivate var isLink: Bool { if case .link = self { true } else { false } }

    fileprivate var isFurniture: Bool { if case .group(let group) = self { group.role == .artifact } else { false } }
}
