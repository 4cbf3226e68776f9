/// The elements of a tagged PDF, read as Cairo wrote them and put in order (ISO 32000-1, 14.7 and 14.8.4).
///
/// Cairo makes an element of each tag and knows nothing of their meaning. Here captions go into what they are captions
/// of, items into lists, heads of columns say that they are, and figures say what they show.
struct StructureTree {
    /// What an element holds, in reading order.
    enum Kid: Equatable {
        /// Another element, by its number.
        case element(Int)
        /// A piece of the page's content, by its mark.
        case content(Int)
        /// An annotation, as that of a link, by its number.
        case annotation(Int)
    }

    /// An element.
    struct Element {
        var tag: String
        var parent: Int
        /// The page of its content, by its number; elements without content have none.
        var page: Int?
        var kids: [Kid] = []
        /// What a reader who cannot see it should know.
        var alternative: String?
    }

    /// Elements by the numbers of their objects.
    private(set) var elements: [Element?]

    /// Reads the elements of a file; `nil` where one has another shape than Cairo's.
    init?(_ pdf: CairoPDF) {
        elements = [Element?](repeating: nil, count: pdf.count + 1)
        let head = Array("<< /Type /StructElem".utf8)
        for object in pdf.objects where !object.isStream {
            var scanner = PDFScanner(pdf.bytes, at: object.body.lowerBound, end: object.body.upperBound)
            guard scanner.skip(head) else { continue }
            guard let element = StructureTree.element(&scanner) else { return nil }
            elements[object.number] = element
        }
    }

    /// Numbers of the elements, in the order in which they were begun.
    var numbers: [Int] { elements.indices.filter { elements[$0] != nil } }

    // MARK: Reading

    private static func element(_ scanner: inout PDFScanner) -> Element? {
        var tag: String?
        var parent: Int?
        var page: Int?
        var kids: [Kid]? = []
        while scanner.skip(UInt8(ascii: "/")) {
            switch scanner.letters() {
            case (UInt8(ascii: "S"), 1): tag = scanner.name()
            case (UInt8(ascii: "P"), 1): parent = scanner.reference()
            // The other key with a P is that of the page.
            case (UInt8(ascii: "P"), 2): page = scanner.reference()
            case (UInt8(ascii: "K"), 1): kids = self.kids(&scanner)
            default: return nil
            }
        }
        guard let tag, let parent, let kids, scanner.skip(">>") else { return nil }
        return Element(tag: tag, parent: parent, page: page, kids: kids)
    }

    private static func kids(_ scanner: inout PDFScanner) -> [Kid]? {
        guard scanner.skip(UInt8(ascii: "[")) else { return kid(&scanner).map { [$0] } }
        var kids: [Kid] = []
        while !scanner.skip(UInt8(ascii: "]")) {
            guard let kid = kid(&scanner) else { return nil }
            kids.append(kid)
        }
        return kids
    }

    private static func kid(_ scanner: inout PDFScanner) -> Kid? {
        if scanner.skip(UInt8(ascii: "<")) {
            guard scanner.skip(UInt8(ascii: "<")), scanner.skip("/Type /OBJR /Obj"), let number = scanner.reference(),
                scanner.skip(">>")
            else {
                return nil
            }
            return .annotation(number)
        }
        if let number = scanner.reference() { return .element(number) }
        return scanner.number().map { .content($0) }
    }

    // MARK: Putting in order

    /// Says what each figure shows, in the order of drawing; nothing where the numbers of figures differ.
    mutating func describe(figures: [String]) {
        let numbers = numbers.filter { elements[$0]?.tag == "Figure" }
        guard numbers.count == figures.count else { return }
        for (number, figure) in zip(numbers, figures) { elements[number]?.alternative = figure }
    }

    /// Puts captions into their figures and tables, and items into lists.
    mutating func arrange() {
        for number in numbers {
            guard let kids = elements[number]?.kids, kids.count > 1 else { continue }
            let order = arranged(kids, of: number)
            elements[number]?.kids = order
        }
    }

    private mutating func arranged(_ kids: [Kid], of parent: Int) -> [Kid] {
        var result: [Kid] = []
        var list: Int?
        for (index, kid) in kids.enumerated() {
            let tag = tag(kid)
            if tag != "LI" { list = nil }
            if tag == "LI", list == nil {
                elements.append(Element(tag: "L", parent: parent))
                list = elements.count - 1
                result.append(.element(elements.count - 1))
            }
            if let list {
                move(kid, into: list)
            } else if tag == "Caption", let before = result.last, self.tag(before) == "Figure",
                case .element(let figure) = before, !holdsCaption(figure)
            {
                move(kid, into: figure)
            } else if tag == "Caption", index + 1 < kids.count, self.tag(kids[index + 1]) == "Table",
                case .element(let table) = kids[index + 1]
            {
                move(kid, into: table, first: true)
            } else {
                result.append(kid)
            }
        }
        return result
    }

    private mutating func move(_ kid: Kid, into parent: Int, first: Bool = false) {
        guard case .element(let number) = kid else { return }
        elements[number]?.parent = parent
        if first { elements[parent]?.kids.insert(kid, at: 0) } else { elements[parent]?.kids.append(kid) }
    }

    private func tag(_ kid: Kid) -> String? {
        guard case .element(let number) = kid, elements.indices.contains(number) else { return nil }
        return elements[number]?.tag
    }

    private func holdsCaption(_ number: Int) -> Bool {
        elements[number]?.kids.contains { tag($0) == "Caption" } ?? false
    }
}

extension StructureTree {
    /// The object of an element.
    func bytes(_ number: Int) -> [UInt8]? {
        guard elements.indices.contains(number), let element = elements[number] else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(64)
        out += "<</S/".utf8
        out += element.tag.utf8
        out.append("/P ", number: element.parent, " 0 R")
        if let page = element.page { out.append("/Pg ", number: page, " 0 R") }
        if element.tag == "TH" { out += "/A<</O/Table/Scope/Column>>".utf8 }
        if let alternative = element.alternative { out += "/Alt\(PDFString.text(alternative))".utf8 }
        switch element.kids.count {
        case 0: break
        case 1: out.append("/K", kid: element.kids[0])
        default:
            for (index, kid) in element.kids.enumerated() { out.append(index == 0 ? "/K[" : "", kid: kid) }
            out += "]".utf8
        }
        out += ">>".utf8
        return out
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ before: String, kid: StructureTree.Kid) {
        switch kid {
        case .element(let number): append(before + " ", number: number, " 0 R")
        case .content(let mark): append(before + " ", number: mark, "")
        case .annotation(let number): append(before + "<</Type/OBJR/Obj ", number: number, " 0 R>>")
        }
    }
}
