internal import Drawing
internal import Findings

/// Cuts the vertical list into pages.
///
/// Boxes that keep with the next move together; a table that goes on has its head again; a figure that does not fit
/// goes to the top of the next page while text fills the hole. What is taller than a page is placed and told.
struct PageBreaker {
    let session: LayoutSession

    private struct Sheet {
        var items: [Item] = []
        var outline: [Page.OutlineEntry] = []
        var y = Points.zero
        /// Space owed below the last box.
        var owed = Points.zero
        var isEmpty = true
        /// Tables that have rows here already, by the numbers of their memberships.
        var started: Set<Int> = []
        var open: (membership: Box.Membership, items: [Item])?

        mutating func close() {
            if let open { items.append(.group(Group(role: open.membership.role, open.items))) }
            open = nil
        }
    }

    func pages(_ boxes: [Box]) throws(Failure) -> [Page] {
        var pages: [Page] = []
        var sheet = Sheet()
        var waiting: [Box] = []
        var i = 0
        while i < boxes.count {
            let box = boxes[i]
            if box.startsPage, !sheet.isEmpty || !waiting.isEmpty {
                try flush(&waiting, &sheet, &pages)
                if !sheet.isEmpty { try turn(&sheet, &pages, at: box) }
            }
            // Figures keep their order: one that waits makes the next wait too.
            if box.floats, !waiting.isEmpty || (!sheet.isEmpty && !fits([box], on: sheet)) {
                waiting.append(box)
                i += 1
                continue
            }
            let run = Self.run(boxes, from: i)
            let isInside = i > 0 && box.block != nil && boxes[i - 1].block == box.block
            if !sheet.isEmpty, !isInside, isWorthMovingWhole(run, before: boxes[(i + run.count)...], sheet) {
                try turn(&sheet, &pages, at: box)
                try placeWaiting(&waiting, &sheet, &pages)
                continue
            }
            if !sheet.isEmpty, !fits(run, on: sheet) {
                if let text = Self.textAfterFloats(boxes, run: i..<(i + run.count)), fits(text.boxes, on: sheet),
                    !isWorthMovingWhole(text.boxes, before: boxes[text.end...], sheet)
                {
                    waiting += text.floats
                    for one in text.boxes { place(one, on: &sheet) }
                    i = text.end
                    continue
                }
                try turn(&sheet, &pages, at: box)
                try placeWaiting(&waiting, &sheet, &pages)
                continue
            }
            for one in run {
                // A run taller than the page must break all the same.
                if !sheet.isEmpty, !fits([one], on: sheet) { try turn(&sheet, &pages, at: one) }
                place(one, on: &sheet)
            }
            i += run.count
        }
        try flush(&waiting, &sheet, &pages)
        if !sheet.isEmpty || pages.isEmpty { try turn(&sheet, &pages, at: nil) }
        return pages
    }

    /// The boxes from one on that must stay on one page.
    private static func run(_ boxes: [Box], from start: Int) -> [Box] {
        var end = start
        while end < boxes.count - 1, boxes[end].keepsWithNext, !boxes[end + 1].startsPage { end += 1 }
        return Array(boxes[start...end])
    }

    /// Whether the block that boxes lead into would be broken here, fits a page, and leaves a small hole if it moves.
    private func isWorthMovingWhole(_ run: [Box], before rest: ArraySlice<Box>, _ sheet: Sheet) -> Bool {
        let height = session.style.area.height
        guard let block = run.last?.block, height - sheet.y < height * Self.smallHole else { return false }
        let whole = run + rest.prefix { $0.block == block }
        return !fits(whole, on: sheet) && fits(whole, on: Sheet())
    }

    /// The part of a page that may stay empty to keep a table whole.
    private static let smallHole = 0.25

