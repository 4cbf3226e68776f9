internal import Drawing

/// What Cairo 1.16 cannot say of a document, added to its file, and the file packed.
///
/// Language, the window's title, alternative texts, order of the structure, metadata, attached files, an identifier
/// (ISO 32000-1: 7.9.4, 14.3.2, 14.4, 14.7, 14.9; ISO 32000-2: 14.13). A file of another shape, as a newer Cairo may
/// write it, stays as it is; it is valid without.
enum PDFFinish {
    /// The file of a document as Cairo drew it, finished.
    static func finished(_ bytes: [UInt8], of document: Document) -> [UInt8] {
        guard let pdf = CairoPDF(bytes), let catalog = pdf.text(pdf.root), let info = pdf.text(pdf.info),
            catalog.hasPrefix("<< /Type /Catalog\n"), info.hasPrefix("<<")
        else { return bytes }

        var tree = StructureTree(pdf)
        tree?.describe(figures: document.figureAlternatives)
        tree?.arrange()
        var writer = PDFWriter(pdf, next: tree?.elements.count ?? 0)
        if let tree { for number in tree.numbers { tree.bytes(number).map { writer.replace(number, by: $0) } } }

        let metadata = writer.add(
            stream: DocumentMetadata.bytes(document, producer: producer(info)), "/Type/Metadata/Subtype/XML", level: nil
        )
        let files = attach(document, to: &writer)
        replaceCatalog(catalog, metadata: metadata, files: files, of: document, pdf, in: &writer)
        replaceInfo(info, pdf, in: &writer)
        for object in pdf.objects where !object.isStream {
            // Readers step through links in the order of the structure.
            var scanner = PDFScanner(pdf.bytes, at: object.body.lowerBound, end: object.body.upperBound)
            guard scanner.skip(pageHead) else { continue }
            writer.replace(
                object.number, by: Array("<< /Type /Page /Tabs /S\n".utf8) + pdf.bytes[object.body].dropFirst(15))
        }
        return writer.bytes()
    }

    private static let pageHead = Array("<< /Type /Page\n".utf8)

    // MARK: The catalog

    private static func replaceCatalog(
        _ catalog: String, metadata: Int, files: [(name: String, number: Int)], of document: Document, _ pdf: CairoPDF,
        in writer: inout PDFWriter
    ) {
        var added = "<< /Type /Catalog"
        if isTag(document.language) { added += " /Lang (\(document.language))" }
        added += " /ViewerPreferences << /DisplayDocTitle true >> /Metadata \(metadata) 0 R"
        var rest = String(catalog.dropFirst("<< /Type /Catalog".count))
        if !files.isEmpty {
            let list = files.map { "\($0.number) 0 R" }.joined(separator: " ")
            let names = files.map { "\(PDFString.text($0.name)) \($0.number) 0 R" }.joined(separator: " ")
            let embedded = "/EmbeddedFiles << /Names [\(names)] >>"
            added += " /AF [\(list)]"
            if let number = reference("/Names", in: rest), let named = pdf.text(number), named.hasPrefix("<<") {
                writer.replace(number, by: Array(("<< " + embedded + named.dropFirst(2)).utf8))
            } else {
                added += " /Names << \(embedded) >>"
            }
        }
        // Cairo leaves the numbers of pages out where they are 1, 2, 3; a tree of numbers must not be empty.
        if let number = reference("/PageLabels", in: rest), pdf.text(number)?.contains("/Nums [\n  ]") ?? false {
            rest.replace("/PageLabels \(number) 0 R", with: "/PageLabels << /Nums [0 << /S /D >>] >>")
        }
        writer.replace(pdf.root, by: Array((added + rest).utf8))
    }

    /// Letters, digits and the hyphen: all that a language tag may have (RFC 5646).
    private static func isTag(_ language: String) -> Bool {
        !language.isEmpty
            && language.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                default: false
                }
            }
    }

    private static func reference(_ key: String, in text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let range = bytes.firstRange(of: key + " ", in: 0..<bytes.count) else { return nil }
        var scanner = PDFScanner(bytes, at: range.upperBound, end: bytes.count)
        return scanner.reference()
    }

    // MARK: The document's information

    /// Cairo writes dates without their `D:`.
    private static func replaceInfo(_ info: String, _ pdf: CairoPDF, in writer: inout PDFWriter) {
        var text = info
        for key in ["/CreationDate (", "/ModDate ("] { text.replace(key, with: key + "D:", maxReplacements: 1) }
        writer.replace(pdf.info, by: Array(text.utf8))
    }

    /// What drew the file, in Cairo's own words.
    private static func producer(_ info: String) -> String {
        guard let start = info.firstRange(of: "/Producer (")?.upperBound,
            let end = info[start...].firstRange(of: ")\n")?.lowerBound
        else { return "cairo" }
        return String(info[start..<end])
    }

    // MARK: Attached files

    private static func attach(_ document: Document, to writer: inout PDFWriter) -> [(name: String, number: Int)] {
        let date = PDFString.date(DocumentDate.normalized(document.date))
        return document.attachments.map { file in
            let parameters = "/Params<</Size \(file.bytes.count)/ModDate \(date)>>"
            // The fastest level: the better ones take four times as long for a fifth of the bytes.
            let content = writer.add(
                stream: file.bytes, "/Type/EmbeddedFile/Subtype\(PDFString.name(file.mediaType))\(parameters)", level: 1
            )
            let name = PDFString.text(file.name)
            let number = writer.add(
                "<</Type/Filespec/F\(name)/UF\(name)/Desc\(PDFString.text(file.description))"
                    + "/AFRelationship/\(file.relationship.rawValue)/EF<</F \(content) 0 R/UF \(content) 0 R>>>>")
            return (file.name, number)
        }.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    }
}
