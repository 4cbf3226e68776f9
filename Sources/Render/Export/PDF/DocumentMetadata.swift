internal import Drawing

/// What a document says of itself as XMP, which programs for libraries and archives read (ISO 16684-1).
enum DocumentMetadata {
    /// The packet; it says what the document's information says, and the language.
    static func bytes(_ document: Document, producer: String) -> [UInt8] {
        let date = DocumentDate.normalized(document.date)
        var lines = [
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                + " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">",
            "<dc:format>application/pdf</dc:format>",
            list("dc:title", "Alt", RichText.plain(document.title), " xml:lang=\"x-default\""),
        ]
        if !document.author.isEmpty { lines.append(list("dc:creator", "Seq", document.author)) }
        if !document.subject.isEmpty {
            lines.append(list("dc:description", "Alt", document.subject, " xml:lang=\"x-default\""))
        }
        if !document.language.isEmpty { lines.append(list("dc:language", "Bag", document.language)) }
        lines += [
            "<xmp:CreatorTool>Pinch</xmp:CreatorTool>",
            "<xmp:CreateDate>\(date)</xmp:CreateDate>",
            "<xmp:ModifyDate>\(date)</xmp:ModifyDate>",
            "<pdf:Producer>\(SVGText.escaped(producer))</pdf:Producer>",
            "</rdf:Description>", "</rdf:RDF>", "</x:xmpmeta>", "<?xpacket end=\"r\"?>",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }

    private static func list(_ name: String, _ kind: String, _ text: String, _ attribute: String = "") -> String {
        "<\(name)><rdf:\(kind)><rdf:li\(attribute)>\(SVGText.escaped(text))</rdf:li></rdf:\(kind)></\(name)>"
    }
}
