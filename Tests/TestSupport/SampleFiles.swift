/// Where the project's own files stand, found from this source file.
public enum SampleFiles {
    /// The project's root folder.
    public static let root: String = {
        let here = #filePath
        // .../Tests/TestSupport/SampleFiles.swift
        return here.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }()

    /// A file or folder of the project.
    public static func path(_ relative: String) -> String { root + "/" + relative }

    /// Real instrument files beside the project; tests that want them skip with a message where they are absent.
    public static func real(_ name: String) -> String { root + "/../shared/realdata/" + name }
}
