import Testing

@testable import Export

@Suite struct DocumentDateTests {
    @Test(arguments: [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T12:30:05Z", "2026-03-01T12:30:05Z"),
        ("2026-03-01 12:30", "2026-03-01T12:30:00"),
        ("2026-03-01T12:30:05.250+01:00", "2026-03-01T12:30:05+01:00"),
        ("2026-03-01T12:30:05-0530", "2026-03-01T12:30:05-05:30"),
        ("2026-03-01T12", "2026-03-01"),
        ("2026-03-01T99:30:05", "2026-03-01"),
        ("2026-13-01", "1970-01-01T00:00:00Z"),
        ("01.03.2026", "1970-01-01T00:00:00Z"),
        ("", "1970-01-01T00:00:00Z"),
    ]) func `what can be read of a date is kept`(given: String, stated: String) {
        #expect(DocumentDate.normalized(given) == stated)
    }
}
