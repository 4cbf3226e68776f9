import Foundation
import Findings
import Layout
import Templates
import TestSupport
import Testing

@testable import Layout

@Suite struct TemplateElementTests {
    @Test func `every file of the folder is in the list, and the list is in order`() throws {
        let folder = SampleFiles.path("Sources/Render/Layout/Elements")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let listed = TemplateElements.all.map { "\(type(of: $0)).swift" }
        #expect(listed == files)
    }

    @Test func `every element has a sentence, and tags do not repeat`() {
        let definitions = TemplateElements.all.map(\.definition)
        #expect(Set(definitions.map(\.tag)).count == definitions.count)
        for definition in definitions {
            #expect(!definition.meaning.isEmpty)
            for attribute in definition.attributes {
                if let fallback = attribute.fallback { #expect(attribute.kind.accepts(fallback), "\(attribute.name)") }
            }
        }
    }
}
