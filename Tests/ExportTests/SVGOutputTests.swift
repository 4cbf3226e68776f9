import Drawing
import Export
import Foundation
import Testing

@Suite struct SVGOutputTests {
    private func sample() throws -> [OutputFile] {
        let text = try PangoText()
        return try export(SampleDocument.make(text: text), format: SVGOutput(), text: text)
    }

    @Test func `each page is a file with its number`() throws {
        #expect(try sample().map { $0.name(for: "D01") } == ["D01-1.svg", "D01-2.svg"])
    }

    @Test(.enabled(if: ExternalTool.has("xmllint"), "libxml2-utils is not installed"))
    func `each page is well-formed XML with a title`() throws {
        let xmllint = try #require(ExternalTool("xmllint"))
        for (index, file) in try sample().enumerated() {
            let result = try xmllint.run(["--xpath", "string(//*[local-name()='title'])", "{}"], on: file.bytes)
            #expect(result.status == 0)
            #expect(result.output.contains("Device τk & \"friends\" <1>, page \(index + 1) of 2"))
        }
    }

    @Test func `bytes do not depend on what was drawn before`() throws {
        let first = try sample()
        let text = try PangoText()
        for format in OutputFormats.all { _ = try export(SampleDocument.make(text: text), format: format, text: text) }
        #expect(try sample() == first)
    }

    @Test func `ids are unique over all pages and every reference leads to one`() throws {
        var ids: [String] = []
        for file in try sample() {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let here = text.matches(of: /\bid="([^"]*)"/).map { String($0.1) }
            #expect(here.count > 3)
            ids += here
            let references = text.matches(of: /(?:href="#|url\(#)([^")]*)/).map { String($0.1) }
            #expect(!references.isEmpty)
            #expect(Set(references).isSubset(of: here))
        }
        #expect(Set(ids).count == ids.count)
    }
}
