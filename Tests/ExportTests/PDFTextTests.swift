import Testing

@testable import Export

@Suite struct PDFTextTests {
    @Test(arguments: [
        "", "%PDF-1.5", "startxref\n", "startxref\n99999999999999999999\n%%EOF", "startxref\n0\n%%EOF",
        "xref\n0 9\n0000000000 65535 f \nstartxref\n0\n%%EOF", "xref\n0 1\n0000000000 65535 f \nstartxref\n0\n",
        "xref\n0 0\n\nstartxref\n0\n", "xref\n0 2\n0000000000 65535 f \n0000000900 00000 n \ntrailer\nstartxref\n0\n",
    ]) func `a file of another shape stays as it is`(text: String) {
        var pdf = PDFText(Array(text.utf8))
        pdf.describe(language: "en", figures: ["a"])
        #expect(pdf.bytes == Array(text.utf8))
    }

    @Test func `texts are put in and offsets follow`() {
        let body = "%PDF-1.5\n1 0 obj\n<< /Type /Catalog\n>>\nendobj\n2 0 obj\n<< /CreationDate (2026)\n>>\nendobj\n"
        let second = 9 + "1 0 obj\n<< /Type /Catalog\n>>\nendobj\n".utf8.count
        let table = "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n00000000\(second) 00000 n \n"
        let trailer = "trailer\n<< /Size 3\n   /Root 1 0 R\n   /Info 2 0 R\n>>\nstartxref\n\(body.utf8.count)\n%%EOF\n"
        var pdf = PDFText(Array((body + table + trailer).utf8))
        pdf.describe(language: "de-CH", figures: [])
        let text = String(decoding: pdf.bytes, as: UTF8.self)
        let added = "\n   /Lang (de-CH)\n   /ViewerPreferences << /DisplayDocTitle true >>"
        #expect(text.contains("<< /Type /Catalog" + added) && text.contains("(D:2026)"))
        #expect(text.contains("\n0000000\(second + added.utf8.count) 00000 n \n"))
        #expect(text.contains("startxref\n\(body.utf8.count + added.utf8.count + 2)\n"))
    }

    @Test func `a language tag that is none is left out`() {
        let body = "1 0 obj\n<< /Type /Catalog\n>>\nendobj\n"
        let rest =
            "xref\n0 2\n0000000000 65535 f \n0000000001 00000 n \ntrailer\n<< /Root 1 0 R /Info 1 0 R >>\nstartxref\n"
        var pdf = PDFText(Array((" " + body + rest + "\(body.utf8.count + 1)\n%%EOF\n").utf8))
        pdf.describe(language: "en) /Evil (", figures: [])
        let text = String(decoding: pdf.bytes, as: UTF8.self)
        #expect(!text.contains("/Lang") && text.contains("DisplayDocTitle"))
    }
}
