import Drawing
import Testing

@Suite struct RichTextTests {
    @Test func `scripts become raised and lowered spans`() {
        let spans = RichText.spans("τ_{k} = 10^{-3}", font: Font(size: 10))
        #expect(spans.map(\.text) == ["τ", "k", " = 10", "-3"])
        #expect(spans[1].rise < 0 && spans[3].rise > 0)
        #expect(RichText.plain("C_{lf}") == "Clf")
    }

    @Test func `an unclosed brace is printed as it stands`() {
        #expect(RichText.plain("a_{b") == "a_{b")
    }
}