    /// A heading with figures under it that do not fit: the heading with the text after them, so that the figures
    /// may go on alone; `nil` where a section or a page comes first.
    private static func textAfterFloats(
        _ boxes: [Box], run: Range<Int>
    ) -> (boxes: [Box], floats: [Box], end: Int)? {
        guard run.count > 1, boxes[run.upperBound - 1].floats else { return nil }
        var next = run.upperBound
        while next < boxes.count, boxes[next].floats, !boxes[next].startsPage { next += 1 }
        guard next < boxes.count, !boxes[next].startsPage, !boxes[next].outline.contains(where: { $0.level <= 1 })
        else { return nil }
        let after = Self.run(boxes, from: next)
        guard !after.contains(where: \.floats) else { return nil }
        let floats = Array(boxes[(run.upperBound - 1)..<next])
        return (Array(boxes[run.dropLast()]) + after, floats, next + after.count)
    }

    /// The head that a table's row needs before it: that of a table whose rows began on an earlier page.
    private static func missingHead(_ box: Box, on sheet: Sheet) -> Box.Head? {
        guard let membership = box.membership, !sheet.started.contains(membership.number) else { return nil }
        return box.head
    }

    private func fits(_ run: [Box], on sheet: Sheet) -> Bool {
        var y = sheet.y
        if let first = run.first, let head = Self.missingHead(first, on: sheet) {
            y += head.height + ((head.following?().height ?? first.height) - first.height)
        }
        var owed = sheet.owed
        var isFirst = sheet.isEmpty
        for box in run {
            if !isFirst { y += max(owed, box.before) }
            y += box.height
            owed = box.after
            isFirst = false
        }
        return y <= session.style.area.height + 0.01
    }

    private func place(_ box: Box, on sheet: inout Sheet) {
        if !sheet.isEmpty { sheet.y += max(sheet.owed, box.before) }
        var (items, height) = (box.items, box.height)
        if let head = Self.missingHead(box, on: sheet) {
            add(head.items, of: box, to: &sheet)
            sheet.y += head.height
            if let row = head.following?() { (items, height) = row }
        }
        if let membership = box.membership { sheet.started.insert(membership.number) }
        for entry in box.outline {
            let y = session.style.area.y + sheet.y + entry.dy
            sheet.outline.append(Page.OutlineEntry(title: entry.title, level: entry.level, y: y))
        }
        add(items, of: box, to: &sheet)
        sheet.y += height
        sheet.owed = box.after
        sheet.isEmpty = false
        if sheet.y > session.style.area.height + 0.5 {
            session.find(
                LayoutFindings.tooTall,
                "something \(Int(box.height.value)) pt tall does not fit the page's \(Int(session.style.area.height.value)) pt",
                at: box.position, fix: "make it smaller, or split it")
        }
    }

    private func add(_ items: [Item], of box: Box, to sheet: inout Sheet) {
        let area = session.style.area
        let placed = items.map { $0.moved(dx: area.x, dy: area.y + sheet.y) }
        guard let membership = box.membership else {
            sheet.close()
            sheet.items += placed
            return
        }
        if sheet.open?.membership != membership {
            sheet.close()
            sheet.open = (membership, [])
        }
        sheet.open?.items += placed
    }

    private func turn(_ sheet: inout Sheet, _ pages: inout [Page], at box: Box?) throws(Failure) {
        sheet.close()
        pages.append(
            Page(
                size: session.style.page, items: sheet.items, outline: sheet.outline,
                label: session.style.numbers.label(pages.count)))
        sheet = Sheet()
        let most = session.input.options.mostPages
        guard pages.count > most else { return }
        throw Failure(
            Finding(
                LayoutFindings.pageLimit, "the document has more than \(most) pages", at: box?.position,
                fix: "select less in the template"))
    }

    /// Places what fits of the waiting figures on a new page.
    private func placeWaiting(_ waiting: inout [Box], _ sheet: inout Sheet, _ pages: inout [Page]) throws(Failure) {
        while let box = waiting.first, sheet.isEmpty || fits([box], on: sheet) {
            place(box, on: &sheet)
            waiting.removeFirst()
        }
    }

    /// Places all waiting figures, on as many pages as they need.
    private func flush(_ waiting: inout [Box], _ sheet: inout Sheet, _ pages: inout [Page]) throws(Failure) {
        while let box = waiting.first {
            if !sheet.isEmpty, !fits([box], on: sheet) { try turn(&sheet, &pages, at: box) }
            place(box, on: &sheet)
            waiting.removeFirst()
        }
    }
}
