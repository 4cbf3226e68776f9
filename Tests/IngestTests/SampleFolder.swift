import TestSupport

enum SampleFolder {
    static let formats = SampleFiles.path("Sources/Ingest/Formats")
}
